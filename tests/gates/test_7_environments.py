"""Gate 7: however the course is set up, it is the same course: conda, Binder, Docker, the forge."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from labs.bootstrap import SUPPORTED
from labs.machine import locks
from labs.machine.environments import BINDER, SOURCE, binder_environment
from labs.machine.up import kinds
from labs.servers import server_kinds
from labs.settings import ROOT
from tests.support.binder import TOKEN, Binder, learner
from tests.support.container.engine import Docker
from tests.support.terminal import answer_in_terminal

BIN = Path(sys.executable).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
DEVCONTAINER = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
SCRIPTS = [
    "binder/postBuild",
    "binder/start",
    "tests/support/container/redis-cli",
    "tests/support/container/redis-server",
]


def tool(name: str, *arguments: str | Path, **options: Any) -> "subprocess.CompletedProcess[str]":
    """Run a program of the test extra."""
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])  # actionlint calls shellcheck
    return subprocess.run(
        [BIN / name, *arguments],
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def pip_lines(environment: Mapping[str, Any]) -> list[str]:
    return next(each["pip"] for each in environment["dependencies"] if isinstance(each, dict))


# --- they agree -----------------------------------------------------------------------------


def test_the_locks_pin_what_pyproject_asks_for() -> None:
    extras = PROJECT["optional-dependencies"]
    start = [*PROJECT["dependencies"], *extras["setup"]]
    for extra, path in locks.paths().items():
        pinned = {line.partition("==")[0].partition("[")[0]: line for line in all_pins(path)}
        for each in map(Requirement, extras[extra] if extra else start):
            line = pinned.get(canonicalize_name(each.name))
            assert line, f"{each.name} is not in {path.name}"
            version = line.partition("==")[2].split()[0]
            assert each.specifier.contains(version), f"{each}, but {path.name} has {version}"


def all_pins(path: Path) -> list[str]:
    """Those of a lock and of the first start, which comes before it."""
    return [*locks.pins(path), *locks.pins(ROOT / locks.START)]


@pytest.mark.parametrize("file", [SOURCE, BINDER], ids=lambda file: file.parent.name)
def test_a_conda_environment_takes_its_python_packages_from_the_lock(file: Path) -> None:
    environment = yaml.safe_load(file.read_text())
    (python,) = [each for each in environment["dependencies"] if "python=" in each]
    version = python.removeprefix("python=")
    assert version == f"{SUPPORTED[0][0]}.{SUPPORTED[0][1]}", "stored outputs are of that version"
    assert SpecifierSet(PROJECT["requires-python"]).contains(f"{version}.99")
    hashes, lock = pip_lines(environment)
    assert hashes == "--require-hashes"
    assert (file.parent / lock.removeprefix("-r ")).resolve() == ROOT / "requirements.lock"


def test_binders_environment_is_made_of_the_one_for_conda() -> None:
    made = binder_environment(SOURCE.read_text())
    assert BINDER.read_text() == made, "run `python -m labs.machine.environments`"


def test_every_python_of_the_set_up_is_tested_by_the_forge() -> None:
    jobs = yaml.safe_load(WORKFLOW.read_text())["jobs"]
    matrix = jobs["course"]["strategy"]["matrix"]
    assert matrix["python"] == [f"{major}.{minor}" for major, minor in SUPPORTED]
    assert {system.split("-")[0] for system in matrix["system"]} == {"ubuntu", "macos"}


def test_the_forge_tests_each_change_and_proves_the_whole_each_week() -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text())
    triggers = workflow[True]  # YAML 1.1 reads `on` so
    assert triggers.keys() == {"push", "pull_request", "schedule", "workflow_dispatch"}
    assert [each["cron"].split()[2:] for each in triggers["schedule"]] == [["*", "*", "1"]]
    made = {
        command: set(re.findall(r"github\.event_name == '(\w+)'", step.get("if", "")))
        for step in workflow["jobs"]["course"]["steps"]
        for command in re.findall(r"^make \w+", step.get("run", ""), re.MULTILINE)
    }
    assert made == {
        "make lab": set(),
        "make test": {"push", "pull_request"},
        "make prove": {"schedule", "workflow_dispatch"},
    }


def test_the_devcontainer_runs_the_course_on_the_port_that_it_forwards() -> None:
    (port,) = DEVCONTAINER["forwardPorts"]
    assert DEVCONTAINER["postAttachCommand"] == f"make lab BROWSER=0 PORT={port}"
    assert str(port) in DEVCONTAINER["portsAttributes"]
    version = DEVCONTAINER["image"].removeprefix("python:").split("-")[0]
    assert tuple(map(int, version.split("."))) in SUPPORTED
    set_up, bring = DEVCONTAINER["postCreateCommand"].split(" && ")
    assert (ROOT / set_up.removeprefix("python ")).is_file()
    assert bring == ".venv/bin/labs install"


# --- their own tools read them --------------------------------------------------------------


def test_repo2docker_reads_binder_and_runs_nothing_of_it_as_root() -> None:
    done = tool("jupyter-repo2docker", "--no-build", "--debug", "--user-id=1000", ROOT)
    assert done.returncode == 0, done.stderr
    assert f"python={SUPPORTED[0][0]}.{SUPPORTED[0][1]}" in done.stderr
    packages = " ".join((ROOT / "binder" / "apt.txt").read_text().split())
    assert f"apt-get install --yes --no-install-recommends {packages}" in done.stdout
    assert 'ENV R2D_ENTRYPOINT="${REPO_DIR}/binder/start"' in done.stdout
    by_user = re.split(r"^USER (\S+)$", done.stdout, flags=re.MULTILINE)
    users, dockerfile = by_user[1::2], by_user[2::2]
    for step in ('env update -p ${NB_PYTHON_PREFIX} --file "binder/environment.yml"',
                 "RUN ./binder/postBuild", "ENTRYPOINT"):  # fmt: skip
        whose = [user for user, lines in zip(users, dockerfile, strict=True) if step in lines]
        assert whose == ["${NB_USER}"], step


def test_apt_txt_is_sorted_and_apt_knows_each_package() -> None:
    packages = (ROOT / "binder" / "apt.txt").read_text().splitlines()
    assert packages == sorted(set(packages))
    if shutil.which("apt-cache"):
        for package in packages:
            shown = subprocess.run(
                ["apt-cache", "show", package], capture_output=True, text=True, check=False
            )
            assert f"Package: {package}" in shown.stdout, f"{package}: {shown.stderr}"


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_executable_and_shellcheck_has_no_objection(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    done = tool("shellcheck", ROOT / script)
    assert done.returncode == 0, done.stdout


LINTERS = {
    "actionlint": ["actionlint", WORKFLOW],
    "zizmor": ["zizmor", "--offline", "--no-progress", "--persona=auditor", WORKFLOW],
}


@pytest.mark.parametrize("command", LINTERS.values(), ids=LINTERS.keys())
def test_the_workflow_has_no_fault(command: list[str | Path]) -> None:
    done = tool(str(command[0]), *command[1:])
    assert done.returncode == 0, done.stdout + done.stderr


def test_compose_reads_compose_yaml_and_binds_to_this_machine_only() -> None:
    said = Docker({}).compose("--file", str(ROOT / "compose.yaml"), "config", "--format", "json")
    services = json.loads(said)["services"]
    containers = {kind.container.service: kind for kind in server_kinds() if kind.container}
    assert services.keys() == containers.keys() <= kinds().keys()
    told = (ROOT / "compose.yaml").read_text()
    for name, kind in containers.items():
        offered = kind.container
        image = os.environ.get(f"FLYTOWER_{name.upper()}_IMAGE", offered.image)
        assert services[name]["image"] == image
        assert [port["target"] for port in services[name]["ports"]] == [offered.port]
        published = rf"docker compose port {name} {offered.port}\)"
        assert re.search(f"export {kind.variable}=.*{published}", told), name
    for name, service in services.items():
        assert {"healthcheck", "image", "mem_limit"} <= service.keys(), name
        assert {port["host_ip"] for port in service["ports"]} == {"127.0.0.1"}, name
        assert {volume["type"] for volume in service["volumes"]} == {"volume"}, name


# --- Binder, for real -----------------------------------------------------------------------


def test_binder_serves_the_learners_copies_with_the_settings_of_make_lab(tmp_path: Path) -> None:
    binder = Binder(tmp_path)
    binder.build()
    with binder.start() as url, learner() as session:
        listing = session.get(f"{url}api/contents/", timeout=10).json()["content"]
        outside = session.get(f"{url}api/contents/notebooks", timeout=10)
        page = session.get(f"{url}lab/tree/start.ipynb", timeout=10).text
        documents = f"{url}lab/api/settings/@jupyterlab/docmanager-extension:plugin"
        settings = session.get(documents, timeout=10).json()
        command = answer_in_terminal(url, TOKEN, 'echo "<$(command -v labs)>"')
    assert {entry["name"] for entry in listing} == {"start.ipynb", "junior", "senior"}
    assert outside.status_code == 404, "a solution is one click away"
    (config,) = re.findall(r'id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    ours = json.loads((ROOT / "labs/course/jupyter/labconfig/page_config.json").read_text())
    assert set(ours["disabledExtensions"]) <= set(json.loads(config)["disabledExtensions"])
    assert settings["schema"]["properties"]["autosaveInterval"]["default"] == 5
    assert command == f"{binder.programs}/labs"
