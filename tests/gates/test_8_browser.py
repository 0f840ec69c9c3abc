"""Gate 8: a learner's way through J05.1 in a real browser, from the start page and back.

Pictures of it are kept in build/browser.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from labs.course.copies import copy_path, write_copies
from labs.course.lab import JupyterLab
from labs.course.units import Unit, find_unit
from labs.settings import ROOT, Settings
from tests.support.browser import NoBrowserError, chromium
from tests.support.notebooks import cell_of

PICTURES = ROOT / "build" / "browser"
UNIT = find_unit("J05.1")
expect.set_options(timeout=60_000)

FIRST_FIGURE, FIRST_CHECK = 8, 26
"""How many cells to run, from the first, to see these."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    try:
        with (
            chromium(tmp_path_factory.mktemp("browser")) as browser,
            browser.new_context(viewport={"width": 1280, "height": 900}) as context,
        ):
            yield context
    except NoBrowserError as error:
        if Settings().require_all:
            pytest.fail(f"No page was opened: {error}.")
        pytest.skip(f"No page was opened: {error}.")


@pytest.fixture(scope="module")
def lab(browser: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterLab]:
    """JupyterLab, as `labs lab` opens it, on copies of the start page and one unit."""
    folder = tmp_path_factory.mktemp("course")
    for source in (ROOT / "notebooks" / "start.ipynb", UNIT.path):
        copy = folder / source.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, copy)
    write_copies(folder / "work", folder)
    with JupyterLab.start(folder / "work", state=folder / "state", log=folder / "lab.log") as lab:
        yield lab


@pytest.fixture
def page(browser: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    with browser.new_page() as page:
        yield page
        picture(page, f"the last of {request.node.name}")


def test_a_check_fails_then_passes_and_a_figure_is_drawn(page: Page, lab: JupyterLab) -> None:
    page.goto(lab.url)
    link = page.get_by_role("link", name=UNIT.title).first
    expect(link).to_be_visible()
    picture(page, "1-start-page")
    link.click()
    unit = opened(page, UNIT.path.name)
    unit.get_by_role("heading", name=UNIT.title).click()
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()

    run_cells(page, FIRST_FIGURE)
    figure = unit.locator(".jp-OutputArea img").first
    expect(figure).to_be_in_viewport()
    assert figure.evaluate("image => image.complete && image.naturalWidth") > 300
    picture(page, "2-figure")

    run_cells(page, FIRST_CHECK - FIRST_FIGURE)
    expect(unit.get_by_text("✘ E1")).to_contain_text("not written yet, or written and not run.")
    expect(unit.get_by_text("Traceback")).to_have_count(0)
    judge = unit.locator(".jp-CodeCell", has_text="# Check E1: hits and misses add up")
    expect(judge).not_to_contain_text("zipf_reads")  # the check itself is folded
    picture(page, "3-check-fails")

    unit.locator(".cm-content", has_text="def read_page").click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(answer(UNIT, "E1-answer"))
    run_cells(page, 2)
    expect(unit.get_by_text("✔ E1")).to_have_count(1)
    expect(unit.get_by_text("✘")).to_have_count(0)
    picture(page, "4-check-passes")


def test_the_units_links_lead_to_the_start_page_and_its_feedback(
    page: Page, lab: JupyterLab
) -> None:
    copy = copy_path(UNIT, Path()).as_posix()
    page.goto(lab.url.replace("start.ipynb", copy))
    unit = opened(page, UNIT.path.name)
    unit.get_by_role("link", name="Start page").first.click()
    start = opened(page, "start.ipynb")
    feedback = start.get_by_role("heading", name="Feedback")
    expect(feedback).not_to_be_in_viewport()

    page.get_by_role("tab", name=UNIT.path.name).click()
    tell_us = unit.get_by_role("link", name="Tell us")
    scroll_to(page, unit, tell_us)
    picture(page, "5-end-of-the-unit")
    tell_us.click()
    opened(page, "start.ipynb")
    expect(feedback).to_be_in_viewport()
    picture(page, "6-feedback")


def opened(page: Page, name: str) -> Locator:
    """The notebook in front, which must have this file name."""
    expect(page.locator("#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current")).to_have_text(name)
    return page.locator(".jp-NotebookPanel:visible")


def run_cells(page: Page, number: int) -> None:
    """Run this many cells, from the one that is selected."""
    for _ in range(number):
        page.keyboard.press("Shift+Enter")


def scroll_to(page: Page, notebook: Locator, link: Locator) -> None:
    """JupyterLab makes the cells of a long notebook only when they come into view."""
    notebook.locator(".jp-Cell").first.hover()
    for _ in range(100):
        page.mouse.wheel(0, 2_000)
        page.wait_for_timeout(50)
        if link.count() and link.is_visible():
            break
    link.scroll_into_view_if_needed()


def answer(unit: Unit, name: str) -> str:
    """The reference answer, without the marks around it."""
    lines = cell_of(unit.read(), name).source.splitlines()
    return "\n".join(line for line in lines if "###" not in line)


def picture(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")
