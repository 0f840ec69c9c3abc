"""A name that no cell has defined, in a test cell and elsewhere."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from labs.judges.unknown_names import tell_in_notebook, unknown_name

TEST = "# Check E1: seats are counted\nfrom labs import judges\n\njudges.judging(free_seats)"


def error_of(name: str) -> NameError:
    return NameError(f"name {name!r} is not defined", name=name)


def test_in_a_test_cell_it_reads_as_a_failed_check() -> None:
    said = str(unknown_name(error_of("free_seats"), TEST)).splitlines()
    assert said[0] == "✘ E1: seats are counted"
    assert said[1].split(maxsplit=2)[2] == "NameError: name 'free_seats' is not defined"
    assert said[2].split(maxsplit=1)[1] == "a cell that defines free_seats"
    assert "the cell above was not run" in said[3]


def test_elsewhere_it_stays_what_it_is() -> None:
    assert unknown_name(error_of("free_seats"), "free_seats(3)") is None


@pytest.mark.parametrize(("source", "shown"), [(TEST, "✘ E1:"), ("1 + free_seats", "NameError")])
def test_a_notebook_shows_it_so(
    source: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = InteractiveShell.instance()
    try:
        tell_in_notebook()
        shell.run_cell(source)
    finally:
        InteractiveShell.clear_instance()
    assert shown in capsys.readouterr().out
