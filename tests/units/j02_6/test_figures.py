"""Counts by store, for a season and a larger one."""

import pytest
from matplotlib.figure import Figure

from labs.units.j02_6 import figures

SEASONS = {
    "40 evenings": {"a rename": {"tables": 1, "keys": 40}, "lost": {"tables": 0, "keys": 10}},
    "60 evenings": {"a rename": {"tables": 1, "keys": 1_060}, "lost": {"tables": 0, "keys": 10}},
}


def test_the_text_names_what_has_grown(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.ledger(SEASONS)
    assert capsys.readouterr().out == "Grown with the season: a rename in keys.\n"


def test_every_count_is_written_and_what_has_grown_is_bold(drawn: list[Figure]) -> None:
    figures.ledger(SEASONS)
    first, second = drawn[0].axes
    assert [text.get_text() for text in first.texts] == ["1", "40", "0", "10"]
    assert [text.get_text() for text in second.texts] == ["1", "1,060", "0", "10"]
    assert [text.get_fontweight() for text in second.texts] == [
        "normal",
        "bold",
        "normal",
        "normal",
    ]


def test_a_season_alone_has_grown_nowhere(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.ledger({"40 evenings": SEASONS["40 evenings"]})
    assert capsys.readouterr().out == "Grown with the season: nothing.\n"
