"""Write the golden files anew: `python -m tests.reports.regold`; read the difference before keeping it."""

from tests.reports.cases import CASES, GOLDEN, rendered


def main() -> None:
    """Render every case into its golden file and remove those that no case has."""
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.iterdir():
        if old.name not in CASES:
            old.unlink()
    for name, case in CASES.items():
        (GOLDEN / name).write_bytes(rendered(*case).encode("utf-8"))


if __name__ == "__main__":
    main()
