"""Where ledgers are read from: folders, standard input, compressed files, and files that are not what their name says."""

import gzip
import hashlib
import io
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from govaudit.errors import GovauditError
from govaudit.records import Records, read
from govaudit.records import streams as streams_module
from govaudit.records.streams import Observer
from govaudit.vocabulary.model import Vocabulary

Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]

CSV = "编号,标题,页数\nA,甲,1\n"
JSON = '{"公文": [{"id": "A", "标题": "甲"}]}'
LINES = '{"table": "公文", "id": "A", "标题": "甲"}\n'


def keys(records: Records) -> list[str]:
    """Give the keys of the documents."""
    found: list[str] = records.ledgers["documents"].frame["_key"].to_list()
    return found


class Watching(Observer):
    """Keeps what it is told."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.total = 0
        self.done = 0
        self.said: list[str] = []

    def begins(self, total: int) -> None:
        """Keep the total."""
        self.total = total

    def advanced(self, size: int) -> None:
        """Add up."""
        self.done += size

    def passed_over(self, path: str, reason: str) -> None:
        """Keep the name."""
        self.said.append(f"{Path(path).name}:{reason}")


def test_a_folder_is_its_ledgers(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """All ledgers directly in a folder are read by name; lock files, hidden files and settings go unsaid, everything else is named, also in the records."""
    for name, content in {
        "b.json": JSON,
        "a.csv": CSV.replace("A,", "B,"),
        "~$锁.csv": "x",
        ".hidden.json": "x",
        "govaudit.yaml": "x",
        "说明.pdf": "x",
    }.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "下级").mkdir()
    (tmp_path / "下级" / "c.json").write_text("not read", encoding="utf-8")
    watching = Watching()

    records = read([tmp_path], vocabulary, observer=watching)

    assert ["A", "B"] == sorted(keys(records))
    assert ["a.csv", "b.json"] == [Path(source.path).name for source in records.sources]
    assert ["下级:是下一级文件夹,没有读", "说明.pdf:不是可以读取的台账,没有读"] == watching.said
    assert [f"{tmp_path}/下级:是下一级文件夹,没有读", f"{tmp_path}/说明.pdf:不是可以读取的台账,没有读"] == list(records.notes)


def test_a_folder_without_ledgers(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A folder in which nothing can be read is a mistake, not an empty ledger."""
    (tmp_path / "说明.txt").write_text("x", encoding="utf-8")

    with pytest.raises(GovauditError, match="文件夹里没有可以读取的台账"):
        read([tmp_path], vocabulary)


def test_a_file_is_not_read_twice(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A file that is given by name and lies in a folder that is given was given twice."""
    (tmp_path / "b.json").write_text(JSON, encoding="utf-8")

    with pytest.raises(GovauditError, match="同一个文件给了两次"):
        read([tmp_path, tmp_path / "b.json"], vocabulary)


@pytest.mark.parametrize(
    ("data", "options", "format_"),
    [
        (JSON.encode(), {}, "json"),
        (b"\xef\xbb\xbf \n" + JSON.encode(), {}, "json"),
        (b'{"meta": {}, "documents": [\n{"id": "A"}]}', {}, "json"),
        (LINES.encode(), {}, "jsonl"),
        ((LINES + LINES.replace('"A"', '"B"')).encode(), {}, "jsonl"),
        (CSV.encode(), {}, "csv"),
        (CSV.encode("gb18030"), {}, "csv"),
        (CSV.encode("utf-16"), {"input_format": "csv"}, "csv"),
        (gzip.compress(CSV.encode(), mtime=0), {}, "csv"),
        (LINES.encode(), {"input_format": "jsonl"}, "jsonl"),
    ],
)
def test_standard_input(vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch, data: bytes, options: dict[str, str], format_: str) -> None:
    """Standard input is told apart by its beginning, or by what the user says."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    records = read(["-"], vocabulary, **options)  # type: ignore[arg-type]

    assert "A" == keys(records)[0]
    assert ("标准输入", format_) == (records.sources[0].path, records.sources[0].format)
    assert records.sources[0].line_of is None or records.sources[0].line_of(0) is None


def test_much_standard_input_lies_on_disk(vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit in memory is kept aside on disk."""
    monkeypatch.setattr("govaudit.records.opening.IN_MEMORY", 100)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(("编号,标题,页数\n" + "".join(f"{n},甲,1\n" for n in range(200))).encode())))

    assert [str(n) for n in range(200)] == keys(read(["-"], vocabulary))


def test_standard_input_is_given_once(vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be read twice."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(JSON.encode())))

    with pytest.raises(GovauditError, match="给了两次"):
        read(["-", "-"], vocabulary)


@pytest.mark.parametrize(("name", "content"), [("公文.csv.gz", CSV), ("a.json.GZ", JSON), ("a.jsonl.gz", LINES)])
def test_compressed_files(reading: Reading, name: str, content: str) -> None:
    """A compressed file is read like what is in it, and has the digest of what lies there."""
    packed = gzip.compress(content.encode(), mtime=0)
    records = reading({name: packed})

    assert ["A"] == keys(records)
    assert reading({"x.json": JSON}).sources[0].rows == records.sources[0].rows
    assert hashlib.sha256(packed).hexdigest() == records.sources[0].sha256


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.csv.gz", gzip.compress(CSV.encode() * 99, mtime=0)[:-12], "压缩文件不完整,可能没有传完"),
        ("a.json.gz", gzip.compress(JSON.encode(), mtime=0)[:-9], "压缩文件不完整,可能没有传完"),
        ("a.jsonl.gz", gzip.compress(LINES.encode(), mtime=0) + b"tail", "不是完好的 gzip 压缩文件"),
        ("a.csv.gz", gzip.compress(CSV.encode(), mtime=0)[:10] + b"\xff\xff\xff", "不是完好的 gzip 压缩文件"),
        ("a.csv.gz", CSV.encode(), "不是 gzip 压缩文件"),
        ("a.csv", gzip.compress(CSV.encode(), mtime=0), "内容是gzip 压缩文件,与后缀不符"),
        ("a.csv", b"PK\x03\x04xxxx", "内容是Excel 工作簿(.xlsx)或压缩包(.zip),与后缀不符"),
        ("a.json", b"PAR1xxxxPAR1", "内容是Parquet 文件,与后缀不符"),
        ("a.jsonl", b"%PDF-1.7", "内容是PDF 文件,与后缀不符"),
        ("a.parquet", CSV.encode(), "不是 Parquet 文件"),
        ("a.txt", b"x", "不能读取 .txt 文件"),
        ("a.txt.gz", b"x", "不能读取 .txt.gz 文件"),
    ],
)
def test_files_that_are_something_else(refusal: Refusal, name: str, data: bytes, found: str) -> None:
    """What is broken, or not what its name says, is refused in one message that says what it is."""
    assert [(name, found)] == refusal({name: data})


def test_a_bomb_is_not_unpacked(refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that becomes a big one is left alone, by ratio and by size, in whatever format."""
    monkeypatch.setattr(streams_module, "ALWAYS_ALLOWED", 1 << 16)
    bomb = gzip.compress(b"x," * (1 << 20), mtime=0)

    assert [("公文.csv.gz", "解压后是压缩前的 250 倍以上,像是压缩炸弹,不再读取")] == refusal({"公文.csv.gz": bomb})
    assert [("a.json.gz", "解压后是压缩前的 250 倍以上,像是压缩炸弹,不再读取")] == refusal({"a.json.gz": bomb})
    monkeypatch.setattr(streams_module, "MAX_WHOLE", 1 << 30)
    monkeypatch.setattr(streams_module, "MAX_RATIO", 1 << 30)
    monkeypatch.setattr(streams_module, "MAX_UNPACKED", 1 << 30)
    assert [("公文.csv.gz:1", "这一行有 1048577 格")] == refusal({"公文.csv.gz": bomb})


def test_an_honest_file_may_be_compressed_well(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that repeats itself is no bomb."""
    monkeypatch.setattr(streams_module, "ALWAYS_ALLOWED", 0)
    content = "编号,标题\n" + "".join(f"{number},关于进一步做好有关工作的通知\n" for number in range(3000))
    packed = gzip.compress(content.encode(), mtime=0)

    assert len(content.encode()) > 5 * len(packed)
    assert 3000 == len(keys(reading({"公文.csv.gz": packed})))


def test_an_unknown_suffix_with_a_known_format(reading: Reading) -> None:
    """The user may say what a file is."""
    assert ["A"] == keys(reading({"公文.txt": CSV}, input_format="csv"))


def test_the_observer_sees_every_byte(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """What is announced is what is read, whatever the format."""
    for name, content in {"公文.csv": CSV, "b.json": JSON.replace('"A"', '"B"'), "c.jsonl": LINES.replace('"A"', '"C"')}.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    watching = Watching()
    read([tmp_path], vocabulary, observer=watching)

    assert watching.total == watching.done == sum(path.stat().st_size for path in tmp_path.iterdir())


def test_zlib_is_what_gzip_raises() -> None:
    """The errors of a broken stream are those that are worded."""
    with pytest.raises(zlib.error):
        gzip.decompress(gzip.compress(b"x" * 99, mtime=0)[:10] + b"\xff\xff\xff")
