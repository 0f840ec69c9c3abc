"""A folder that a recipe fills is there whole and tried, or not at all."""

import threading
from pathlib import Path

import pytest

from labs.parts import InstallError
from labs.parts.recipe import make_whole


def fill(draft: Path) -> None:
    (draft / "tool").touch()


def test_it_has_its_name_once_all_is_done(tmp_path: Path) -> None:
    folder = tmp_path / "programs" / "tool"

    def make(draft: Path) -> None:
        fill(draft)
        assert not folder.exists()

    make_whole(folder, make)
    assert [each.name for each in folder.iterdir()] == ["tool"]
    make_whole(folder, lambda draft: pytest.fail("it was made again"))


@pytest.mark.parametrize("error", [KeyboardInterrupt, InstallError])
def test_after_a_break_nothing_is_left_and_it_can_be_made(
    tmp_path: Path, error: type[BaseException]
) -> None:
    def broken(draft: Path) -> None:
        fill(draft)
        raise error

    with pytest.raises(error):
        make_whole(tmp_path / "tool", broken)
    assert [each.name for each in tmp_path.iterdir()] == [".tool-lock"]
    make_whole(tmp_path / "tool", fill)


def test_what_a_killed_run_made_is_not_taken_for_whole(tmp_path: Path) -> None:
    half = tmp_path / ".tool-draft" / "half"
    half.mkdir(parents=True)
    make_whole(tmp_path / "tool", fill)
    assert [each.name for each in (tmp_path / "tool").iterdir()] == ["tool"]


def test_of_two_at_once_the_second_waits_for_the_first(tmp_path: Path) -> None:
    begun, times = threading.Event(), []

    def slow(draft: Path) -> None:
        begun.set()
        second.start()
        second.join(0.2)  # it cannot end before this one
        fill(draft)
        times.append("first")

    def late(draft: Path) -> None:
        times.append("second")

    second = threading.Thread(target=make_whole, args=(tmp_path / "tool", late))
    make_whole(tmp_path / "tool", slow)
    assert begun.is_set()
    second.join()
    assert times == ["first"]


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InstallError, match=r"file cannot be written[\s\S]*LABS_PROGRAMS"):
        make_whole(tmp_path / "file" / "tool", fill)
