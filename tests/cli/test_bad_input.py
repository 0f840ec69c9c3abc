"""Bad input that reaches past one module: a clear message, and nothing lost.

What one module answers for is tested there: the set-up in tests/bootstrap, ports in test_lab.py,
REDIS_URL in tests/servers/test_databases.py, what `labs check` is called with in test_check.py,
damaged copies in tests/course/test_check.py and test_copies.py, shells and profiles in
tests/course/test_terminal.py, a full disk in tests/datasets/test_files.py.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
import requests
from nbformat.v4 import new_code_cell
from typer.testing import CliRunner, Result

from labs import bootstrap
from labs.cli import app
from labs.course import copies
from labs.course.check import check
from labs.course.copies import copy_path, write_copies
from labs.course.lab import JupyterLab
from labs.course.units import Unit, read_notebook
from labs.judges import CheckFailed, judging
from labs.servers import Service, Valkey
from tests.support.notebooks import ANSWERS, cell_of, tiny_course

Labs = Callable[..., Result]


@pytest.fixture
def labs() -> Labs:
    runner = CliRunner()
    return lambda *words: runner.invoke(app, words)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course at a path with a space and a letter that is not ASCII."""
    root = tmp_path / "a course ü"
    tiny_course(root)
    return root


@pytest.fixture
def unit(root: Path) -> Unit:
    return Unit(next(root.glob("notebooks/junior/*/*.ipynb")))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which nobody, root included, can make a file."""
    nothing = tmp_path / "no-folder"
    nothing.touch()
    home = nothing / "home"
    monkeypatch.setenv("HOME", str(home))
    for name in (
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "MPLCONFIGDIR",
        "IPYTHONDIR",
    ):
        monkeypatch.delenv(name, raising=False)
    return home


def answered(copy: Path, setup: str = "") -> None:
    """The learner's right answers, saved; `setup` comes first."""
    notebook = read_notebook(copy)
    for name, source in ANSWERS.items():
        cell_of(notebook, f"{name}-answer").source = source
    if setup:
        notebook.cells.insert(1, new_code_cell(setup))
    nbformat.write(notebook, copy)


# --- the machine ------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [(3, 10, 1), (3, 14, 0)])
def test_the_set_up_ends_with_advice_where_no_python_will_do(
    version: tuple[int, int, int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bootstrap.Setup, "is_done", lambda self: False)
    monkeypatch.setattr(bootstrap.sys, "version_info", version)
    monkeypatch.setattr(bootstrap, "find_python", lambda: None)
    assert bootstrap.main() == 1
    said = capsys.readouterr().err
    assert f"Found: Python {'.'.join(map(str, version))}" in said
    assert "Traceback" not in said


def test_the_set_up_ends_with_advice_where_venv_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.Setup, "is_done", lambda self: False)
    monkeypatch.setattr(bootstrap, "find_spec", lambda name: None)
    monkeypatch.setattr(bootstrap, "find_python", lambda: None)
    assert bootstrap.main() == 1
    assert "-venv" in capsys.readouterr().err


def test_the_set_up_does_nothing_on_native_windows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.sys, "platform", "win32")
    monkeypatch.setattr(bootstrap.Setup, "is_done", lambda self: pytest.fail("it went on"))
    assert bootstrap.main() == 1
    assert "WSL2" in capsys.readouterr().err


def test_a_home_that_cannot_be_written_is_no_hindrance_to_jupyterlab(
    home: Path, root: Path, tmp_path: Path
) -> None:
    write_copies(tmp_path / "work", root)
    with JupyterLab.start(
        tmp_path / "work", state=tmp_path / "state", log=tmp_path / "lab.log"
    ) as lab:
        assert requests.get(lab.url, timeout=10).status_code == 200


def test_a_home_that_cannot_be_written_costs_no_points_and_nor_does_a_path_with_a_space(
    home: Path, root: Path, unit: Unit
) -> None:
    work = root / "my work"
    write_copies(work, root)
    copy = copy_path(unit, work)
    answered(copy, "from labs.measure import charts\nfrom labs.servers import Valkey")
    report = check(unit, copy)
    assert (report.points, report.of, report.notes) == (4, 4, [])
    assert not home.exists()


def test_a_missing_server_names_the_command_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setattr(Valkey, "find", lambda: None)
    monkeypatch.setattr(Service, "find", lambda: None)
    with pytest.raises(Exception, match="run `labs install valkey`"):
        Valkey.start()
    with pytest.raises(Exception, match="run `labs install services`"):
        Service.start("catalog")


# --- in mid-lesson ----------------------------------------------------------------------------


def test_a_server_that_dies_in_mid_lesson_fails_at_once_and_the_check_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    with Valkey.start() as cache, cache.client() as client:
        client.set("page:7", "Dido")
        cache.kill()
        with pytest.raises(CheckFailed) as raised, judging("E1: the copy is kept"):
            client.get("page:7")
        said = str(raised.value)
        assert "Connection refused" in said
        assert "the server that this check speaks to has ended" in said
        cache.restart()
        assert client.ping()


def test_a_server_that_dies_in_a_setup_cell_is_told_first_by_the_check(
    root: Path, unit: Unit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    write_copies(tmp_path / "work", root)
    copy = copy_path(unit, tmp_path / "work")
    answered(
        copy,
        "from labs.servers import Valkey\nwith Valkey.start() as cache:\n"
        "    cache.kill()\n    cache.client().ping()",
    )
    report = check(unit, copy)
    (note,) = report.notes
    assert "ConnectionError" in note
    assert "127.0.0.1" in note
    assert report.points == 4  # what does not need it still counts


# --- the learner's folder ---------------------------------------------------------------------


def test_a_deleted_work_folder_is_written_again(root: Path, unit: Unit, tmp_path: Path) -> None:
    work = tmp_path / "work"
    write_copies(work, root)
    shutil.rmtree(work)
    write_copies(work, root)
    assert copy_path(unit, work).exists()
    assert (work / "start.ipynb").exists()


def test_a_work_folder_from_before_the_stamps_keeps_all_that_is_in_it(
    root: Path, unit: Unit, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    write_copies(work, root)
    answered(copy_path(unit, work))
    (work / "my notes.txt").write_text("mine")
    shutil.rmtree(work / ".flytower")
    before = copy_path(unit, work).read_bytes()
    tiny_course(root, sources={"j99-1-03": "## 1 · Now with a fee"})
    write_copies(work, root)
    assert copy_path(unit, work).read_bytes() == before
    assert (work / "my notes.txt").read_text() == "mine"


@pytest.mark.parametrize("command", [("update",), ("reset", "J05.1"), ("lab", "--no-browser")])
def test_a_work_folder_that_cannot_be_written_is_one_message(
    labs: Labs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    in_the_way = tmp_path / "work"
    in_the_way.write_text("a file of mine")
    for function in (copies.write_copies, copies.reset_copy):
        defaults = tuple(
            in_the_way if each == copies.WORK else each for each in function.__defaults__
        )
        monkeypatch.setattr(function, "__defaults__", defaults)
    done = labs(*command)
    assert done.exit_code == 2
    assert str(in_the_way) in done.stderr.replace("\n", "")
    assert "Nothing that was there is lost." in done.stderr
    assert in_the_way.read_text() == "a file of mine"
