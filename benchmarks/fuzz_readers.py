"""Search for bytes on which a reader fails otherwise than with a message, by atheris; run by hand, as long as one likes.

    python benchmarks/fuzz_readers.py xlsx -max_total_time=300

The first argument is the format: xlsx, xls, ods, csv, json, jsonl, or `sheet` for the XML of a sheet inside a sound workbook. The others go to libFuzzer. What
fails is written to a file `crash-…` in the working folder.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.records.books import SHEET, as_csv, of_xml, sheet_xml, with_parts, xls, xlsx

ROWS = [["某县公文台账", None, None], ["编号", "标题", "成文日期"], ["A", "甲", "2021-03-01"], ["合计", 1, None]]
SEEDS = {
    "xlsx": xlsx({"公文": ROWS}),
    "xls": xls({"公文": ROWS}),
    "ods": xlsx({"公文": ROWS}),
    "csv": as_csv(ROWS).encode(),
    "json": '{"meta": {}, "公文": [{"编号": "A", "成文日期": "2021-03-01"}]}'.encode(),
    "jsonl": '{"table": "公文", "编号": "A"}\n'.encode(),
    "sheet": sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c></row><row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>').encode(),
}


def main(kind: str, *arguments: str) -> None:
    """Fuzz the reader of one format."""
    import atheris

    with atheris.instrument_imports(include=["govaudit"]):
        from govaudit.errors import GovauditError
        from govaudit.records import read
        from govaudit.records.reading import read_files  # noqa: F401 - so that all readers are instrumented
        from govaudit.vocabulary.load import standard_vocabulary

    folder = Path(tempfile.mkdtemp())
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "seed").write_bytes(SEEDS[kind])
    path = folder / f"公文.{'xlsx' if kind == 'sheet' else kind}"
    vocabulary = standard_vocabulary()
    book = of_xml("")

    def once(data: bytes) -> None:
        path.write_bytes(with_parts(book, {SHEET: data}) if kind == "sheet" else data)
        try:
            records = read([path], vocabulary)
        except GovauditError as error:
            if not all(problem.found for problem in error.problems):
                raise RuntimeError("a refusal without words") from error
        else:
            if any(source.rows < source.rejected for source in records.sources):
                raise RuntimeError("more rows rejected than found")

    atheris.Setup(["fuzz_readers", str(corpus), *arguments], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
