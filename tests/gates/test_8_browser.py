"""Gate 8: a first evening in a real browser, from the address that `make lab` prints.

Start page, first unit, a check that fails and one that passes, `labs check` in the terminal, the
next unit. Pictures of it are in pytest's temporary folder, in `pictures`.
"""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat import NotebookNode
from playwright.sync_api import BrowserContext, Locator, Page, expect

from labs.course.cells import Role, role
from labs.course.copies import copy_path, write_copies
from labs.course.lab import JupyterLab
from labs.course.units import all_units
from labs.settings import ROOT
from tests.support.browser import chromium_or_skip

UNIT, NEXT = all_units()[:2]
CELLS = UNIT.read().cells
expect.set_options(timeout=60_000)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    with (
        chromium_or_skip(tmp_path_factory.mktemp("browser")) as browser,
        browser.new_context(viewport={"width": 1280, "height": 900}) as context,
    ):
        yield context


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of the start page and two units, with the learner's copies of them."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "labs", folder / "labs", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "data").symlink_to(ROOT / "data")
    for source in (
        *(ROOT / "nbgrader_config.py", ROOT / "notebooks" / "start.ipynb"),
        *(UNIT.path, NEXT.path),
    ):
        copy = folder / source.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, copy)
    write_copies(folder / "work", folder)
    return folder


@pytest.fixture(scope="module")
def lab(browser: BrowserContext, course: Path) -> Iterator[JupyterLab]:
    """JupyterLab, as `labs lab` opens it, for a user whose shell sets PATH anew.

    PYTHONPATH has the command work on this course.
    """
    (course / ".bashrc").write_text(f"export PATH=/usr/bin:/bin PYTHONPATH='{course}'\n")
    with pytest.MonkeyPatch.context() as environment:
        for name, value in (("HOME", str(course)), ("SHELL", shutil.which("bash") or "")):
            environment.setenv(name, value)
        environment.delenv("LABS_TEST", raising=False)  # a learner's JupyterLab has it not
        with JupyterLab.start(
            course / "work", state=course / "state", log=course / "lab.log"
        ) as lab:
            yield lab


@pytest.fixture
def page(browser: BrowserContext, pictures: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    with browser.new_page() as page:
        yield page
        page.screenshot(path=pictures / f"the last of {request.node.name}.png")


def test_a_first_evening(page: Page, lab: JupyterLab, course: Path, pictures: Path) -> None:
    def picture(name: str) -> None:
        page.screenshot(path=pictures / f"{name}.png")

    page.goto(lab.url)
    start = opened(page, "start.ipynb")
    begin = start.get_by_role("link", name=UNIT.title).first
    expect(begin).to_be_in_viewport()
    for words in ("Begin here", "in place of the three dots", "J02.1 is", "Exercises have stars"):
        shown = start.locator(".jp-RenderedMarkdown :is(p, li)", has_text=words).first
        expect(shown).to_be_in_viewport()
    picture("1-start-page")
    begin.click()
    unit = opened(page, UNIT.path.name)
    unit.get_by_role("heading", name=UNIT.title).click()
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()

    run_cells(page, first_figure())
    figure = unit.locator(".jp-OutputArea img").first
    expect(figure).to_be_in_viewport()
    assert figure.evaluate("image => image.complete && image.naturalWidth") > 300
    picture("2-figure")

    run_cells(page, first_check() - first_figure())
    expect(unit.get_by_text("✘ E1")).to_contain_text("not written yet, or written and not run.")
    expect(unit.get_by_text("Traceback")).to_have_count(0)
    expect(unit.locator(".jp-InputPlaceholder")).to_have_count(0)  # nothing that a click unfolds
    picture("3-check-fails")

    write_first_answer(page, unit)
    passed = unit.get_by_text("✔ E1").first
    expect(passed).to_be_visible()
    expect(unit.get_by_text("✘ E1")).to_have_count(0)
    # On a busy machine the text is there before its colour.
    expect(passed).not_to_have_css("color", re.compile(r"rgba?\(0, 0, 0\b.*"))
    red, green, blue = colour(passed)
    assert green > max(red, blue)
    picture("4-check-passes")

    await_saved(page)
    type_in_terminal(page, "labs check")
    marks = await_check(page, course)
    assert marks["E1"]["points"] > 0
    assert not marks["E2"]["written"]
    picture("5-terminal")

    page.get_by_role("tab", name=UNIT.path.name).click()
    scroll_to(page, unit, unit.get_by_role("link", name=NEXT.title))
    expect(unit.locator("code", has_text=f"labs check {UNIT.name}")).to_be_in_viewport()
    picture("6-end-of-the-unit")
    unit.get_by_role("link", name=NEXT.title).click()
    opened(page, NEXT.path.name)
    page.get_by_role("menuitem", name="File", exact=True).click()
    shut_down = page.locator(".lm-Menu").get_by_text("Close and Shut Down Notebook")
    expect(shut_down).to_be_visible()
    picture("7-next-unit")


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
    tell_us.click()
    opened(page, "start.ipynb")
    expect(feedback).to_be_in_viewport()


def first_figure() -> int:
    """How many cells to run, from the first, to see a figure."""
    return 1 + next(number for number, cell in enumerate(CELLS) if has_image(cell))


def first_check() -> int:
    """How many cells to run, from the first, to have an exercise checked."""
    return 1 + next(number for number, cell in enumerate(CELLS) if role(cell) is Role.TEST)


def first_answer() -> int:
    """The place of the answer that the first check calls."""
    return next(number for number, cell in enumerate(CELLS) if role(cell) is Role.ANSWER)


def has_image(cell: NotebookNode) -> bool:
    return any("image/png" in output.get("data", {}) for output in cell.get("outputs", []))


def write_first_answer(page: Page, unit: Locator) -> None:
    """Write the reference in its place, and run all up to its first check."""
    place = first_answer()
    lines = CELLS[place].source.splitlines()
    unit.locator(".cm-content", has_text=lines[0]).click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text("\n".join(line for line in lines if "###" not in line))
    run_cells(page, first_check() - place)


def colour(text: Locator) -> list[int]:
    """Red, green and blue of a text, as the page shows it."""
    shown = text.evaluate("element => getComputedStyle(element).color")
    return [int(part) for part in re.findall(r"\d+", shown)[:3]]


def await_saved(page: Page) -> None:
    """Until JupyterLab has saved by itself.

    Who saves by hand in that moment is asked which of the two to keep.
    """
    tab = page.locator("#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current")
    expect(tab).not_to_contain_class("jp-mod-dirty")


def type_in_terminal(page: Page, line: str) -> None:
    """Open one from the menus, as the start page says, and type the line there."""
    page.get_by_role("menuitem", name="File", exact=True).click()
    for name in ("New", "Terminal"):
        page.locator(".lm-Menu").get_by_text(name, exact=True).click()
    terminal = page.locator(".jp-Terminal:visible")
    expect(terminal).to_be_visible()
    terminal.click()
    page.keyboard.type(line)
    page.keyboard.press("Enter")


def await_check(page: Page, course: Path) -> dict[str, dict[str, float]]:
    """What `labs check` has kept of each exercise, once it has."""
    kept = course / "work" / ".flytower" / "progress.json"
    for _ in range(600):
        if kept.exists():
            marks: dict[str, dict[str, float]] = json.loads(kept.read_text())[UNIT.name][
                "exercises"
            ]
            return marks
        page.wait_for_timeout(100)
    return pytest.fail("`labs check` in the terminal has not checked the unit")


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
