"""Units are found by their files' names, in the order of their numbers."""

from pathlib import Path

import pytest

from labs.course.units import UnknownUnitError, all_units, find_unit, unrecognised

FILES = (
    "start.ipynb",
    "ruff.toml",
    "junior/02-databases/02.1-one.ipynb",
    "junior/02-databases/02.2-two.ipynb",
    "junior/02-databases/02.10-ten.ipynb",
    "junior/05-caching/05.1-one.ipynb",
    "senior/02-databases/02.1-one.ipynb",
    "senior/02-databases/.ipynb_checkpoints/02.1-one-checkpoint.ipynb",
)


def course(root: Path, *more: str) -> Path:
    for name in (*FILES, *more):
        path = root / "notebooks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return root


def test_units_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    names = [unit.name for unit in all_units(course(tmp_path))]
    assert names == ["J02.1", "J02.2", "J02.10", "J05.1", "S02.1"]


def test_the_tenth_unit_is_not_the_first(tmp_path: Path) -> None:
    root = course(tmp_path)
    assert find_unit("J02.1", root).path.name == "02.1-one.ipynb"
    assert find_unit("02.10", root).path.name == "02.10-ten.ipynb"
    with pytest.raises(UnknownUnitError, match=r"no unit 'J02\.100'"):
        find_unit("J02.100", root)


def test_what_is_there_is_recognised(tmp_path: Path) -> None:
    assert unrecognised(course(tmp_path)) == []


@pytest.mark.parametrize(
    "stray",
    [
        "junior/02-databases/02.0-nought.ipynb",
        "junior/02-databases/02.3_three.ipynb",
        "junior/02-databases/2.3-three.ipynb",
        "junior/02-databases/05.2-in-the-wrong-folder.ipynb",
        "junior/02-databases/seats.csv",
        "junior/02.3-in-no-area.ipynb",
        "principal/02-databases/02.1-one.ipynb",
        "start-again.ipynb",
    ],
)
def test_what_is_no_unit_is_told(tmp_path: Path, stray: str) -> None:
    assert unrecognised(course(tmp_path, stray)) == [Path(stray)]
