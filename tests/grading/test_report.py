"""What a teacher is told: all of it, the important first, and nothing of it as a command."""

import io
import json
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from labs.grading.journal import Graded
from labs.grading.page import as_page
from labs.grading.report import Report, plain

HOSTILE = "[red]x[/]<script>a()"
NASTY = "cell 3: \x1b[2J\x1b]0;title\x07 <img src=x onerror=a()>\r\n[bold]b[/] \u202eback"


def graded(student: str, points: float = 5, **more: object) -> Graded:
    return Graded(student, points, 10, seconds=1.25, sandbox="bubblewrap", **more)  # type: ignore[arg-type]


def report(*results: Graded, kind: str = "bubblewrap") -> Report:
    when = datetime(2026, 1, 30, 15, 4)
    return Report("ps1", kind, results, 12.34, path=Path("/course/reports/ps1.html"), when=when)


def shown(told: Report, width: int = 100) -> str:
    file = io.StringIO()
    Console(file=file, width=width, highlight=False).print(told.for_terminal())
    return file.getvalue()


class Page(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, told: Report) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.text = ""
        self.feed(as_page(told))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.elements.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


CLASS = (
    graded("ada", 10),
    graded("bo", 0, flags=["numbers: it was not handed in."]),
    graded("cy", skipped=True),
    graded("di", error="numbers could not be graded: no room"),
)


def test_the_table_tells_of_each_student_and_ends_with_the_summary() -> None:
    lines = [line.split() for line in shown(report(*CLASS), width=200).splitlines()]
    assert ["ada", "10", "of", "10", "1.2"] in lines
    assert ["bo", "0", "of", "10", "numbers:", "it", "was", "not", "handed", "in.", "1.2"] in lines
    assert ["cy", "5", "of", "10", "not", "changed", "1.2"] in lines
    assert ["di", "-", "numbers", "could", "not", "be", "graded:", "no", "room", "1.2"] in lines
    assert " ".join(lines[-1]) == (
        "ps1: 2 graded in 12.3 s, 1 as before (not changed), 1 could not be graded. "
        "Mean points: 5 of 10. To look at: 2. Each was shut in (bubblewrap)."
    )


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long = graded("x" * 60, flags=["y" * 500, "word " * 100])
    told = shown(report(*CLASS, long), width)
    assert max(map(len, told.splitlines())) <= width


def test_of_a_large_class_those_to_look_at_are_shown_and_the_others_counted() -> None:
    many = [graded(f"quiet-{number}") for number in range(300)]
    said = shown(report(*many, *CLASS))
    assert "quiet-" not in said
    assert said.index("di") < said.index("bo")  # what was not graded comes first
    assert "302 more are on the page." in said
    assert len(said.splitlines()) < 20
    assert all(f"quiet-{number}<" in as_page(report(*many, *CLASS)) for number in range(300))


def test_flags_of_a_whole_class_do_not_bury_the_summary() -> None:
    many = [graded(f"s-{number}", flags=["w " * 400] * 20) for number in range(300)]
    for one in many:
        one.flags += [f"flag {number}" for number in range(50)]
    said = shown(report(*many))
    assert len(said.splitlines()) < 600
    assert "more, on the page" in said
    assert said.rstrip().endswith("(bubblewrap).")


def test_what_strangers_wrote_is_no_markup_and_no_command_of_the_terminal() -> None:
    told = report(graded(HOSTILE, flags=[NASTY]), graded("s\udcff", error=NASTY))
    said = shown(told, width=200)
    assert HOSTILE in said
    assert "[bold]b[/]" in said
    assert not {letter for letter in said if not letter.isprintable()} - {"\n"}
    as_page(told).encode()  # a file name that is no UTF-8 must not end it
    page = Page(told)
    assert not {"script", "img"} & page.elements
    assert HOSTILE in page.text
    assert "<img src=x onerror=a()>" in page.text
    assert not {letter for letter in page.text if not letter.isprintable()} - {"\n"}


def test_a_name_of_an_assignment_is_no_markup_either() -> None:
    told = report(*CLASS)
    told.assignment = HOSTILE
    assert HOSTILE in shown(told, width=300)
    assert "script" not in Page(told).elements


def test_the_same_remark_is_told_once() -> None:
    told = report(graded("bo", flags=["it replaced len."] * 5))
    assert shown(told).count("it replaced len.") == 1
    assert as_page(told).count("it replaced len.") == 1


def test_the_page_has_the_summary_first_then_who_to_look_at_then_everybody() -> None:
    text = Page(report(*CLASS)).text
    places = [text.index(words) for words in ("2 graded", "To look at\n", "no room", "Everybody")]
    assert places == sorted(places)
    assert "30 January 2026, 15:04" in text
    assert "not graded" in text
    assert "To look at\n" not in Page(report(graded("ada"))).text


def test_the_page_needs_nothing_else_and_has_colours_for_the_dark() -> None:
    page = as_page(report(*CLASS))
    assert "prefers-color-scheme: dark" in page
    assert not {"script", "link", "img", "iframe"} & Page(report(*CLASS)).elements
    assert "http" not in page


def test_a_class_that_was_not_shut_in_is_said_everywhere() -> None:
    told = report(*CLASS, kind="process")
    assert "NOT shut in" in shown(told)
    assert "NOT shut in" in Page(told).text
    assert json.loads(told.as_json())["sandbox"] == "process"


def test_a_class_without_a_score_has_no_mean() -> None:
    told = report(graded("di", error="no room"))
    assert "Mean points: -." in shown(told)
    assert "Everybody" in Page(told).text


def test_json_has_all_of_it() -> None:
    told = json.loads(report(*CLASS).as_json())
    assert [one["student"] for one in told["submissions"]] == ["ada", "bo", "cy", "di"]
    assert told["submissions"][1]["flags"] == ["numbers: it was not handed in."]
    assert (told["failed"], told["page"]) == (1, "/course/reports/ps1.html")


def test_plain_text_is_one_line() -> None:
    assert plain("a\n\tb  c\x1b") == "a b c\N{REPLACEMENT CHARACTER}"
