"""The office's own workbook handed back: cells coloured by what was found, comments that say why, and a page of all findings in front."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from govaudit.errors import Place, Problem, SourceError, UsageError
from govaudit.reports.marking.book import Book
from govaudit.reports.marking.comments import add_comments
from govaudit.reports.marking.gather import COLORS, Gathered, Mark, can_be_marked, gather, word_of
from govaudit.reports.marking.package import Package
from govaudit.reports.marking.page import Cell, PageWriter
from govaudit.reports.marking.sheet import Cell as Spot
from govaudit.reports.marking.sheet import SheetPart
from govaudit.reports.marking.styles import Look, Styles
from govaudit.reports.phrases import as_of_told, sums, verdict
from govaudit.reports.wording import listed, say

if TYPE_CHECKING:
    from govaudit.reports import Options
    from govaudit.results import Audit

#: The most comments in a workbook: with more, spreadsheets take minutes to open it. The cells are coloured all the same.
COMMENTS = 5_000
_WIDTHS = (8, 11, 56, 36, 20, 18, 40)
_HEADS = ("number", "kind", "problem", "basis", "place", "unit", "remedy")
_SHADES = {"head": "1F3864", "link": "0563C1"}


def books(audit: Audit) -> list[str]:
    """Return the workbooks that can be handed back.

    Raises:
        UsageError: there is none.
    """
    paths = list(dict.fromkeys(one.path for one in audit.run.inputs))
    found = [path for path in paths if can_be_marked(path)]
    if not found:
        named = listed(paths) or say("report.inputs.none")
        raise UsageError(Problem(found=say("marked.none", paths=named), expected=say("marked.none.expected"), hint=say("marked.none.hint")))
    return found


def render(audit: Audit, options: Options) -> bytes:
    """Render the one workbook of the audit, or that which the options name.

    Raises:
        UsageError: none or several can be marked, or its bytes cannot be had.
        SourceError: its parts are not what they should be.
    """
    found = books(audit)
    path = options.book or found[0]
    if len(found) > 1 and not options.book:
        raise UsageError(Problem(found=say("marked.several", n=len(found), paths=listed(found)), hint=say("marked.several.hint")))
    if options.original is None:
        raise UsageError(Problem(Place(path), say("marked.unread")))
    data = options.original(path)
    if sha256(data).hexdigest() != next(one.sha256 for one in audit.run.inputs if one.path == path):
        raise SourceError(Problem(Place(path), say("marked.changed"), hint=say("marked.changed.hint")))
    return _marked(audit, path, data)


def _marked(audit: Audit, path: str, data: bytes) -> bytes:
    package = Package(data, path)
    book = Book(package)
    if say("marked.page") in book.sheets:
        raise SourceError(Problem(Place(path, sheet=say("marked.page")), say("marked.twice"), hint=say("marked.twice.hint")))
    styles = Styles(package)
    found = gather(audit, path)
    told = _mark_sheets(package, book, styles, found)
    book.add_front(say("marked.page"), _page(audit, found, styles, told))
    styles.save()
    return package.written()


def _mark_sheets(package: Package, book: Book, styles: Styles, found: Gathered) -> tuple[int, int]:
    """Mark every sheet; return how many cells have a comment, and how many would."""
    kinds = list(COLORS)
    spots = [(kinds.index(one.kind), sheet, spot) for sheet, marks in found.marks.items() for spot, one in marks.items() if one.number]
    chosen = {(sheet, spot) for _, sheet, spot in sorted(spots)[:COMMENTS]}
    for sheet, part in book.sheets.items():
        if part not in package or "/chartsheets/" in f"/{part}" or "/dialogsheets/" in f"/{part}":
            continue
        marks: dict[Spot, Mark] = found.marks.get(sheet, {})
        page = SheetPart(package.part(part), {row for row, _ in marks})
        page.unselect()
        done = page.mark({spot: COLORS[one.kind] for spot, one in marks.items()}, styles.colored)
        texts = {spot: one.comment() for spot, one in marks.items() if spot in done and (sheet, spot) in chosen}
        add_comments(package, part, page, texts, say("marked.author"))
        package.put(part, page.done())
    return len(chosen), len(spots)


def _page(audit: Audit, found: Gathered, styles: Styles, told: tuple[int, int]) -> bytes:
    """Write the page in front: what was judged, the sums, the colours, what could not be shown, and the list."""
    writer = PageWriter(_WIDTHS)
    plain = styles.own(Look())
    writer.line(say("marked.title"), styles.own(Look(bold=True, size=16)), 28)
    packs = listed(pack.title for pack in audit.run.packs)
    writer.line(say("marked.about", packs=packs, as_of="".join(as_of_told(audit.run))), plain)
    writer.line(say("marked.sums", n=audit.subjects, sums=listed(say("report.mark", word=one.word, n=n) for _, one, n in sums(audit))), plain)
    writer.line(verdict(audit), styles.own(Look(bold=True)))
    for note in _notes(found, told):
        writer.line(note, plain)
    legend = [kind for kind in COLORS if kind != "error"]
    writer.row([Cell(word_of(kind), styles.own(Look(color=COLORS[kind], centered=True, framed=True))) for kind in legend], 20)
    writer.head([say(f"marked.head.{name}") for name in _HEADS], styles.own(Look(color=_SHADES["head"], ink="FFFFFF", bold=True, centered=True, framed=True)))
    cell, middle = styles.own(Look(framed=True)), styles.own(Look(framed=True, centered=True))
    link = styles.own(Look(framed=True, ink=_SHADES["link"], underlined=True))
    for number, line in enumerate(found.listed(), 1):
        kind = styles.own(Look(color=COLORS[line.kind], framed=True, centered=True))
        texts = [Cell(line.problem, cell), Cell(line.basis, cell), Cell(line.place, link if line.link else cell, line.link)]
        writer.row([Cell(str(number), middle), Cell(word_of(line.kind), kind), *texts, Cell(line.unit, cell), Cell(line.remedy, cell)])
    return writer.xml()


def _notes(found: Gathered, told: tuple[int, int]) -> list[str]:
    """Return what the reader must know beside the list: how to read the colours, and everything that is not shown."""
    notes = [say("marked.note.colors")]
    if found.elsewhere:
        named = listed(say("marked.note.elsewhere.one", path=name, n=number) for name, number in found.elsewhere.items())
        notes.append(say("marked.note.elsewhere", n=sum(found.elsewhere.values()), named=named))
    if found.cut:
        notes.append(say("marked.note.cut", total=found.total, shown=found.total - found.cut))
    if told[1] > told[0]:
        notes.append(say("marked.note.comments", total=told[1], shown=told[0]))
    return notes
