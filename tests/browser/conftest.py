"""One browser for all tests of pages, and the pages as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import chromium, command, logged, requested
from tests.reports.html_page import page

#: Opens one of the pages: those of the audits that every format renders, and the one of active values.
Open = Callable[[str], Chrome]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser that lives as long as the tests."""
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pages are written."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture
def open_page(browser: Chrome, folder: Path) -> Iterator[Open]:
    """Open a page afresh, as wide as a screen, with nothing yet logged or asked for."""

    def opened(name: str) -> Chrome:
        path = folder / f"{name}.html"
        if not path.exists():
            path.write_text(page(name), encoding="utf-8")
        command(browser, "Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)
        logged(browser)
        requested(browser)
        browser.get("about:blank")
        browser.get(path.as_uri())
        return browser

    yield opened
    command(browser, "Emulation.setScriptExecutionDisabled", value=False)
