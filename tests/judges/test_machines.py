"""A repository against its model: the same calls at each run, the fewest in the message."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labs.judges import CheckFailed, Difference, Judge, agree, judging

KEYS, NAMES = [1, 2, 3], ["Ada", "Ben"]
CALLS: dict[str, list[list[Any]]] = {"put": [KEYS, NAMES], "get": [KEYS], "drop": [KEYS]}


class Model:
    def __init__(self) -> None:
        self.held: dict[int, str] = {}

    def put(self, key: int, name: str) -> None:
        if key in self.held:
            raise KeyError(key)
        self.held[key] = name

    def get(self, key: int) -> str | None:
        return self.held.get(key)

    def drop(self, key: int) -> bool:
        return self.held.pop(key, None) is not None


class ForgetsTheSecond(Model):
    def put(self, key: int, name: str) -> None:
        super().put(key, name)
        if len(self.held) == 2:
            del self.held[key]


class DropsAll(Model):
    def drop(self, key: int) -> bool:
        found = key in self.held
        self.held.clear()
        return found


class AnswersWithANumber(Model):
    def drop(self, key: int) -> bool:
        return int(super().drop(key))  # type: ignore[return-value]


class Overwrites(Model):
    def put(self, key: int, name: str) -> None:
        self.held[key] = name


class Breaks(Model):
    def get(self, key: int) -> str | None:
        return self.held[key]


class Stub(Model):
    def get(self, key: int) -> str | None:
        raise NotImplementedError


def verdict(real: type[Model], look: Callable[[Any], object] = lambda _: None) -> CheckFailed:
    with pytest.raises(CheckFailed) as failed, judging("the machine") as judge:
        agree(judge, lambda: (real(), Model()), CALLS, look=look, likely=cause)
    return failed.value


def cause(found: Difference) -> str:
    return f"{found.name}{found.arguments} is the call to look at."


def test_a_repository_like_its_model_passes(capsys: pytest.CaptureFixture[str]) -> None:
    with judging("the machine") as judge:
        agree(judge, lambda: (Model(), Model()), CALLS, look=lambda one: dict(one.held))
    assert capsys.readouterr() == ("✔ the machine\n", "")


def test_the_message_names_the_fewest_calls() -> None:
    said = verdict(ForgetsTheSecond).parts
    assert said["called"].count("; then ") == 2, "put one, put another, ask for it"
    assert said["called"].startswith("put(1, 'Ada'); then put(2, 'Ada'); then ")
    assert "is the call to look at." in said["likely"]


def test_what_is_stored_is_looked_at_after_each_call() -> None:
    said = verdict(DropsAll, look=lambda one: dict(one.held)).parts
    assert said["came back"] == "stored: {}"
    assert said["called"].count("; then ") == 1


def test_true_is_not_one() -> None:
    said = verdict(AnswersWithANumber).parts
    assert (said["called"], said["came back"], said["expected"]) == ("drop(1)", "0", "False")


def test_an_error_that_the_model_raises_is_expected() -> None:
    said = verdict(Overwrites).parts
    assert (said["came back"], said["expected"]) == ("None", "KeyError: 1")
    assert said["called"] == "put(1, 'Ada'); then put(1, 'Ada')"


def test_an_error_is_shown_with_its_line() -> None:
    said = verdict(Breaks).parts
    assert said["came back"] == "KeyError: 1\nraised by: return self.held[key]"
    assert said["expected"] == "None"


class ForgetsBen(Model):
    def get(self, key: int) -> str | None:
        found = super().get(key)
        return None if found == "Ben" else found


def test_walks_are_made_each_on_a_fresh_pair() -> None:
    walks: list[list[tuple[Any, ...]]] = [
        [("put", 1, "Ada")],
        [("put", 1, "Ben"), ("drop", 2), ("get", 1)],
    ]
    with pytest.raises(CheckFailed) as failed, judging("the machine") as judge:
        agree(judge, lambda: (ForgetsBen(), Model()), {"drop": [KEYS]}, walks=walks)
    assert failed.value.parts["called"] == "put(1, 'Ben'); then drop(2); then get(1)"


def test_a_stub_is_raised_as_it_is() -> None:
    with pytest.raises(NotImplementedError):
        agree(Judge("the machine"), lambda: (Stub(), Model()), CALLS)


def test_the_message_is_the_same_at_each_run_and_nothing_else_is_printed(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert str(verdict(ForgetsTheSecond)) == str(verdict(ForgetsTheSecond))
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == [], "Hypothesis keeps nothing on the disk"
