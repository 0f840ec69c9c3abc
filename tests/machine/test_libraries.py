"""Libraries: found by their lock, and a unit's first cell says what brings one."""

import sys
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest

from labs import libraries
from labs.libraries import Library, LibraryError, library_kinds
from labs.machine import locks
from labs.parts import Wheel


class Pytest(Library):
    """One that is here in any case."""

    key, name = "pytest", "pytest"


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "pytest.lock"
    path.write_text("pytest==9.0.0 \\\n    --hash=sha256:0\n")
    monkeypatch.setattr(Pytest, "recipe", Wheel(path))
    return path


def test_one_is_found_where_all_of_its_lock_is(lock: Path) -> None:
    found = Pytest.find()
    assert found
    assert (found / "pytest").is_dir()
    assert Pytest.version() == version("pytest")
    Pytest.check()
    lock.write_text(lock.read_text() + "no-such-package==1.0\n")
    assert Pytest.find() is None
    assert Pytest.version() == ""
    with pytest.raises(LibraryError, match="pytest is not in this Python: run `labs install pyt"):
        Pytest.check()


@pytest.mark.parametrize("kind", [*library_kinds()], ids=lambda kind: kind.__name__)
def test_each_has_a_lock_that_holds_what_it_is_called_by(kind: type[Library]) -> None:
    names = {line.partition("==")[0] for line in locks.pins(kind.recipe.lock)}
    assert kind.key in names


def test_a_notebook_is_told_when_it_imports_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labs.libraries.scapy.Scapy.find", lambda: None)
    assert libraries.Scapy.find() is None  # elsewhere, to ask is no error
    kernel = SimpleNamespace(get_ipython=object)
    monkeypatch.setitem(sys.modules, "IPython", kernel)
    with pytest.raises(LibraryError, match="run `labs install scapy` in a terminal"):
        exec("from labs.libraries import Scapy")  # noqa: S102
