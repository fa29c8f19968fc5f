"""A small dictionary, and a way to write a file and read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govaudit.errors import GovauditError
from govaudit.records import Records, read
from govaudit.records.mapping import MappingFile
from govaudit.vocabulary.model import Vocabulary

TABLES = {
    "documents": {
        "label": "公文",
        "aliases": ["发文台账"],
        "fields": {
            "id": {"type": "text", "label": "编号"},
            "title": {"type": "text", "label": "标题", "aliases": ["名称"]},
            "issued": {"type": "date", "label": "成文日期", "aliases": ["日期"]},
            "published": {"type": "datetime", "label": "发布时间", "aliases": ["日期"]},
            "status": {"type": "enum", "label": "有效性", "values": {"有效": ["现行有效"], "失效": []}},
            "traits": {"type": "list", "label": "特征", "values": {"涉企": ["涉企政策"], "无": ["没有"]}, "open": True},
            "pages": {"type": "integer", "label": "页数"},
        },
    },
    "messages": {
        "label": "留言",
        "fields": {
            "id": {"type": "text", "label": "编号"},
            "title": {"type": "text", "label": "标题"},
            "received": {"type": "datetime", "label": "留言时间"},
            "channel": {"type": "enum", "label": "渠道", "values": {"网站": [], "微博": []}, "open": True},
        },
    },
}


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Give two tables that share some headings."""
    return Vocabulary.model_validate({"tables": TABLES})


Reading = Callable[..., Records]
Refusal = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def reading(tmp_path: Path, vocabulary: Vocabulary) -> Reading:
    """Write files (name → text or bytes) and read them."""

    def run(files: dict[str, str | bytes], mapping: MappingFile | None = None, **options: Any) -> Records:
        for name, content in files.items():
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return read([tmp_path / name for name in files], vocabulary, mapping, **options)

    return run


@pytest.fixture
def refusal(reading: Reading, tmp_path: Path) -> Refusal:
    """Write files that cannot be read; give the problems as `(place, found)`, without the folder."""

    def run(files: dict[str, str | bytes], mapping: MappingFile | None = None) -> list[tuple[str, str]]:
        with pytest.raises(GovauditError) as caught:
            reading(files, mapping)
        return [(str(problem.place).removeprefix(f"{tmp_path}/"), problem.found) for problem in caught.value.problems]

    return run
