"""The file formats: each is one module that turns bytes into raw tables, and one line here."""

from __future__ import annotations

from govaudit.records.formats import csv_file, json_file, json_lines
from govaudit.records.raw import Reader

READERS: dict[str, tuple[str, Reader]] = {
    ".csv": ("csv", csv_file.read),
    ".json": ("json", json_file.read),
    ".jsonl": ("jsonl", json_lines.read),
    ".ndjson": ("jsonl", json_lines.read),
    ".tsv": ("csv", csv_file.read),
}
"""File-name suffix → (name of the format, its reader)."""
