"""Writing 100,000 findings in every format: CPU seconds, and by how much the most memory ever held grows.

    python benchmarks/reports.py [RECORDS] [FORMAT ...]

Every format has a process of its own, which reads and judges first; only rendering is measured. Aim: a few seconds, a few hundred MB.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from data import export, inquiries, pack_folder

RULES = 100
RECORDS = 150_000


def child(path: str, pack: str, name: str) -> None:
    """Judge a file, render one format, and print the findings, the CPU seconds, the growth in MB and the size in MB."""
    from govaudit.api import Request, perform
    from govaudit.config import Config
    from govaudit.reports import FORMATS, Options
    from govaudit.states import State

    audit = perform([path], Request(packs=(f"{pack}/",), as_of="2022-03-31"), Config())
    findings = sum(number for state, number in audit.counts.items() if state is State.FAIL or state.is_finding)
    before, start = _peak(), time.process_time()
    rendered = FORMATS[name].render(audit, Options(original=lambda source: Path(source).read_bytes(), book=path))
    print(json.dumps([findings, time.process_time() - start, _peak() - before, len(rendered) / 1e6]))


def _peak() -> float:
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


def main(records: int = RECORDS, *formats: str) -> None:
    """Measure every format and print a line each."""
    from govaudit.reports import FORMATS

    folder = Path(tempfile.mkdtemp())
    frame, pack = export(inquiries(records)), pack_folder(RULES)
    frame.write_csv(folder / "inquiries.csv")
    frame.write_excel(folder / "inquiries.xlsx")
    print(f"{'format':12}{'findings':>10}{'CPU s':>8}{'MB more':>9}{'MB file':>9}")
    for name in formats or FORMATS:
        source = folder / ("inquiries.xlsx" if name == "marked" else "inquiries.csv")
        ran = subprocess.run([sys.executable, __file__, "--child", str(source), str(pack), name], capture_output=True, text=True, check=False)
        if ran.returncode:
            print(f"{name:12}{ran.stderr.strip().splitlines()[-1]}")
            continue
        findings, seconds, more, size = json.loads(ran.stdout)
        print(f"{name:12}{findings:>10,}{seconds:>8.1f}{more:>9.0f}{size:>9.1f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS, *sys.argv[2:])
