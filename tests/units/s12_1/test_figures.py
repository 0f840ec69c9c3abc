"""The figure of S12.1 says in words what it shows."""

import pytest

from labs.units.s12_1 import figures
from labs.units.s12_1.seen import Seen


def test_it_names_what_each_reader_sees(capsys: pytest.CaptureFixture[str]) -> None:
    seen = {"CL.TE": {"front": Seen((("POST /", b""),)), "back": Seen((), "refused")}}
    figures.table_of(seen, "Readers")
    assert "CL.TE: front POST, back refused" in capsys.readouterr().out
