"""What tsc says of programs, line by line."""

import pytest

from labs.languages import programs
from labs.units.s01_5 import typed

SEAT = 'export type Seat = { readonly state: "free" | "held" };\n'
USE = 'import type { Seat } from "./tt_seat.ts";\nconst seat: Seat = { state: "sold" };\n'


@pytest.fixture(autouse=True)
def _written() -> None:
    programs.write("tt_seat.ts", SEAT)
    programs.write("tt_use.ts", USE)


def test_a_complaint_has_its_line_as_in_the_cell() -> None:
    [said] = typed.complaints("tt_use.ts")
    assert (said.file, said.line, said.code) == ("tt_use.ts", 3, "TS2322")
    assert said.source == 'const seat: Seat = { state: "sold" };'


def test_another_source_stands_in() -> None:
    assert typed.complaints("tt_use.ts", typed.changed("tt_seat.ts", '"held"', '"sold"')) == []


def test_words_that_are_not_there_are_told() -> None:
    with pytest.raises(ValueError, match="take the words as they stand"):
        typed.changed("tt_seat.ts", "Free", "Held")
