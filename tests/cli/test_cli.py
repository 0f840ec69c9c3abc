"""The command: help that shows how, and exit codes that tell."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from labs.cli import app

Labs = Callable[..., Result]
COMMANDS = ["lab", "test", "render", "check", "coverage"]


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
    assert {command.name or command.callback.__name__ for command in app.registered_commands} == {
        *COMMANDS
    }


@pytest.mark.parametrize("command", ["test", "render", "check"])
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
