"""Another caller is served between a review's writing and its answer."""

import threading

import pytest

from labs.units.j08_2 import overtaking
from labs.units.j08_2.shelf import Shelf


def test_another_is_served_before_the_first_goes_on() -> None:
    shelf = Shelf()
    with overtaking.overtaken("Hm", lambda: shelf.add(1, 5, "between")):
        first = shelf.add(1, 4, text="Hm")
        last = shelf.all()[-1]
    assert (first["text"], last["text"]) == ("Hm", "between")
    assert shelf.add(1, 4, "Hm") == shelf.all()[-1]


def test_whoever_lets_one_in_at_a_time_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overtaking, "_PATIENCE", 0.05)
    shelf, door = Shelf(), threading.Lock()

    def add(text: str) -> dict[str, object]:
        with door:
            shelf.add(1, 5, text)
            return shelf.all()[-1]

    with overtaking.overtaken("Hm", lambda: add("between")):
        assert add("Hm")["text"] == "Hm"
    assert [review["text"] for review in shelf.all()] == ["Hm", "between"]


def test_what_the_other_meets_is_raised() -> None:
    def fails() -> None:
        raise ValueError("between")

    shelf = Shelf()
    with pytest.raises(ValueError, match="between"), overtaking.overtaken("Hm", fails):
        shelf.add(1, 4, "Hm")
    with overtaking.overtaken("Hm", fails):
        shelf.add(1, 4, "another text")
