"""Plain aligned tables for the terminal; wide characters count double."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, chop_cells


def aligned(rows: Sequence[Sequence[str]], *, head: Sequence[str] = (), width: int = 100, indent: str = "") -> str:
    """Return rows in columns two spaces apart; the last column is wrapped to `width`."""
    every = [list(head), *map(list, rows)] if head else [list(row) for row in rows]
    if not every:
        return ""
    columns = len(every[0])
    widths = [max(cell_len(row[number]) for row in every) for number in range(columns - 1)]
    room = max(width - cell_len(indent) - sum(widths) - 2 * (columns - 1), 20)
    lines: list[str] = []
    for row in every:
        parts = chop_cells(row[-1], room) or [""]
        start = "".join(text + " " * (size - cell_len(text) + 2) for text, size in zip(row, widths, strict=False))
        lines.append((indent + start + parts[0]).rstrip())
        lines.extend((indent + " " * cell_len(start) + part).rstrip() for part in parts[1:])
    return "\n".join(lines) + "\n"
