"""The file formats: each is one module that turns bytes into raw tables, and one line here."""

from __future__ import annotations

from govaudit.records.formats import csv_file, json_file, json_lines, parquet_file, workbook
from govaudit.records.raw import ChunkReader, Reader

READERS: dict[str, tuple[str, Reader]] = {
    ".csv": ("csv", csv_file.read),
    ".json": ("json", json_file.read),
    ".jsonl": ("jsonl", json_lines.read),
    ".ndjson": ("jsonl", json_lines.read),
    ".ods": ("ods", workbook.read),
    ".parquet": ("parquet", parquet_file.read),
    ".tsv": ("csv", csv_file.read),
    ".xls": ("xls", workbook.read),
    ".xlsb": ("xlsb", workbook.read),
    ".xlsm": ("xlsm", workbook.read),
    ".xlsx": ("xlsx", workbook.read),
}
"""File-name suffix → (name of the format, its reader)."""

CHUNKED: dict[str, ChunkReader] = {"csv": csv_file.chunks, "jsonl": json_lines.chunks, "parquet": parquet_file.chunks}
"""Name of a format → the reader that takes files of it piece by piece, so that they may be larger than memory."""
