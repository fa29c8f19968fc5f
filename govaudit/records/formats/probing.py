"""Reading a Parquet file of others once in a process of its own, for a damaged one can take the whole process down with the library."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govaudit.records.streams import Material

_CODE = """
import io, sys
import polars
source = sys.argv[1] if len(sys.argv) > 1 else io.BytesIO(sys.stdin.buffer.read())
try:
    polars.read_parquet_metadata(source)
    polars.scan_parquet(source).select(polars.all().null_count()).collect(engine="streaming")
except BaseException as error:
    print(str(error).strip().split(chr(10), 1)[0][:100])
    sys.exit(1)
"""


def fault_of(material: Material) -> str | None:
    """Return what goes wrong when all of a Parquet file is read; None if nothing does."""
    direct = material.file is not None and not material.packed
    arguments = [str(material.file)] if direct else []
    done = subprocess.run(  # noqa: S603 - our own code, with a path as its only argument
        [sys.executable, "-c", _CODE, *arguments], input=None if direct else material.read(), capture_output=True, check=False
    )
    if done.returncode == 0:
        return None
    return done.stdout.decode(errors="replace").strip() or "内容不能解码"
