"""The web page in Chromium: filters, search, keyboard, print, phone, without scripts, and with records that would like to run."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

from tests.browser.chromium import command, logged, narrow, printed, requested
from tests.browser.conftest import Open
from tests.needs import program
from tests.reports.cases import AUDITS
from tests.reports.html_page import ACTIVE

pytestmark = pytest.mark.browser
PAGES = (*AUDITS, "active")


def shown(driver: Chrome) -> list[str]:
    """Return the records of the findings that are not filtered away, in their order."""
    return [(one.get_attribute("textContent") or "").split()[0] for one in driver.find_elements(By.CSS_SELECTOR, ".g:not([hidden]) .f:not([hidden]) .name")]


def told(driver: Chrome) -> str:
    """Return what is announced of the filters."""
    return driver.find_element(By.ID, "shown").text


def choose(driver: Chrome, name: str, start: str) -> None:
    """Choose in a list what begins so."""
    choice = Select(driver.find_element(By.ID, name))
    choice.select_by_visible_text(next(one.text for one in choice.options if one.text.startswith(start)))


def search(driver: Chrome, words: str) -> None:
    """Search for words, and wait until the page has searched."""
    field = driver.find_element(By.ID, "search")
    field.clear()
    field.send_keys(words, Keys.ENTER)
    time.sleep(0.2)


def box(driver: Chrome, mark: str) -> WebElement:
    """Return the box of a state."""
    return driver.find_element(By.CSS_SELECTOR, f"input[value='{mark}']")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_logged_or_asked_for(open_page: Open, name: str) -> None:
    """A page opens without an error or a refusal, and asks for nothing but itself."""
    driver = open_page(name)

    assert [] == logged(driver)
    assert [driver.current_url] == [address for address in requested(driver) if address != "about:blank"]


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_need_not_scroll_sideways(open_page: Open, name: str) -> None:
    """At 360 pixels nothing stands out to the side, folded or not."""
    driver = open_page(name)
    narrow(driver, 360)
    for button in driver.find_elements(By.CSS_SELECTOR, "#do-unfold"):
        button.click()

    assert 360 >= driver.execute_script("return document.documentElement.scrollWidth")


def test_filters(open_page: Open) -> None:
    """Unit, clause, force and state each leave what fits, together what fits all; how many is announced."""
    driver = open_page("canonical")

    assert "显示 30 项,共 30 项" == told(driver)
    choose(driver, "unit", "民政办")
    assert ["LY-2021-0113", "LY-2021-0207", "LY-2021-2790"] == shown(driver)
    assert "显示 3 项,共 30 项;筛选:单位“民政办”" == told(driver)
    box(driver, "pending").click()
    assert ["LY-2021-2790"] == shown(driver)
    assert "显示 1 项,共 30 项;筛选:单位“民政办”,状态“未到期”" == told(driver)
    box(driver, "fail.error").click()
    assert ["LY-2021-0113", "LY-2021-0207", "LY-2021-2790"] == shown(driver)
    driver.find_element(By.ID, "do-reset").click()
    assert 30 == len(shown(driver))
    choose(driver, "clause", "附表2第26行")
    assert ["2021"] == shown(driver)
    driver.find_element(By.ID, "do-reset").click()
    choose(driver, "force", "要点鼓励")
    assert ["JD-08"] == shown(driver)
    choose(driver, "unit", "民政办")
    assert [] == shown(driver)
    assert driver.find_element(By.ID, "none").is_displayed()


def test_search(open_page: Open) -> None:
    """All words must be there, whatever their width and case, in the finding or in its rule."""
    driver = open_page("canonical")
    search(driver, "ly-2021 低保")
    assert ["LY-2021-0113"] == shown(driver)
    search(driver, "LY-2021 10 个工作日 财政所")
    assert ["LY-2021-2801"] == shown(driver)
    search(driver, "DX21-T26.1")
    assert ["2021"] == shown(driver)
    search(driver, "<b>没有这样的")
    assert [] == shown(driver)
    assert "筛选:搜索“<b>没有这样的”" in told(driver)


def test_charts_lead_to_their_findings(open_page: Open) -> None:
    """A click on a state or on a unit of the charts filters the list by it."""
    driver = open_page("canonical")
    driver.find_element(By.CSS_SELECTOR, ".tiles a[data-value='manual']").click()
    assert 2 == len(shown(driver))
    link = driver.find_element(By.LINK_TEXT, "村镇建设办")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
    link.click()
    assert ["LY-2021-0305"] == shown(driver)
    assert not box(driver, "manual").is_selected()


def test_keyboard(open_page: Open) -> None:
    """The first key leads past the head; a finding is opened and closed by keys, and says which it is."""
    driver = open_page("canonical")
    driver.switch_to.active_element.send_keys(Keys.TAB)
    assert "跳到正文" == driver.switch_to.active_element.text
    assert driver.switch_to.active_element.rect["x"] >= 0
    button = driver.find_element(By.CSS_SELECTOR, ".f .t")
    body = driver.find_element(By.CSS_SELECTOR, ".f .b")
    assert ("false", False) == (button.get_attribute("aria-expanded"), body.is_displayed())
    button.send_keys(Keys.ENTER)
    assert ("true", True) == (button.get_attribute("aria-expanded"), body.is_displayed())
    assert "solid" == button.value_of_css_property("outline-style")
    button.send_keys(Keys.SPACE)
    assert ("false", False) == (button.get_attribute("aria-expanded"), body.is_displayed())


def test_what_a_screen_reader_is_told(open_page: Open) -> None:
    """Charts have a name and a description, fields a label, and the number shown is announced by itself."""
    driver = open_page("canonical")
    nodes = command(driver, "Accessibility.getFullAXTree")["nodes"]
    named = {(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]}

    assert any(role == "image" and name.startswith("各状态的项数 合格 2806、违规 6") for role, name in named)
    assert any(role == "image" and name.startswith("期限落在什么时候 自 2021 年 8 月") for role, name in named)
    assert {("searchbox", "搜索"), ("combobox", "单位"), ("combobox", "条款"), ("search", "筛选"), ("checkbox", "违规 6")} <= named
    assert any(role == "status" for role, _ in named)
    assert [] == [role for role, name in named if role in ("button", "link", "combobox", "searchbox", "checkbox") and not name.strip()]


def test_an_address_opens_its_finding(open_page: Open) -> None:
    """A finding's own address opens the finding and the rule it stands under."""
    driver = open_page("canonical")
    name = driver.find_elements(By.CSS_SELECTOR, ".f")[5].get_attribute("id")
    driver.find_element(By.ID, "do-fold").click()
    driver.execute_script("location.hash = arguments[0]", name)
    time.sleep(0.2)

    assert driver.find_element(By.CSS_SELECTOR, f"#{name} .b").is_displayed()


def text_of(pdf: bytes, folder: Path) -> str:
    """Return the text of a printed page."""
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    return subprocess.run([program("pdftotext"), "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


def test_print(open_page: Open, tmp_path: Path) -> None:
    """On paper all is unfolded and no control is left."""
    text = text_of(printed(open_page("canonical")), tmp_path)

    assert "店下镇人民政府政务公开核查报告" in text
    assert "1 / " in text
    for shown_ in ("417cac5efbb53ee3", "3a8573b72622f930", "涉密文件不上网", "2806 + 6 + 1 + 1 + 3 + 16 + 2 + 21 + 1 = 2857", "2021 年 11 月"):
        assert shown_ in text
    for control in ("清除筛选", "全部展开", "跳到正文", "列成表格"):
        assert control not in text


def test_print_what_is_chosen(open_page: Open, tmp_path: Path) -> None:
    """What is filtered away is not printed, and the choice is."""
    driver = open_page("canonical")
    choose(driver, "unit", "村镇建设办")
    text = text_of(printed(driver), tmp_path)

    assert "显示 1 项,共 30 项;筛选:单位“村镇建设办”" in text
    assert "LY-2021-0305" in text
    assert "LY-2021-0113" not in text


def test_without_scripts(open_page: Open, browser: Chrome) -> None:
    """Where scripts are switched off all is open to read, and there are no filters."""
    command(browser, "Emulation.setScriptExecutionDisabled", value=True)
    driver = open_page("canonical")

    assert all(one.is_displayed() for one in driver.find_elements(By.CSS_SELECTOR, ".b"))
    assert not driver.find_element(By.ID, "filter").is_displayed()
    assert driver.find_element(By.ID, "f-417cac5efbb53ee3").text.startswith("LY-2021-0113 关于低保申请进度的咨询")


@pytest.mark.parametrize("name", ["active", "hostile"])
def test_records_do_nothing(open_page: Open, name: str) -> None:
    """Whatever a record holds is text: filtered by, searched for, unfolded and chosen it runs nothing and asks for nothing."""
    driver = open_page(name)
    driver.find_element(By.ID, "do-unfold").click()
    for field in ("unit", "clause"):
        choice = Select(driver.find_element(By.ID, field))
        for number in range(len(choice.options))[:6]:
            choice.select_by_index(number)
    search(driver, ACTIVE[0])

    assert driver.execute_script("return [window.pwned, document.title.indexOf('49')]") == [None, -1]
    assert [] == logged(driver)
    assert [driver.current_url] == [address for address in requested(driver) if address != "about:blank"]


def test_active_values_are_read_as_text(open_page: Open) -> None:
    """What is shown of an active value is the value."""
    text = open_page("active").find_element(By.TAG_NAME, "body").get_attribute("textContent") or ""

    assert [] == [value for value in ACTIVE if value not in text]


def test_the_policy_is_in_force(open_page: Open) -> None:
    """Even a script that did get into the page would not be run."""
    driver = open_page("canonical")
    driver.execute_script("const s = document.createElement('script'); s.textContent = 'window.pwned = 1'; document.body.append(s)")
    driver.execute_script("document.body.insertAdjacentHTML('beforeend', '<img src=\"x:\" onerror=\"window.pwned = 1\">')")
    time.sleep(0.2)

    assert driver.execute_script("return window.pwned") is None
    assert any("Content Security Policy" in line for line in logged(driver))
