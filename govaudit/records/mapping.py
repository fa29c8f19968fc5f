"""The mapping file: which table a file is, which heading is which field, what is the same for all its records.

```yaml
table: inquiries                    # a table's name, label or alias; for files that do not say it themselves (CSV, JSON Lines)
columns: {留言时间: received_at, 答复字数: ignore}
constants: {channel: 网站留言}
ignore_unknown: false               # true: columns (and, in JSON, tables) that the dictionary does not know are passed over
heading_row: 3                      # the row (line) of the headings, where it cannot be found
sheets:                             # the same for a sheet of a workbook, by its name or a pattern; table: ignore passes it over
  旧数据: {table: ignore}
files:                              # for several files: the first pattern that a file's name matches adds to the above
  "留言*.csv": {table: inquiries, constants: {channel: 领导信箱}}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pydantic import Field, PrivateAttr, ValidationError

from govaudit.errors import Place, Problem, SourceError, UsageError
from govaudit.strictyaml import Document, load
from govaudit.vocabulary.model import Model, TableSpec, Vocabulary, fold, nearest

IGNORE = "ignore"
"""What a column, or a sheet's table, is mapped to that is to be passed over."""


class Section(Model):
    """What is said about one file or sheet, or about all."""

    table: str | None = Field(default=None, description="name, label or alias of the table")
    columns: dict[str, str] = Field(default={}, description="heading: field, or ignore")
    constants: dict[str, str | bool | int | float | list[str]] = Field(default={}, description="field: the value every record has")
    heading_row: int | None = Field(default=None, ge=1, description="row of the headings, where it cannot be found")
    ignore_unknown: bool = Field(default=False, description="pass over columns and tables that the dictionary does not know")


class FileSection(Section):
    """What is said about one file, and about its sheets."""

    sheets: dict[str, Section] = Field(default={}, description="name or pattern of a sheet: what is added for it")


class MappingFile(FileSection):
    """A whole mapping file; `files` gives per file-name pattern what is added to the rest."""

    files: dict[str, FileSection] = Field(default={}, description="file-name pattern: what is added for those files")
    _document: Document | None = PrivateAttr(default=None)

    def located(self, document: Document) -> MappingFile:
        """Remember where everything stands."""
        self._document = document
        return self

    def entries(self, path: str) -> Entries:
        """Collect what holds for one file, the more specific over the general."""
        name = Path(path).name
        pattern = next((pattern for pattern in self.files if fnmatchcase(name, pattern)), None)
        parts: list[tuple[tuple[str, ...], FileSection]] = [((), self)]
        if pattern is not None:
            parts.append((("files", pattern), self.files[pattern]))
        found = self._collected(parts)
        for name in dict.fromkeys(name for _, section in parts for name in section.sheets):
            of_sheet = [((*loc, "sheets", name), section.sheets[name]) for loc, section in parts if name in section.sheets]
            found.sheets[name] = self._collected([*parts, *of_sheet])
            found.sheets[name].sure = any(section.table is not None for _, section in of_sheet)
        return found

    def _collected(self, parts: Sequence[tuple[tuple[str, ...], Section]]) -> Entries:
        found = Entries(ignore_unknown=any(section.ignore_unknown for _, section in parts))
        for loc, section in parts:
            if section.table is not None:
                found.table = Entry(section.table, section.table, self.place(*loc, "table"))
            if section.heading_row is not None:
                found.heading_row = Entry("heading_row", section.heading_row, self.place(*loc, "heading_row"))
            found.columns.update({fold(key): Entry(key, value, self.place(*loc, "columns", key)) for key, value in section.columns.items()})
            found.constants.update({fold(key): Entry(key, value, self.place(*loc, "constants", key)) for key, value in section.constants.items()})
        return found

    def place(self, *loc: str) -> Place:
        """Locate an entry in the file the mapping was read from."""
        return Place("映射") if self._document is None else self._document.place(list(loc), key=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the mapping, and where it stands."""

    key: str
    value: Any
    place: Place


@dataclass(slots=True)
class Entries:
    """What the mapping says about one file or sheet; the keys are folded headings and names.

    `sure` if it names the table of this very sheet, and not of all there are in the file.
    """

    table: Entry | None = None
    columns: dict[str, Entry] = field(default_factory=dict)
    constants: dict[str, Entry] = field(default_factory=dict)
    ignore_unknown: bool = False
    heading_row: Entry | None = None
    sheets: dict[str, Entries] = field(default_factory=dict)
    sure: bool = False

    def of_sheet(self, sheet: str | None) -> Entries:
        """Give what holds for a sheet: what is said about it by name, or else by the first pattern that fits, or else about the file."""
        if sheet is None or not self.sheets:
            return self
        pattern = next((name for name in self.sheets if name == sheet), None) or next((name for name in self.sheets if fnmatchcase(sheet, name)), None)
        return self if pattern is None else self.sheets[pattern]

    @property
    def ignored(self) -> bool:
        """Whether the file or sheet is to be passed over."""
        return self.table is not None and self.table.value == IGNORE

    def table_name(self, vocabulary: Vocabulary) -> str | None:
        """Resolve the table the mapping names.

        Raises:
            SourceError: there is no such table.
        """
        if self.table is None:
            return None
        known = vocabulary.table_names.get(fold(self.table.value))
        if known is None:
            raise SourceError(unknown_table(self.table.place, self.table.value, vocabulary))
        return known

    def target(self, heading: str, spec: TableSpec) -> str | None:
        """Find the field (or `ignore`) for a heading, by the mapping or else by the dictionary."""
        entry = self.columns.get(fold(heading))
        if entry is None:
            return spec.headings.get(fold(heading))
        return IGNORE if entry.value == IGNORE else spec.headings.get(fold(entry.value))

    def about(self, spec: TableSpec) -> Entries:
        """Keep what concerns a table, for a file that holds several."""
        columns = {key: entry for key, entry in self.columns.items() if entry.value == IGNORE or fold(entry.value) in spec.headings}
        constants = {key: entry for key, entry in self.constants.items() if key in spec.headings}
        return Entries(None, columns, constants, self.ignore_unknown)

    def faults(self, spec: TableSpec) -> Iterator[Problem]:
        """Name every target and constant that is no field of the table."""
        entries = {entry.value: entry for entry in self.columns.values() if entry.value != IGNORE} | {entry.key: entry for entry in self.constants.values()}
        for name, entry in entries.items():
            if fold(name) not in spec.headings:
                yield Problem(entry.place, f"映射中的“{name}”不是“{spec.label}”的字段{nearest(name, field_names(spec))}", hint=f"不需要的列写 {IGNORE}")


def load_mapping(path: Path | str) -> MappingFile:
    """Read a mapping file.

    Raises:
        UsageError: there is no such file.
        SourceError: it is not a mapping; every problem with its line.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(Problem(Place(str(path)), "不能打开映射文件", hint=str(error.strerror or ""))) from None
    except UnicodeDecodeError:
        raise SourceError(Problem(Place(str(path)), "映射文件不是 UTF-8 编码", hint="请另存为 UTF-8")) from None
    document = load(text, str(path))
    try:
        return MappingFile.model_validate({} if document.data is None else document.data).located(document)
    except ValidationError as error:
        raise SourceError(document.problems(error, MappingFile)) from None


def unknown_table(place: Place, name: str, vocabulary: Vocabulary) -> Problem:
    """Word a table name that the dictionary does not know."""
    known = [text for table, spec in vocabulary.tables.items() for text in (table, spec.label, *spec.aliases)]
    return Problem(place, f"没有“{name}”这张表{nearest(name, known)}", hint="govaudit template 可以导出全部表和字段")


def field_names(spec: TableSpec) -> list[str]:
    """List every name under which the fields of a table are known, for suggestions."""
    return [text for name, field_spec in spec.fields.items() for text in (field_spec.label, name, *field_spec.aliases)]
