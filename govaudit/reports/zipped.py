"""Zip archives (workbooks, Word documents) written anew: the same content gives the same bytes, whoever made it and when."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping

#: What changes a member: its content goes in, what is to be written comes out piece by piece.
Change = Callable[[bytes], Iterable[bytes]]

_STAMP = (1980, 1, 1, 0, 0, 0)


def rewritten(archive: bytes, changes: Mapping[str, Change] | None = None) -> bytes:
    """Return the archive with its members in the same order, stamped with one fixed time, and those changed that are named."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            member.create_system = 3  # or it depends on the machine
            change = (changes or {}).get(name)
            with written.open(member, "w", force_zip64=False) as out:
                for piece in (source.read(name),) if change is None else change(source.read(name)):
                    out.write(piece)
    return target.getvalue()
