"""The dashboard of S01.3."""

from typing import Any

import pytest

from labs.languages import NotWrittenError, ProgramError
from labs.servers import Valkey
from labs.units.s01_3 import board, stage


def test_each_program_has_a_line_however_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> Any:
        raise ProgramError("page.rb failed: NameError\n  line 3 of the cell")

    def unwritten(*_: object) -> Any:
        raise NotWrittenError("queue.php has a part that is not written yet.")

    sold = {"got": [1_000_000], "left": [700_361], "stuck": []}
    monkeypatch.setattr(stage, "rush", lambda *_, **__: sold)
    monkeypatch.setattr(stage, "wrong_pages", broken)
    monkeypatch.setattr(stage, "places", unwritten)
    board.show("Office.java", "page.rb", "queue.php", Valkey.__new__(Valkey))
    office, page, queue = capsys.readouterr().out.splitlines()
    assert office.endswith("900,000 seats, 1,000,000 sold, 700,361 left")
    assert page.endswith("page.rb failed: NameError")
    assert queue.endswith("not written yet")
