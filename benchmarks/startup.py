"""CPU of a start: `govaudit --help` and the sample check, with compiled bytecode.

    python -m compileall -q govaudit && python benchmarks/startup.py

CPU time (user and system) of the child process, the best of five after a warm-up.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def cpu(*arguments: str) -> float:
    """Return the CPU seconds of one run of the program, the best of five."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    best = float("inf")
    for _ in range(6):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "govaudit", *arguments], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def main() -> None:
    """Measure and print."""
    print(f"python -c pass          {cpu_of_python():.2f} s")
    print(f"govaudit --help         {cpu('--help'):.2f} s   (budget 0.2)")
    print(f"check of the sample     {cpu('check', 'samples/records.json'):.2f} s   (budget 1.0)")


def cpu_of_python() -> float:
    """Return the CPU seconds of an interpreter that does nothing."""
    best = float("inf")
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


if __name__ == "__main__":
    main()
