"""The page put together: the templates filled from an audit, with the style sheet and the script in it and a policy that lets no other script run."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter, defaultdict
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from govaudit.reports.page import sections
from govaudit.reports.page.chart import bars, in_words, state_bar, timeline
from govaudit.reports.page.listing import CAP, Listing, listing, title_of
from govaudit.reports.page.tally import MARKS, Tally, tally, told
from govaudit.reports.phrases import as_of_told, rejects_told, verdict
from govaudit.reports.wording import clip, say, visible
from govaudit.states import State

if TYPE_CHECKING:
    from jinja2 import Environment

    from govaudit.reports import Options
    from govaudit.results import Audit

#: The most characters of what names a bar, or a choice of a filter.
NAME = 80


def render(audit: Audit, options: Options) -> str:
    """Render the audit as one HTML file that asks for nothing from outside."""
    environment = _environment()
    style, script, early = (_source(environment, name) for name in ("page.css", "page.js", "early.js"))
    found = listing(audit, CAP if options.limit is None else options.limit)
    return environment.get_template("page.html.j2").render(
        audit=audit,
        run=audit.run,
        style=style,
        script=script,
        early=early,
        policy=_policy(style, early, script),
        found=found,
        **_overview(audit, found),
        **_tables(audit, options),
    )


def _overview(audit: Audit, found: Listing) -> dict[str, Any]:
    counts, counted = sections.counts_by_mark(audit), tally(audit)
    units = (
        (clip(unit or say("report.unit.none"), NAME), "", _value(found.units, unit or ""), numbers)
        for unit, numbers in sorted(counted.units.items(), key=lambda one: one[0] is None)
    )
    packs = ((clip(title_of(audit, pack), NAME), "", "", numbers) for pack, numbers in counted.packs.items())
    clauses = (
        (clip(counted.cited[key].place, NAME), clip(counted.cited[key].duty, NAME), _value(found.clauses, key), _fails(numbers))
        for key, numbers in counted.clauses.items()
    )
    return {
        "counts": counts,
        "verdict": verdict(audit),
        "as_of": "".join(as_of_told(audit.run)),
        "states": state_bar(counts),
        "units": bars(units, "page.chart.rest.units"),
        "packs": bars(packs, "page.chart.rest.packs") if len(audit.run.packs) > 1 else [],
        "clauses": bars(clauses, "page.chart.rest.clauses"),
        "columns": timeline(counted.months, audit.run.as_of.year * 12 + audit.run.as_of.month - 1),
        "undated": counted.undated,
        "unit_choices": [
            (number, clip(unit or say("report.unit.none"), NAME)) for unit, number in sorted(found.units.items(), key=lambda one: (not one[0], one[0]))
        ],
        "clause_choices": _clause_choices(audit, counted, found.clauses),
    }


def _tables(audit: Audit, options: Options) -> dict[str, Any]:
    return {
        "coming": sections.coming(audit, options.limit),
        "open": sections.open_points(audit, options.limit),
        "manual": sections.to_attest(audit, options.limit),
        "checked": list(sections.checked(audit)),
        "rejects": sections.rejects(audit, options.limit),
        "rejects_sum": rejects_told(audit),
        "attestations": sections.attestations(audit),
        "files": sorted({(one.path, one.sha256) for one in audit.run.inputs}),
        "choices": list(sections.choices(audit)),
    }


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def shown(value: object) -> object:
        """Write what acts on a page's text or is not seen, such as marks of direction, as its escape; what the templates made stays."""
        return value if isinstance(value, Markup) else visible(str(value))

    environment = Environment(
        loader=PackageLoader("govaudit.reports.page", "templates"),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(say=say, told=told, marks=MARKS, in_words=in_words)
    return environment


def _source(environment: Environment, name: str) -> Any:
    """Return the text of a style sheet or script, with the line ends by which a browser will take its hash."""
    from markupsafe import Markup

    assert environment.loader is not None  # noqa: S101 - given above
    text, _, _ = environment.loader.get_source(environment, name)
    return Markup("\n" + "\n".join(text.splitlines()) + "\n")  # noqa: S704 - our own file, nothing of a record is in it


def _policy(style: str, *scripts: str) -> str:
    """Return the policy: nothing is fetched, no form is sent, and only the style sheet and scripts of these hashes are used."""
    allowed = " ".join(map(_hash, scripts))
    return f"default-src 'none'; style-src {_hash(style)}; script-src {allowed}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _value(numbers: dict[Any, int], key: Any) -> str:
    return str(numbers[key]) if key in numbers else ""


def _fails(numbers: Counter[str]) -> Counter[str]:
    return Counter({key: number for key, number in numbers.items() if key.startswith(f"{State.FAIL}.")})


def _clause_choices(audit: Audit, counted: Tally, numbers: dict[tuple[str, str], int]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the clauses of the filter by notice, in the order of the rules."""
    grouped: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, clause in counted.cited.items():
        if key in numbers:
            grouped[key[0]].append((numbers[key], clip(f"{clause.place} {clause.duty}", NAME)))
    return [(clip(title_of(audit, pack), NAME), choices) for pack, choices in grouped.items()]
