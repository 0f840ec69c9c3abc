"""The locks: of one resolution, fresh, small where a learner begins, and without addresses."""

import re
import shutil
from itertools import combinations
from pathlib import Path

import pytest

from labs.machine import locks
from labs.settings import ROOT

FIXED = {
    *("jupyterlab", "nbgrader", "pandas", "sqlalchemy", "duckdb"),
    *("redis", "requests", "locust", "nbval", "pytest"),
}
"""What the course promises to stand on."""


def names(path: Path) -> set[str]:
    return {re.split(r"[=\[]", line)[0] for line in locks.pins(path)}


def test_they_are_fresh() -> None:
    assert locks.stale() == [], "run `make lock`"


def test_a_changed_pyproject_makes_them_stale(tmp_path: Path) -> None:
    for path in (ROOT / "pyproject.toml", *locks.paths().values()):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(path, copy)
    assert locks.stale(tmp_path) == []
    (tmp_path / "locks" / "node.lock").unlink()
    assert locks.stale(tmp_path) == ["locks/node.lock"]
    project = tmp_path / "pyproject.toml"
    project.write_text(project.read_text().replace('"nbval",', '"nbval>=1",'))
    assert len(locks.stale(tmp_path)) == len(locks.paths())


def test_the_first_start_brings_what_the_course_stands_on_and_no_tool_of_its_tests() -> None:
    start = names(ROOT / locks.START)
    assert start >= FIXED
    assert not start & {"ruff", "playwright", "distributed", "jupyter-repo2docker"}


def test_no_two_disagree_and_none_repeats_the_first_start() -> None:
    start = set(locks.pins(ROOT / locks.START))
    pinned = {path.name: set(locks.pins(path)) for path in locks.paths().values()}
    for name, lines in pinned.items():
        assert lines, name
        assert name == locks.START or not lines & start, name
    for (one, here), (other, there) in combinations(pinned.items(), 2):
        for line in here:
            version = line.split()[0]
            same = {each.split()[0] for each in there if each.partition("==")[0] == _name(line)}
            assert not same or version in same, f"{one} has {version}, {other} {same}"


def _name(line: str) -> str:
    return line.partition("==")[0]


@pytest.mark.parametrize("path", locks.paths().values(), ids=lambda path: path.name)
def test_each_package_has_hashes_and_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    for line, block in locks.pins(path).items():
        assert "--hash=sha256:" in block, line
