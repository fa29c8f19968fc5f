"""Write the golden files anew: `python -m tests.appendix.regold`; read the difference before keeping it."""

from tests.appendix.cases import GOLDEN, SAMPLES, markdown_of


def main() -> None:
    """Render every sample's appendix into its golden file."""
    GOLDEN.mkdir(exist_ok=True)
    for sample in SAMPLES:
        (GOLDEN / f"{sample}.md").write_bytes(markdown_of(sample).encode("utf-8"))


if __name__ == "__main__":
    main()
