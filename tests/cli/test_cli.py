"""The command: help that shows how, and exit codes that tell."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from labs.cli import app

Labs = Callable[..., Result]
LEARNING = ["lab", "check", "progress", "update", "reset", "handin", "new"]
MACHINE = ["doctor", "install", "up", "down", "status", "bench"]
WRITING = ["test", "prove", "render", "coverage", "grade"]
COMMANDS = [*LEARNING, *MACHINE, *WRITING]


@pytest.fixture
def labs() -> Labs:
    runner = CliRunner()
    return lambda *words: runner.invoke(app, words)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example_in_its_help(labs: Labs, command: str) -> None:
    done = labs(command, "--help")
    assert done.exit_code == 0
    assert f"labs {command}" in done.stdout.split("Example")[1]


def test_help_names_every_command(labs: Labs) -> None:
    listed = labs("--help").stdout
    assert all(f" {command} " in listed for command in COMMANDS)
    assert set(get_command(app).commands) == set(COMMANDS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", ["test", "render", "check", "reset", "bench"])
def test_an_unknown_unit_is_one_clear_line_and_exit_code_2(labs: Labs, command: str) -> None:
    done = labs(command, "J99.9")
    assert done.exit_code == 2
    assert done.stderr.startswith("There is no unit 'J99.9'.")
    assert done.stderr.count("\n") == 1


def test_an_impossible_port_is_refused(labs: Labs) -> None:
    assert labs("lab", "--port", "70000").exit_code == 2


def test_coverage_as_json_has_every_row(labs: Labs) -> None:
    done = labs("coverage", "--json")
    assert done.exit_code == 0
    rows = json.loads(done.stdout)
    assert len(rows) == 402
    assert {"J05.01", "S15.01"} <= {row["id"] for row in rows}


def test_help_imports_nothing_slow() -> None:
    slow = {"nbformat", "nbgrader", "nbclient", "pydantic", "requests", "jupyterlab"}
    code = "import sys, labs.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert not slow & set(loaded.stdout.split())


def test_an_unknown_part_or_server_is_told_those_that_there_are(labs: Labs) -> None:
    part, server = labs("install", "kafka"), labs("up", "kafka")
    assert part.exit_code == server.exit_code == 2
    assert "There is no part 'kafka'. There are: python, " in part.stderr
    assert (
        "There is no server 'kafka' to keep up. There are: mongodb, mysql, postgres, redis."
        in server.stderr
    )


def test_doctor_as_json_has_every_part_and_the_exit_code_tells(
    labs: Labs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    done = labs("doctor", "--json")
    assert done.exit_code == 0
    assert {"python", "valkey", "services", "docker", "chromium", "bubblewrap"} < {
        state["part"] for state in json.loads(done.stdout)
    }
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    done = labs("doctor")
    assert done.exit_code == 1
    assert "REDIS_URL leads to 127.0.0.1:1, where nothing answers" in done.stdout
    assert "Missing for units that are written: Valkey." in done.stdout


def test_a_part_that_is_here_is_not_brought_again(labs: Labs) -> None:
    done = labs("install", "services")
    assert done.exit_code == 0
    assert "Flytower's services is here already" in done.stdout


def test_several_parts_are_brought_at_once_and_one_that_fails_stops_no_other(
    labs: Labs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    done = labs("install", "valkey", "services")
    assert done.exit_code == 1
    assert "Flytower's services is here already" in done.stdout
    assert "where nothing answers" in done.stderr
    assert "Not brought: Valkey." in done.stderr


def test_install_brings_what_units_need_or_every_part(
    labs: Labs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "labs.machine.installs.bring", lambda need, say: asked.append(need.part.key)
    )
    assert labs("install").exit_code == 0
    assert {"python", "valkey", "node"} <= set(asked)
    assert not {"docker", "toxiproxy"} & set(asked)
    asked.clear()
    assert labs("install", "--all").exit_code == 0
    assert {"python", "valkey", "node", "docker", "toxiproxy", "elasticmq"} <= set(asked)


def test_names_and_all_contradict_each_other(labs: Labs) -> None:
    done = labs("install", "--all", "valkey")
    assert done.exit_code == 2
    assert "name parts, or say --all" in done.stderr


def test_bench_measures_units_unless_it_is_told_to_measure_the_grader(labs: Labs) -> None:
    assert labs("bench", "J99.9").stderr == labs("bench", "units", "J99.9").stderr
    assert "--sample" in labs("bench", "grade", "--help").stdout
    done = labs("bench", "grade", "--area", "junior/99-nothing")
    assert done.exit_code == 2
    assert done.stderr.startswith("There is no area junior/99-nothing.")
