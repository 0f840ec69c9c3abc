"""What mypy says of a cell, also in a kernel, which asks for colours."""

import pytest

from labs.units.j01_1 import types

RIGHT = """
@dataclass(frozen=True)
class Costs:
    tickets: int
    fees: int
    total: int


def quote(items: Sequence[Item], fee: Callable[[int], int]) -> Costs:
    return Costs(len(items), fee(1), 3)
"""


@pytest.fixture(autouse=True)
def _coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("CLICOLOR_FORCE", "1")


def test_a_cell_whose_types_are_exact_has_no_complaint() -> None:
    assert types.first_complaint(RIGHT) is None
    assert types.first_complaint(f"{RIGHT}\n\n") is None


@pytest.mark.parametrize(
    ("words", "instead", "says"),
    [
        ("items: Sequence[Item]", "items", "line 9 of the cell: def quote("),
        ("total: int", "total: float", "of `numbers: tuple[int, int, int] = "),
        ("Sequence[Item]", "Iterable[Item]", "line 10 of the cell"),
        ("Sequence[Item]", "list[Item]", "of `costs = quote((Item(1, 2),), half)`"),
        ("Sequence[Item]", "tuple[Item, ...]", "of `costs: Costs = quote([Item(1, 2)], half)`"),
        ("Callable[[int], int]", "Callable[..., int]", 'Explicit "Any" is not allowed'),
        ("def quote", "def quote(", "[syntax]"),
    ],
)
def test_the_first_complaint_names_the_line_or_the_call(
    words: str, instead: str, says: str
) -> None:
    said = types.first_complaint(RIGHT.replace(words, instead))
    assert said is not None
    assert says in said


def test_a_generator_is_no_sequence() -> None:
    wider = RIGHT.replace("Sequence[Item]", "Iterable[Item]").replace("len(items)", "1")
    said = types.first_complaint(wider)
    assert said == "`quote(iter([Item(1, 2)]), half)` is allowed, and is wrong"
