"""Reading the ``holidays`` library: when it is imported, where its notices end, and what is refused."""

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import holidays
import pytest

from govaudit.calendar.china import china_calendar, read_calendar
from govaudit.errors import EngineError

LAST = max(holidays.country_holidays("CN").special_public_holidays)


def altered(alter: Callable[[Any], None]) -> ModuleType:
    """Make a library whose calendar of China is altered after it was built."""

    def country_holidays(*args: Any, **kwargs: Any) -> Any:
        entity = holidays.country_holidays(*args, **kwargs)
        alter(entity)
        return entity

    library = ModuleType("holidays")
    library.__dict__.update(__version__="9.9", country_holidays=country_holidays)
    return library


def with_notices(alter: Callable[[dict[int, Any]], object]) -> ModuleType:
    """Make a library with altered notices; nothing of the original is changed."""

    def alter_copy(entity: Any) -> None:
        entity.special_public_holidays = dict(entity.special_public_holidays)
        alter(entity.special_public_holidays)

    return altered(alter_copy)


def test_importing_the_package_does_not_import_holidays() -> None:
    """The library is paid for by those who count working days only."""
    code = "import sys, govaudit.calendar; print('holidays' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)

    assert "False\n" == run.stdout


def test_horizon_is_the_last_year_with_exchanges() -> None:
    """With the last notice taken away the calendar ends a year earlier, although the library still answers for that year."""
    library = with_notices(lambda notices: notices.pop(LAST))

    assert dt.date(LAST - 1, 12, 31) == read_calendar(library).horizon
    assert "国务院办公厅节假日安排(holidays 9.9)" == read_calendar(library).source


@pytest.mark.parametrize("entries", [((9, 3, "纪念日"),), (9, 3, "纪念日")], ids=["list", "single"])
def test_a_single_decreed_holiday_is_not_a_notice(entries: object) -> None:
    """A day off decreed early for a coming year does not make that year known."""
    library = with_notices(lambda notices: notices.update({LAST + 1: entries}))

    assert dt.date(LAST, 12, 31) == read_calendar(library).horizon


def without_notices(entity: Any) -> None:
    """Take the table of notices away, as another version might."""
    del entity.special_public_holidays


def with_a_list(entity: Any) -> None:
    """Give the notices in another shape."""
    entity.special_public_holidays = list(entity.special_public_holidays.items())


def without_make_up_days(entity: Any) -> None:
    """Keep the exchanges, but forget that weekends are worked for them."""
    entity.weekend_workdays = set()


def without_days_off(entity: Any) -> None:
    """Keep the exchanges, but forget that days are off for them."""
    entity.clear()


@pytest.mark.parametrize(
    ("library", "found"),
    [
        pytest.param(altered(without_notices), "special_public_holidays", id="no table"),
        pytest.param(altered(with_a_list), "AttributeError", id="another type"),
        pytest.param(altered(without_make_up_days), "调休前后不一致", id="make-up days missing"),
        pytest.param(altered(without_days_off), "调休前后不一致", id="days off missing"),
        pytest.param(with_notices(dict.clear), "缺少 2007 年的安排", id="empty table"),
        pytest.param(with_notices(lambda notices: notices.pop(2015)), "缺少 2015 年的安排", id="a gap"),
        pytest.param(with_notices(lambda notices: notices.update({2015: ()})), "IndexError", id="empty notice"),
        pytest.param(with_notices(lambda notices: notices.update({2015: ((1, 2, 1, 4, 2015, 0),)})), "ValueError", id="longer entry"),
        pytest.param(with_notices(lambda notices: notices.update({2015: ((1, 2),)})), "ValueError", id="shorter entry"),
        pytest.param(with_notices(lambda notices: notices.update({2015: (("1", "2", "1", "4"),)})), "TypeError", id="text"),
        pytest.param(ModuleType("holidays"), "holidays 版本不明", id="another library"),
    ],
)
def test_data_that_cannot_be_understood_are_refused(library: ModuleType, found: str) -> None:
    """Rather than guess, the error names the version, what was found, what was expected and what to do."""
    with pytest.raises(EngineError, match="应为:含 2007 年以来逐年调休安排") as caught:
        read_calendar(library)

    assert found in str(caught.value)


def test_missing_library_is_an_error_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library the error says what to install."""
    monkeypatch.setitem(sys.modules, "holidays", None)

    with pytest.raises(EngineError, match="缺少 holidays 库"):
        china_calendar.__wrapped__()
