"""Where an audit runs: polars in this process, duckdb, or Spark. One interface: put a table there, get a small one back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from govaudit import frames as fr
from govaudit.errors import EngineError, Problem, UsageError

if TYPE_CHECKING:
    import polars as pl


class Backend(Protocol):
    """An engine that holds tables and evaluates expressions over them; a lasting one can be asked also after it was closed."""

    name: str
    lasting: bool

    def put(self, frame: pl.DataFrame) -> fr.LazyFrame:
        """Make a polars table available on the engine."""

    def get(self, frame: fr.LazyFrame) -> pl.DataFrame:
        """Evaluate a query and bring its result back; moments come without zone."""

    def keep(self, frame: fr.LazyFrame) -> fr.LazyFrame:
        """Evaluate once what several queries start from."""

    def count(self, frame: fr.LazyFrame, wanted: Mapping[str, Sequence[int]], blank: Sequence[str]) -> dict[str, int]:
        """Count rows (`rows`), how often each column holds each wanted value (`<column>=<value>`), and how often others are null (`<column>?`)."""

    def close(self) -> None:
        """Give the engine's resources back."""


class Polars:
    """The default: embedded, in memory."""

    name = "polars"
    lasting = True

    def put(self, frame: pl.DataFrame) -> fr.LazyFrame:
        """Wrap the table."""
        return fr.in_polars(frame)

    def get(self, frame: fr.LazyFrame) -> pl.DataFrame:
        """Collect."""
        found: pl.DataFrame = frame.native.collect()
        return found

    def keep(self, frame: fr.LazyFrame) -> fr.LazyFrame:
        """Collect and wrap again."""
        return self.put(self.get(frame))

    def count(self, frame: fr.LazyFrame, wanted: Mapping[str, Sequence[int]], blank: Sequence[str]) -> dict[str, int]:
        """Count natively: building thousands of portable expressions would take longer than counting."""
        import polars as pl

        exprs = [(pl.col(name) == value).sum().alias(f"{name}={value}") for name, values in wanted.items() for value in values]
        exprs += [pl.col(name).is_null().sum().alias(f"{name}?") for name in blank]
        return _row(frame.native.select(pl.len().alias("rows"), *exprs).collect())

    def close(self) -> None:
        """Nothing to give back."""


def portable_count(backend: Backend, frame: fr.LazyFrame, wanted: Mapping[str, Sequence[int]], blank: Sequence[str]) -> dict[str, int]:
    """Count with expressions that every engine knows."""

    def total(flag: fr.Expr) -> fr.Expr:
        return fr.when(flag).then(fr.lit(1)).otherwise(fr.lit(0)).sum()

    exprs = {f"{name}={value}": total(fr.col(name) == value) for name, values in wanted.items() for value in values}
    exprs |= {f"{name}?": total(fr.col(name).is_null()) for name in blank}
    return _row(backend.get(frame.select(rows=fr.length(), **exprs)))


def _portable(native: Any) -> fr.LazyFrame:
    """Wrap a table of another engine; narwhals turns our words into the engine's."""
    import narwhals as nw

    return fr.LazyFrame(nw.from_native(native), fr.NARWHALS)


def _row(frame: pl.DataFrame) -> dict[str, int]:
    return {name: int(value or 0) for name, value in frame.row(0, named=True).items()}


class DuckDB:
    """In this process, with spilling to disk."""

    name = "duckdb"
    lasting = False

    def __init__(self) -> None:
        """Open a database in memory."""
        try:
            import duckdb
        except ImportError:
            raise missing_extra("duckdb") from None
        self._connection = duckdb.connect(":memory:")
        self._connection.execute("SET TimeZone = 'UTC'")
        self._count = 0

    def put(self, frame: pl.DataFrame) -> fr.LazyFrame:
        """Register the table's Arrow data under a name of its own."""
        self._count += 1
        name = f"t{self._count}"
        self._connection.register(name, frame.to_arrow())
        return _portable(self._connection.table(name))

    def get(self, frame: fr.LazyFrame) -> pl.DataFrame:
        """Collect through Arrow."""
        return plain(frame.native.collect("polars").to_native())

    def keep(self, frame: fr.LazyFrame) -> fr.LazyFrame:
        """Write a temporary table."""
        self._count += 1
        name = f"k{self._count}"
        frame.native.to_native().create(name)
        return _portable(self._connection.table(name))

    def count(self, frame: fr.LazyFrame, wanted: Mapping[str, Sequence[int]], blank: Sequence[str]) -> dict[str, int]:
        """Count in one query."""
        return portable_count(self, frame, wanted, blank)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


class Spark:
    """PySpark: a session that is already there, or a local one."""

    name = "spark"
    lasting = False

    def __init__(self) -> None:
        """Get or start a session; its clock is set to UTC so that moments stay as written."""
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise missing_extra("spark") from None
        builder = SparkSession.builder
        for key, value in _SPARK_LOCAL.items():
            builder = builder.config(key, value)
        session = SparkSession.getActiveSession()
        self._session: Any = session if session is not None else builder.master("local[2]").getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")
        self._session.conf.set("spark.sql.session.timeZone", "UTC")
        self._kept: list[Any] = []

    def put(self, frame: pl.DataFrame) -> fr.LazyFrame:
        """Create a data frame from the table's Arrow data."""
        return _portable(self._session.createDataFrame(frame.to_arrow()))

    def get(self, frame: fr.LazyFrame) -> pl.DataFrame:
        """Collect through Arrow."""
        import polars as pl

        return plain(pl.DataFrame(pl.from_arrow(frame.native.to_native().toArrow())))

    def keep(self, frame: fr.LazyFrame) -> fr.LazyFrame:
        """Cache."""
        cached = frame.native.to_native().cache()
        self._kept.append(cached)
        return _portable(cached)

    def count(self, frame: fr.LazyFrame, wanted: Mapping[str, Sequence[int]], blank: Sequence[str]) -> dict[str, int]:
        """Count in one query."""
        return portable_count(self, frame, wanted, blank)

    def close(self) -> None:
        """Drop what was cached; the session stays, it may be shared."""
        for cached in self._kept:
            cached.unpersist()


#: What a session of our own is started with; one that is there already keeps its own settings.
_SPARK_LOCAL: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # A hundred rules make plans of thousands of expressions over few rows: here planning and generating code take longer than running.
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Take the zone off moments that an engine has put on."""
    import polars as pl

    zoned = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Datetime) and (kind.time_zone or kind.time_unit != "us")]
    return frame.with_columns(
        pl.col(name).dt.convert_time_zone("UTC").dt.replace_time_zone(None).cast(pl.Datetime("us"))
        if _zoned(frame, name)
        else pl.col(name).cast(pl.Datetime("us"))
        for name in zoned
    )


def _zoned(frame: pl.DataFrame, name: str) -> bool:
    return bool(getattr(frame.schema[name], "time_zone", None))


def missing_extra(engine: str) -> EngineError:
    """Return the error for an engine whose library is not installed."""
    extra = {"duckdb": "duckdb", "spark": "spark"}[engine]
    return EngineError(Problem(found=f"没有安装 {engine} 引擎", hint=f"请执行 pip install 'govaudit[{extra}]'"))


BACKENDS: Mapping[str, Callable[[], Backend]] = {"polars": Polars, "duckdb": DuckDB, "spark": Spark}


def open_backend(name: str) -> Backend:
    """Open an engine by its name.

    Raises:
        UsageError: no such engine.
        EngineError: its library is not installed.
    """
    if name not in BACKENDS:
        raise UsageError(Problem(found=f"没有引擎 {name}", expected="、".join(BACKENDS)))
    return BACKENDS[name]()
