"""A program of a room asks a learner's."""

from pathlib import Path

import pytest

from labs.judges.asking import asked
from labs.languages import Node, NotWrittenError, programs

ASKING = """
import { readFileSync } from "node:fs";
import { twice } from "./told.mjs";
const given = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify([given.map(twice), process.argv.slice(2)]));
"""


def test_it_gets_what_is_given_and_its_report_comes_back(tmp_path: Path) -> None:
    asking = tmp_path / "ask_told.mjs"
    asking.write_text(ASKING)
    programs.write("told.mjs", "export const twice = (n) => 2 * n;\n")
    assert asked(Node, asking, "told.mjs", "late", given=[3, 0]) == [[6, 0], ["late"]]


def test_an_answer_whose_cell_was_not_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotWrittenError, match=r"unwritten\.mjs"):
        asked(Node, tmp_path / "ask.mjs", "unwritten.mjs", given=None)
