"""What the course needs of a machine: found or not, who needs it, and how it is brought."""

import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from labs.machine import installs, parts, system_packages
from labs.machine.bubblewrap import why_no_bubblewrap
from labs.machine.installs import InstallError, Recipe, bring
from labs.machine.parts import Found, MissingPartError, Part, PartState, find_part, server_kinds
from labs.servers import MariaDB, MongoDB, Postgres, Server, Service, Valkey
from tests.support.notebooks import tiny_course


@pytest.fixture(autouse=True)
def _without_a_redis_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)


class Part2(Server):
    """A later server, as it would be exported by `labs.servers`."""

    name = "Part Two"
    install = "labs install part2"

    @classmethod
    def find(cls) -> Path | None:
        return None

    def command(self) -> Sequence[str]:
        return []

    def probe(self) -> None: ...

    @property
    def url(self) -> str:
        return ""


def state(key: str) -> PartState:
    return find_part(key).state()


def test_every_server_that_notebooks_can_import_is_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(server_kinds()) == [MariaDB, MongoDB, Postgres, Service, Valkey]
    monkeypatch.setattr(parts.servers, "Part2", Part2, raising=False)
    monkeypatch.setattr(parts.servers, "__all__", [*parts.servers.__all__, "Part2"])
    later = state("part2")
    assert (later.name, later.found, later.install) == ("Part Two", None, "labs install part2")


def test_a_unit_needs_the_servers_that_it_imports(tmp_path: Path) -> None:
    source = "import json\n\nfrom labs.servers import ServerError, Valkey"
    unit = tiny_course(
        tmp_path, edit=lambda nb: nb.cells.insert(1, new_code_cell(source)), executed=False
    )
    needs = {part.key: list(part.units) for part in parts.parts([unit])}
    assert needs["valkey"] == needs["python"] == ["J99.1"]
    assert needs["services"] == needs["docker"] == []


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
        bring(find_part("valkey"), pytest.fail)


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
    monkeypatch.setattr(parts, "why_no_bubblewrap", why_no_bubblewrap.__wrapped__)
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


class Machine:
    """A machine on which a part is there or not."""

    def __init__(self, *, there: bool) -> None:
        self.there = there
        self.said: list[str] = []
        self.part = Part("part2", "Part Two", "labs install part2", self.look)

    def look(self) -> Found:
        if not self.there:
            raise MissingPartError
        return Found("here", "1.0")

    def brought(self) -> str:
        self.there = True
        return ""


def recipe(monkeypatch: pytest.MonkeyPatch, recipe: Recipe) -> None:
    monkeypatch.setattr(installs, "RECIPES", {"part2": recipe})


def test_what_will_be_done_is_said_before_and_what_came_of_it_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = Machine(there=False)
    recipe(monkeypatch, Recipe("Doing this …", machine.brought))
    bring(machine.part, machine.said.append)
    assert machine.said == ["Doing this …", "Part Two is here: here 1.0"]


def test_a_recipe_that_did_not_help_is_an_error_with_what_it_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = Machine(there=False)
    recipe(monkeypatch, Recipe("Doing this …", lambda: "ask your administrator"))
    with pytest.raises(InstallError, match="ask your administrator"):
        bring(machine.part, machine.said.append)


def test_a_part_without_a_recipe_is_not_brought() -> None:
    with pytest.raises(InstallError, match=r"Python is not brought by this command: see README"):
        bring(find_part("python"), pytest.fail)


def test_every_part_that_a_unit_may_need_has_a_recipe_or_says_where_to_look() -> None:
    for part in parts.parts([]):
        assert part.key in installs.RECIPES or part.install == "see README.md"
        assert part.install in (f"labs install {part.key}", "see README.md")


def test_a_lock_that_cannot_be_installed_shows_pips_words_and_the_cause(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"nowhere @ file://{tmp_path}/nowhere.whl --hash=sha256:{'0' * 64}\n")
    monkeypatch.setattr(installs, "LOCK", lock)
    with pytest.raises(InstallError, match=r"nowhere\.whl[\s\S]*-m pip [\s\S]*Likely cause"):
        installs.RECIPES["valkey"].do()


def test_system_packages_are_those_that_the_tests_install() -> None:
    known = {part.package for part in system_packages.PARTS}
    assert {"docker.io", "chromium", "bubblewrap"} <= known
