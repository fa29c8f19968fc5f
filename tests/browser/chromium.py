"""A browser of one's own: Chromium without a window, with an empty profile, that tells what it logs and what it asks the network for."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.needs import program

_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-prefers-reduced-motion",
)


@contextmanager
def chromium(profile: Path) -> Iterator[Chrome]:
    """Start Chromium with an empty profile, and end it."""
    options = ChromeOptions()
    options.binary_location = program("chromium", "chromium-browser", "google-chrome")
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options, Service(program("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def logged(driver: Chrome) -> list[str]:
    """Return what the page has logged since this was last asked, errors and refusals among them."""
    return [entry["message"] for entry in _entries(driver, "browser")]


def requested(driver: Chrome) -> list[str]:
    """Return the addresses asked for since this was last asked."""
    messages = [json.loads(entry["message"])["message"] for entry in _entries(driver, "performance")]
    return [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]


def _entries(driver: Chrome, kind: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = driver.get_log(kind)  # type: ignore[no-untyped-call]
    return entries


def command(driver: Chrome, name: str, **parameters: Any) -> dict[str, Any]:
    """Give the browser a command of its debugging protocol."""
    answer: dict[str, Any] = driver.execute_cdp_cmd(name, parameters)
    return answer


def narrow(driver: Chrome, width: int) -> None:
    """Make the page as wide as a phone's."""
    command(driver, "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=True)


def printed(driver: Chrome) -> bytes:
    """Return the page as it is printed, as PDF."""
    return base64.b64decode(command(driver, "Page.printToPDF", preferCSSPageSize=True)["data"])
