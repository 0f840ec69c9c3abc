"""What the course needs of a machine: found or not, who needs it, and how it is brought."""

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

import pytest
from nbformat.v4 import new_code_cell

from labs.languages import Language, Node, Python, language_kinds
from labs.libraries import Scapy, library_kinds
from labs.machine import system_parts
from labs.machine.bubblewrap import why_no_bubblewrap
from labs.machine.installs import InstallError, bring
from labs.machine.parts import Need, PartState, find_needs, lesson_parts, needs
from labs.machine.system_parts import SYSTEM_PARTS
from labs.parts import Part, Recipe, Wheel
from labs.parts.recipe import Verify
from labs.servers import MariaDB, MongoDB, Postgres, Service, Valkey, server_kinds
from tests.support.notebooks import tiny_course


@pytest.fixture(autouse=True)
def _without_a_redis_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)


def state(key: str) -> PartState:
    (need,) = find_needs(key)
    return need.state()


LATER = """
from labs.{package}.{base} import {Base}

class Later({Base}):
    key, name = "later", "Part Two"
    find = classmethod(lambda cls: None)
"""


@pytest.mark.parametrize(
    ("package", "base"),
    [("servers", "server"), ("languages", "language"), ("libraries", "library")],
)
def test_a_file_beside_the_others_is_all_that_a_later_part_takes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, package: str, base: str
) -> None:
    source = LATER.format(package=package, base=base, Base=base.title())
    (tmp_path / "later.py").write_text(source)
    (tmp_path / "helper.py").write_text("from labs.servers.valkey import Valkey\n")
    room = import_module(f"labs.{package}")
    monkeypatch.setattr(room, "__path__", [*room.__path__, str(tmp_path)])
    kind = room.Later
    assert kind in lesson_parts()
    assert "Later" in room.__all__
    assert (state("later").name, state("later").found) == ("Part Two", None)
    for module in ("later", "helper"):
        del sys.modules[f"labs.{package}.{module}"]
        delattr(room, module)


def test_everything_that_notebooks_can_import_of_a_machine_is_a_part() -> None:
    assert {MariaDB, MongoDB, Postgres, Service, Valkey} <= set(server_kinds())
    assert Node in language_kinds()
    assert Scapy in library_kinds()
    assert [need.part for need in needs([])] == [Python, *lesson_parts(), *SYSTEM_PARTS]


@pytest.mark.parametrize("part", [*lesson_parts()], ids=lambda part: part.__name__)
def test_a_part_declares_all_that_commands_need(part: type[Part]) -> None:
    assert part.key
    assert part.name
    assert part.recipe is not None
    assert part.recipe.says.endswith("…")
    keys = [need.part.key for need in needs([])]
    assert keys.count(part.key) == 1


@pytest.mark.parametrize(
    "kind", [kind for kind in language_kinds() if kind.recipe], ids=lambda kind: kind.__name__
)
@pytest.mark.parametrize("asked", ["find", "version", "lacks", "verify"])
def test_a_language_without_a_runtime_answers_itself_what_asks_for_it(
    kind: type[Language], asked: str
) -> None:
    its_own = getattr(kind, asked).__func__ is not getattr(Language, asked).__func__
    assert hasattr(kind, "runtime") or its_own


def test_what_is_no_server_is_no_name_of_the_room() -> None:
    with pytest.raises(ImportError, match="cannot import name 'Watcher'"):
        exec("from labs.servers import Watcher")  # noqa: S102


def test_a_unit_needs_the_servers_that_it_imports(tmp_path: Path) -> None:
    source = "import json\n\nfrom labs.servers import ServerError, Valkey"
    unit = tiny_course(
        tmp_path, edit=lambda nb: nb.cells.insert(1, new_code_cell(source)), executed=False
    )
    units = {need.part.key: list(need.units) for need in needs([unit])}
    assert units["valkey"] == units["python"] == ["J99.1"]
    assert units["services"] == units["docker"] == []


def test_the_parts_of_this_environment_are_found_with_their_versions() -> None:
    python, valkey, services = map(state, ("python", "valkey", "services"))
    assert python.found == sys.executable
    assert (valkey.found, valkey.version) == (str(Valkey.find()), Valkey.version())
    assert services.version == f"fastapi {version('fastapi')}, uvicorn {version('uvicorn')}"
    assert not any(each.lacking for each in (python, valkey, services))


def test_a_redis_of_the_users_own_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Valkey.start() as theirs:
        with theirs.client() as client:
            client.config_set("requirepass", "secret")
        monkeypatch.setenv("REDIS_URL", f"redis://:secret@127.0.0.1:{theirs.port}")
        told = state("valkey")
    assert told.found == f"REDIS_URL (127.0.0.1:{theirs.port})"
    assert told.version == f"valkey {Valkey.version()}"
    assert "secret" not in told.model_dump_json()


def test_an_address_that_leads_nowhere_is_a_problem_that_installing_does_not_solve(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    told = state("valkey")
    assert told.found is None
    assert told.lacking
    assert "where nothing answers" in told.problem
    with pytest.raises(InstallError, match="where nothing answers"):
        bring(*find_needs("valkey"), pytest.fail)


def test_a_part_is_lacking_only_if_a_written_unit_needs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Valkey, "find", lambda: None)
    monkeypatch.setenv("PATH", "")
    assert state("valkey").lacking
    for key in ("docker", "chromium", "bubblewrap"):
        assert state(key).found is None
        assert not state(key).lacking


def test_a_server_that_does_not_run_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "valkey-server"
    broken.write_text("not for this system")
    broken.chmod(0o755)
    monkeypatch.setattr(Valkey, "find", lambda: broken)
    assert "valkey-server does not run" in state("valkey").problem


def test_an_engine_that_does_not_answer_is_told_apart_from_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    docker = tmp_path / "docker"
    docker.write_text("#!/bin/sh\n[ $1 = version ] && echo 29.1\n")
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (state("docker").found, state("docker").version) == (str(docker), "29.1")
    docker.write_text("#!/bin/sh\nexit 1\n")
    assert "no engine answers it" in state("docker").problem


def test_a_sandbox_that_cannot_be_made_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bwrap = tmp_path / "bwrap"
    bwrap.write_text("#!/bin/sh\necho 'setting up uid map: Permission denied' >&2; exit 1\n")
    bwrap.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(system_parts, "why_no_bubblewrap", why_no_bubblewrap.__wrapped__)
    now = state("bubblewrap")
    assert now.found is None
    assert "uid map: Permission denied" in now.problem
    assert "kernel.apparmor_restrict_unprivileged_userns=0" in now.problem
    bwrap.write_text("#!/bin/sh\n[ $1 = --version ] && echo bubblewrap 0.8.0\nexit 0\n")
    assert (state("bubblewrap").found, state("bubblewrap").version) == (str(bwrap), "0.8.0")
    monkeypatch.setattr("sys.platform", "darwin")
    assert "bubblewrap is for Linux" in state("bubblewrap").problem


def test_python_is_told_if_the_course_is_not_made_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version_info", (3, 14, 1, "final", 0))
    assert "needs Python 3.11, 3.12 or 3.13" in state("python").problem


# --- bringing ---------------------------------------------------------------------------------


class Doing(Recipe):
    """A recipe that does this."""

    says = "Doing this …"  # type: ignore[assignment]

    def __init__(self, do: Callable[[], None]) -> None:
        self.do = do

    def bring(self, verify: Verify) -> None:
        self.do()


@pytest.fixture
def machine(tmp_path: Path) -> type[Part]:
    """A machine on which a part is not there, and its recipe brings it."""
    place = tmp_path / "part2"

    class Part2(Part):
        key, name = "part2", "Part Two"
        recipe = Doing(place.touch)

        @classmethod
        def find(cls) -> Path | None:
            return place if place.exists() else None

    return Part2


def test_what_will_be_done_is_said_before_and_what_came_of_it_after(
    machine: type[Part], tmp_path: Path
) -> None:
    said: list[str] = []
    bring(Need(machine), said.append)
    assert said == ["Doing this …", f"Part Two is here: {tmp_path}/part2"]
    bring(Need(machine), said.append)
    assert said[2:] == [f"Part Two is here already: {tmp_path}/part2"]


def test_a_recipe_that_did_not_help_is_an_error(
    monkeypatch: pytest.MonkeyPatch, machine: type[Part]
) -> None:
    monkeypatch.setattr(machine, "recipe", Doing(lambda: None))
    with pytest.raises(InstallError, match="Part Two is still not found"):
        bring(Need(machine), lambda line: None)


class Driver(Wheel):
    """One that is here once it was brought."""

    brought: ClassVar[list[str]] = []
    says = "Bringing the driver …"

    def is_here(self) -> bool:
        return bool(self.brought)

    def bring(self, verify: Verify) -> None:
        self.brought.append("driver")


def test_what_speaks_to_a_part_is_brought_before_it_as_it_tries_it_or_if_it_alone_is_missing(
    machine: type[Part], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Driver, "brought", [])
    monkeypatch.setattr(machine, "driver", Driver())
    assert Need(machine).state().found is None
    said: list[str] = []
    bring(Need(machine), said.append)
    assert said == ["Bringing the driver …", "Doing this …", f"Part Two is here: {tmp_path}/part2"]
    Driver.brought.clear()
    assert Need(machine).state().found is None
    bring(Need(machine), said.append)
    assert said[3:] == ["Bringing the driver …", f"Part Two is here: {tmp_path}/part2"]


def test_a_part_without_a_recipe_is_not_brought(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version_info", (3, 14, 1, "final", 0))
    with pytest.raises(InstallError, match=r"Python is not brought by this command: see README"):
        bring(Need(Python), pytest.fail)
