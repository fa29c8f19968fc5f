"""Memory of `check` of a big export, by format: the most a process of its own ever held, and what every record adds to it.

    python benchmarks/memory.py [RECORDS]

Every format is read twice, once with a quarter of the records, so that what the program needs anyway does not count. DESIGN: 4 GiB for 10,000,000 records.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from data import export, inquiries, pack_folder

FORMATS = ("csv", "jsonl", "parquet", "converted")
TEN_MILLION = 10_000_000


def child(path: str, pack: str) -> None:
    """Check a file and print the peak of memory in MB and the CPU seconds (Linux)."""
    from check_json import by_govaudit

    by_govaudit(Path(path), Path(pack))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    # What `getrusage` calls the peak begins with that of the process this one was started from.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
    print(json.dumps([int(status["VmHWM"].split()[0]) / 1024, usage.ru_utime + usage.ru_stime]))


def written(rows: int, format_: str, pack: Path) -> Path:
    """Write so many records in a format."""
    folder = Path(tempfile.mkdtemp())
    frame = export(inquiries(rows))
    path = folder / f"inquiries.{format_}"
    if format_ == "converted":
        source = written(rows, "jsonl", pack)
        subprocess.run([sys.executable, "-m", "govaudit", "convert", str(source), str(folder / "ledgers")], check=True, stderr=subprocess.DEVNULL)
        source.unlink()
        return folder / "ledgers"
    {"csv": frame.write_csv, "jsonl": frame.write_ndjson, "parquet": frame.write_parquet}[format_](path)
    return path


def peak(path: Path, pack: Path) -> tuple[float, float]:
    """Return the peak of memory in MB and the CPU seconds of a check in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--child", str(path), str(pack)], check=True, capture_output=True, text=True)
    memory, cpu = json.loads(done.stdout)
    return memory, cpu


def main(rows: int = 1_000_000) -> None:
    """Measure and print."""
    pack = pack_folder(4)
    print(f"{rows:,} records against {rows // 4:,}, 4 rules")
    for format_ in FORMATS:
        less, _ = peak(written(rows // 4, format_, pack), pack)
        more, cpu = peak(written(rows, format_, pack), pack)
        each = (more - less) * 2**20 / (rows - rows // 4)
        expected = (more + each * (TEN_MILLION - rows) / 2**20) / 1024
        print(f"{format_:10} peak {more:6.0f} MB, {each:5.0f} bytes a record, so {expected:4.1f} GiB for 10,000,000; {cpu:5.1f} s of CPU")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        main(*[int(argument) for argument in sys.argv[1:]])
