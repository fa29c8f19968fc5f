"""Expressions mean the same on every library that they are built for: polars itself, narwhals over polars, narwhals over duckdb."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import narwhals as nw
import polars as pl
import pytest

from govaudit import frames as fr
from govaudit.engine.backends import Backend, DuckDB, Polars

NOON = dt.datetime(2021, 9, 17, 12, 30, 59)
TABLE = pl.DataFrame(
    {
        "row": [1, 2, 3, 4],
        "yes": [True, False, None, True],
        "no": [False, False, False, None],
        "n": [1, None, 3, -4],
        "m": [2, 2, None, 2],
        "x": [0.125, 1.5, None, -2.75],
        "text": ["关于公开的通知", "a.c", None, ""],
        "many": [["甲", "乙"], [], None, ["乙"]],
        "at": [NOON, None, dt.datetime(2021, 1, 1), dt.datetime(2021, 12, 31, 23, 59)],
        "day": [NOON.date(), None, dt.date(2021, 1, 1), dt.date(2021, 12, 31)],
    },
    schema_overrides={"n": pl.Int64, "m": pl.Int64, "many": pl.List(pl.String), "at": pl.Datetime("us"), "day": pl.Date},
)
yes, no, n, m, x, text, many, at, day = (fr.col(name) for name in TABLE.columns[1:])

#: An expression for every word, and what it gives, row by row.
WORDS: dict[str, tuple[fr.Expr, list[object]]] = {
    "and": (yes & no, [False, False, False, None]),
    "or": (yes | no, [True, False, None, True]),
    "not": (~yes, [False, True, None, False]),
    "equal": (n == 3, [False, None, True, False]),
    "unequal": (n != m, [True, None, None, True]),
    "less": (n < m, [True, None, None, True]),
    "at most": (n <= 1, [True, None, False, True]),
    "more": (n > 1, [False, None, True, False]),
    "at least": (n >= m, [False, None, None, False]),
    "blank": (text.is_null(), [False, False, True, False]),
    "one of": (n.is_in([1, 3]), [True, None, True, False]),
    "sum of two": (n + 1, [2, None, 4, -3]),
    "difference": (n - m, [-1, None, None, -6]),
    "product": (n * 2, [2, None, 6, -8]),
    "quotient": (x / 2, [0.0625, 0.75, None, -1.375]),
    "rounded": (x.round(0), [0.0, 2.0, None, -3.0]),
    "later": (at + dt.timedelta(days=1), [NOON + dt.timedelta(days=1), None, dt.datetime(2021, 1, 2), dt.datetime(2022, 1, 1, 23, 59)]),
    "to the minute": (at.truncate("1m"), [NOON.replace(second=0), None, dt.datetime(2021, 1, 1), dt.datetime(2021, 12, 31, 23, 59)]),
    "day of a moment": (at.cast(fr.DATE), [NOON.date(), None, dt.date(2021, 1, 1), dt.date(2021, 12, 31)]),
    "midnight of a day": (day.cast(fr.DATETIME), [dt.datetime(2021, 9, 17), None, dt.datetime(2021, 1, 1), dt.datetime(2021, 12, 31)]),
    "has text": (text.contains_text("公开"), [True, False, None, False]),
    "has literal text": (text.contains_text("."), [False, True, None, False]),
    "matches": (text.matches("^a.c$"), [False, True, None, False]),
    "has item": (many.contains_item("乙"), [True, False, None, True]),
    "items": (many.items().cast(fr.INT64), [2, 0, None, 1]),
    "another word": (text.word("str.len_chars").cast(fr.INT64), [7, 3, None, 0]),
    "constant": (fr.lit("甲"), ["甲"] * 4),
    "constant null": (fr.lit(None, fr.DATE), [None] * 4),
    "choice": (fr.when(yes).then(fr.lit(1, fr.INT8)).otherwise(fr.lit(0, fr.INT8)), [1, 0, 0, 1]),
    "half a choice": (fr.when(yes).then(n), [1, None, None, -4]),
    "least": (fr.min_horizontal(n, m), [1, 2, 3, -4]),
    "greatest": (fr.max_horizontal(n, m), [2, 2, 3, 2]),
    "joined": (fr.concat_str([text, fr.when(yes).then(fr.lit("甲"))], separator="、"), ["关于公开的通知、甲", "a.c", "", "、甲"]),
}


class Both(Polars):
    """Polars spoken to through narwhals."""

    def put(self, frame: pl.DataFrame) -> fr.LazyFrame:
        """Wrap twice."""
        return fr.LazyFrame(nw.from_native(frame.lazy()), fr.NARWHALS)

    def get(self, frame: fr.LazyFrame) -> pl.DataFrame:
        """Collect what is inside."""
        found: pl.DataFrame = frame.native.to_native().collect()
        return found


@pytest.fixture(params=[Polars, Both, DuckDB])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Open each engine."""
    if request.param is DuckDB:
        pytest.importorskip("duckdb")
    opened: Backend = request.param()
    return opened


@pytest.mark.parametrize("word", WORDS)
def test_words_mean_the_same(word: str, backend: Backend) -> None:
    """Every word gives what it says, nulls included."""
    expression, expected = WORDS[word]
    got = backend.get(backend.put(TABLE).select("row", answer=expression)).sort("row")["answer"].to_list()

    assert expected == got


QUERIES: dict[str, tuple[Callable[[fr.LazyFrame], fr.LazyFrame], dict[str, list[object]]]] = {
    "filter": (lambda frame: frame.filter(yes | no).select("row"), {"row": [1, 4]}),
    "filter any": (lambda frame: frame.filter(fr.any_horizontal(yes, n == 3)).select("row"), {"row": [1, 3, 4]}),
    "totals": (
        lambda frame: frame.totals("m", row=fr.col("row").min(), n=n.sum().cast(fr.INT64)),
        {"m": [2, None], "row": [1, 3], "n": [-3, 3]},
    ),
    "totals of all": (lambda frame: frame.select(rows=fr.length().cast(fr.INT64), row=fr.col("row").min()), {"rows": [4], "row": [1]}),
    "head": (lambda frame: frame.sort("row").head(2).select("row"), {"row": [1, 2]}),
    "items": (lambda frame: frame.select("row", "many").filter(fr.col("row") == 1).explode("many"), {"row": [1, 1], "many": ["甲", "乙"]}),
    "join": (
        lambda frame: frame.select("row", "n").join(frame.select(fr.col("row").alias("on"), fr.col("text")), left_on="n", right_on="on", how="left"),
        {"row": [1, 2, 3, 4], "n": [1, None, 3, -4], "text": ["关于公开的通知", None, None, None]},
    ),
    "columns": (
        lambda frame: frame.with_columns(n.alias("k"), z=m).drop([name for name in TABLE.columns if name != "row"]),
        {"row": [1, 2, 3, 4], "k": [1, None, 3, -4], "z": [2, 2, None, 2]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_queries_give_the_same(query: str, backend: Backend) -> None:
    """Every query gives the same rows and columns."""
    make, expected = QUERIES[query]
    got = backend.get(make(backend.put(TABLE))).sort("row")

    assert expected == got.to_dict(as_series=False)


def test_columns_are_named(backend: Backend) -> None:
    """The columns of a query are known before it runs."""
    assert ["row", "k"] == backend.put(TABLE).select("row", k=n).columns


def test_an_expression_is_built_for_each_library() -> None:
    """What was built for one library is not handed to the other."""
    expression = n + 1

    assert isinstance(expression.on(fr.POLARS), pl.Expr)
    assert isinstance(expression.on(fr.NARWHALS), nw.Expr)
    assert isinstance(expression.on(fr.POLARS), pl.Expr)
