"""`python -m govaudit`."""

from govaudit.cli.main import run

if __name__ == "__main__":
    run()
