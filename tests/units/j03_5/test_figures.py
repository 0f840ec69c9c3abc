"""J03.5's figure, and what it says."""

from pathlib import Path

import pytest
from matplotlib.figure import Figure

from labs.units.j03_5 import figures
from labs.units.j03_5.traces import Trace, traces_of
from tests.support.figures import said


def test_a_text_is_found_wherever_it_stands(tmp_path: Path) -> None:
    for name, text in {"one": "a.b é a.b", "two": "axb", "three": "é"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [tmp_path / name for name in ("one", "two", "three", "four")]
    assert traces_of("a.b", *files) == {
        "one": Trace(10, (0, 7)),
        "two": Trace(3, ()),
        "three": Trace(2, ()),
    }


def test_the_figure_names_the_files_that_hold_it(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    moments = {
        "issued": {"db": Trace(4096, ()), "db-wal": Trace(8000, (100,))},
        "revoked": {"db": Trace(8192, (4000, 7000)), "db-wal": Trace(0, ())},
        "forgotten": {"db": Trace(8192, ())},
    }
    figures.traces("Where it is", moments)
    assert said(capsys) == "The key is in … issued: db-wal; revoked: db; forgotten: no file."
    (axes,) = drawn[0].axes
    assert len(axes.patches) == 5 + 3, "a bar for each file, a mark for each place"
    assert [text.get_text() for text in axes.texts] == ["db", "db-wal"]
