"""The set-up: kind to the wrong Python, complete after an interruption, never in its own way."""

import ast
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from labs import bootstrap
from labs.bootstrap import Setup, SetupError
from labs.settings import ROOT

SetUp = Callable[[], list[str]]

LOCK = """\
before==1.0 \\
    --hash=sha256:aa
uv==0.9 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
uvicorn==2.0 ; python_version < '4' \\
    --hash=sha256:dd
"""


class Commands:
    """Stands in for pip and uv: remembers what was run, and fails or makes files as they would."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.interrupt_at = ""

    def __call__(self, command: Sequence[str], environment: Mapping[str, str]) -> str:
        step = self._step(command)
        if step == self.interrupt_at:
            raise KeyboardInterrupt
        self.steps.append(step)
        if step == "venv":
            subprocess.run([*command, "--without-pip"], check=True)
        return ""

    def _step(self, command: Sequence[str]) -> str:
        words = {"venv": "venv", "config": "settings", "uv.txt": "uv", "-e": "labs"}
        found = [step for word, step in words.items() if any(word in part for part in command[1:])]
        lock = Path(command[-1])
        if lock.suffix == ".lock":
            return "packages" if lock.name == "requirements.lock" else lock.stem
        return found[-1]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "a folder ü"
    root.mkdir()
    (root / "requirements.lock").write_text(LOCK)
    (root / "pyproject.toml").write_text("[project]\n")
    (root / "locks").mkdir()
    (root / "locks" / "test.lock").write_text("mypy==1.0 \\\n    --hash=sha256:ee\n")
    return root


EVERYTHING = ["venv", "uv", "settings", "packages", "labs"]


@pytest.fixture
def set_up(checkout: Path) -> SetUp:
    """Runs the set-up if it is needed; returns the steps that it took."""

    def run() -> list[str]:
        commands = Commands()
        setup = Setup(checkout, commands)
        if not setup.is_done():
            setup.complete()
        return commands.steps

    return run


def test_a_second_run_does_nothing(set_up: SetUp) -> None:
    assert set_up() == EVERYTHING
    assert set_up() == []


@pytest.mark.parametrize("step", EVERYTHING)
def test_an_interrupted_set_up_is_completed_by_the_next_run(
    checkout: Path, set_up: SetUp, step: str
) -> None:
    commands = Commands()
    commands.interrupt_at = step
    with pytest.raises(KeyboardInterrupt):
        Setup(checkout, commands).complete()
    assert not Setup(checkout).is_done()
    assert set_up() == EVERYTHING
    assert set_up() == []


@pytest.mark.parametrize("file", ["requirements.lock", "pyproject.toml"])
def test_a_changed_file_updates_the_environment_in_place(
    checkout: Path, set_up: SetUp, file: str
) -> None:
    set_up()
    extra = checkout / ".venv" / "installed-by-the-user"
    extra.touch()
    with (checkout / file).open("a") as text:
        text.write("# changed\n")
    assert set_up() == EVERYTHING[1:]
    assert extra.exists()


def with_tests(checkout: Path) -> list[str]:
    """The steps of a set-up with what the tests need."""
    commands = Commands()
    setup = Setup(checkout, commands, extras=["test"])
    if not setup.is_done():
        setup.complete()
    return commands.steps


def test_an_extra_comes_once_and_when_it_is_asked_for(checkout: Path, set_up: SetUp) -> None:
    set_up()
    assert with_tests(checkout) == ["settings", "test"]
    assert with_tests(checkout) == []
    assert set_up() == []


@pytest.mark.parametrize(
    ("file", "steps"),
    [
        ("locks/test.lock", ["settings", "test"]),
        ("requirements.lock", [*EVERYTHING[1:], "test"]),
    ],
)
def test_an_extra_is_brought_up_to_date(checkout: Path, file: str, steps: list[str]) -> None:
    assert with_tests(checkout) == [*EVERYTHING, "test"]
    with (checkout / file).open("a") as text:
        text.write("# changed\n")
    assert with_tests(checkout) == steps


def test_an_interrupted_extra_is_completed_by_the_next_run(checkout: Path) -> None:
    commands = Commands()
    commands.interrupt_at = "test"
    with pytest.raises(KeyboardInterrupt):
        Setup(checkout, commands, extras=["test"]).complete()
    assert with_tests(checkout) == ["settings", "test"]


def test_a_file_that_changes_during_the_set_up_is_noticed_by_the_next(checkout: Path) -> None:
    commands = Commands()

    def change_then_run(command: Sequence[str], environment: Mapping[str, str]) -> str:
        (checkout / "requirements.lock").write_text(LOCK + "# changed\n")
        return commands(command, environment)

    Setup(checkout, change_then_run).complete()
    assert not Setup(checkout).is_done()


def test_a_moved_checkout_gets_a_new_environment(checkout: Path, set_up: SetUp) -> None:
    set_up()
    moved = checkout.rename(checkout.with_name("moved"))
    commands = Commands()
    assert not Setup(moved, commands).is_done()
    Setup(moved, commands).complete()
    assert commands.steps == EVERYTHING
    assert Setup(moved).is_done()


def test_an_environment_of_somebody_else_is_never_touched(checkout: Path, set_up: SetUp) -> None:
    theirs = checkout / ".venv" / "theirs"
    theirs.parent.mkdir()
    theirs.write_text("precious")
    with pytest.raises(SetupError, match="was not made by this set-up"):
        set_up()
    assert theirs.read_text() == "precious"
    assert list(theirs.parent.iterdir()) == [theirs]


def test_uv_is_installed_with_its_own_lines_of_the_lock() -> None:
    own = "uv==0.9 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
    assert bootstrap.wanted_uv(LOCK) == own
    real = bootstrap.wanted_uv((ROOT / "requirements.lock").read_text())
    assert real.count("==") == 1
    assert real.count("--hash=sha256:") > 1
    with pytest.raises(SetupError, match="does not pin uv"):
        bootstrap.wanted_uv("uvicorn==2.0\n")


def test_a_second_set_up_waits_and_says_so(checkout: Path) -> None:
    code = (
        f"import sys, pathlib; sys.path.insert(0, {str(ROOT)!r})\n"
        "from labs.bootstrap import alone\n"
        f"with alone(pathlib.Path({str(checkout)!r})): print('in', flush=True)\n"
    )
    with bootstrap.alone(checkout):
        other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert other.stdout
        assert "waiting for it" in other.stdout.readline()
        assert other.poll() is None
    printed, _ = other.communicate(timeout=60)
    assert printed == "in\n"


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 1), (3, 14, 0)])
@pytest.mark.parametrize(
    ("platform", "way"), [("linux", "apt install"), ("darwin", "brew install")]
)
def test_a_wrong_python_is_told_what_is_needed_and_how_to_get_it(
    version: tuple[int, int, int], platform: str, way: str
) -> None:
    advice = bootstrap.python_advice(version, "bin/python3", platform)
    assert f"Python {version[0]}.{version[1]}.{version[2]} (bin/python3)" in advice
    assert "needs Python 3.11, 3.12 or 3.13" in advice
    assert way in advice


def test_a_python_without_venv_is_told_the_one_command() -> None:
    advice = bootstrap.python_advice((3, 12, 3), "bin/python3", "linux")
    assert "sudo apt install python3.12-venv" in advice


def test_windows_is_told_of_wsl_and_binder() -> None:
    with pytest.raises(SetupError, match=r"WSL2[\s\S]*Binder"):
        bootstrap.refuse_windows("win32")
    bootstrap.refuse_windows("linux")


def test_a_shim_that_does_not_run_is_not_taken_for_a_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("python3.11", "python3.12"):
        shim = tmp_path / name
        shim.write_text("#!/bin/sh\nexit 127\n")
        shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.find_python() is None

    real = tmp_path / f"python{sys.version_info.major}.{sys.version_info.minor}"
    real.unlink(missing_ok=True)
    real.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    real.chmod(0o755)
    assert bootstrap.find_python() == str(real)


def test_an_old_python_can_read_the_file() -> None:
    ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 6))


@pytest.mark.parametrize(
    ("output", "cause"),
    [
        ("error: No space left on device (os error 28)", "disk is full"),
        ("  Caused by: dns error", "index was not reached"),
        ("ERROR: No matching distribution found for uv==0.9", "index was not reached"),
        ("Temporary failure in name resolution", "index was not reached"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "is not the file"),
        ("something new", "see its output"),
    ],
)
def test_a_failed_command_shows_its_output_and_a_likely_cause(output: str, cause: str) -> None:
    with pytest.raises(SetupError) as raised:
        bootstrap.run(["sh", "-c", f"echo '{output}'; exit 3"], {"PATH": "/bin:/usr/bin"})
    assert output in str(raised.value)
    assert "exit code 3" in str(raised.value)
    assert cause in str(raised.value)


def test_the_cache_goes_into_the_checkout_where_the_home_is_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = {"XDG_CACHE_HOME": str(tmp_path / "home" / "cache")}
    assert bootstrap.cache_folder(home, tmp_path) == str(tmp_path / "home" / "cache" / "uv")
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert bootstrap.cache_folder(home, tmp_path) == str(tmp_path / "build" / "uv-cache")
