from importlib import import_module

import pytest

from labs.measure import progress, repetitions


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LABS_TEST", "LABS_QUIET", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(import_module("labs.measure.progress"), "DELAY", 0)


def test_progress_passes_the_items_on_and_writes_to_stderr_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert list(progress([1, 2, 3], "replay")) == [1, 2, 3]
    written = capsys.readouterr()
    assert "replay" in written.err
    assert written.out == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("LABS_TEST", "1"), ("NBGRADER_EXECUTION", "autograde"), ("LABS_QUIET", "1")],
)
def test_progress_is_silent_where_nothing_may_be_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert list(progress(iter("abc"), "replay")) == ["a", "b", "c"]
    assert capsys.readouterr().err == ""


def test_experiments_are_repeated_once_under_the_courses_tests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert repetitions(5) == 5
    monkeypatch.setenv("LABS_QUIET", "1")
    assert repetitions(5) == 5
    monkeypatch.setenv("LABS_TEST", "1")
    assert repetitions(5) == 1
