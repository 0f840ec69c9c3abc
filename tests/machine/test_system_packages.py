"""What `make test` does about system packages that are not there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from labs.machine.system_packages import SystemPackage, install_missing
from labs.parts import InstallError

THERE = SystemPackage(("no-such-program", "sh"), "dash")
MISSING = SystemPackage(("no-such-program",), "no-such-package")
FOR_ROOT = SystemPackage(("no-such-daemon",), "no-such-engine", needs_root=True)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def machine(
    tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[int, int, int], None]:
    """A machine with this user, and exit codes of its sudo and its apt-get."""

    def pretend(user: int, sudo: int, apt: int) -> None:
        programs = {
            "apt-get": f'echo "apt-get $@" >> {log}; echo "said apt"; exit {apt}',
            "sudo": f'echo "sudo $1" >> {log}; shift; [ {sudo} = 0 ] && exec "$@"; exit {sudo}',
        }
        for name, source in programs.items():
            program = tmp_path / name
            program.write_text(f"#!/bin/sh\n{source}\n")
            program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        monkeypatch.setattr("os.geteuid", lambda: user)

    return pretend


def test_nothing_is_run_where_all_is_there(
    machine: Callable[[int, int, int], None], log: Path
) -> None:
    machine(0, 1, 0)
    assert install_missing([THERE]) == ""
    assert not log.exists()


def test_root_installs_exactly_what_is_missing(
    machine: Callable[[int, int, int], None], log: Path
) -> None:
    machine(0, 1, 0)
    assert install_missing([THERE, MISSING, FOR_ROOT]) == (
        "Installed no-such-package no-such-engine."
    )
    assert log.read_text().splitlines() == [
        "apt-get --quiet update",
        "apt-get --quiet install --yes --no-install-recommends no-such-package no-such-engine",
    ]


def test_a_user_whose_sudo_asks_nothing_installs_what_is_of_use_to_them(
    machine: Callable[[int, int, int], None], log: Path
) -> None:
    machine(1000, 0, 0)
    assert install_missing([MISSING, FOR_ROOT]) == "Installed no-such-package."
    asked, *ran = log.read_text().splitlines()
    assert asked == "sudo --non-interactive"
    assert ran == [
        asked,
        "apt-get --quiet update",
        asked,
        "apt-get --quiet install --yes --no-install-recommends no-such-package",
    ]


def test_any_other_user_is_told_the_command_and_asked_nothing(
    machine: Callable[[int, int, int], None], log: Path
) -> None:
    machine(1000, 1, 0)
    assert "sudo apt-get install no-such-package" in install_missing([MISSING, FOR_ROOT])
    assert "apt-get" not in log.read_text()


def test_what_this_system_has_not_is_not_asked_for(
    machine: Callable[[int, int, int], None], log: Path
) -> None:
    machine(0, 1, 0)
    assert (
        install_missing([SystemPackage(("no-such-program",), "no-such", systems=("plan9",))]) == ""
    )
    assert not log.exists()


def test_a_failing_apt_is_quoted(machine: Callable[[int, int, int], None]) -> None:
    machine(0, 0, 100)
    with pytest.raises(InstallError, match=r"(?s)said apt.*apt-get --quiet update.*exit code 100"):
        install_missing([MISSING])
