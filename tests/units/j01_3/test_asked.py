"""What is printed of a service's answers, and of what an expression means in a language."""

import pytest

from labs.languages import PHP, Java, Language, Ruby
from labs.units.j01_3.asked import Asked, kept, tell
from labs.units.j01_3.say import say


def test_each_cause_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    cut = {"sent": "POST /quotes {}\na cart", "got": "fees: 1", "expected": "fees: 2"}
    steps = [
        Asked(1, "a cart", cut | {"likely": "it is cut off."}),
        Asked(2, "a page", {}),
        Asked(3, "a cart", cut | {"likely": "it is cut off."}),
        Asked(4, "a cart", cut | {"got": "fees: a number with a point: 1.0"}),
        Asked(5, "a page", {"sent": "GET /", "got": "404", "expected": "200"}),
    ]
    assert kept(steps) == 1
    tell(steps)
    printed = capsys.readouterr().out
    assert "steps 1, 3: it is cut off.\n   sent     {}\n   got      fees: 1\n" in printed
    assert "step 4: fees: a number with a point\n" in printed
    assert "step 5: a page\n   sent     GET /\n" in printed


@pytest.mark.parametrize(
    ("language", "failing"),
    [(Ruby, "1 + nil"), (PHP, "intdiv(1, 0)"), (Java, "Math.addExact(2_147_483_647, 1)")],
)
def test_an_expression_is_told_and_an_error_by_its_name(
    language: type[Language], failing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say(language, "5 - 7", failing)
    first, second = capsys.readouterr().out.splitlines()
    assert first.split() == ["5", "-", "7", "is", "-2"]
    assert second.endswith("Error") or second.endswith("ArithmeticException")
