"""Commands built by Go: of modules whose checksums are known, with a Go that is new enough."""

import shutil
from pathlib import Path

import pytest

from labs.parts import Go, InstallError, go
from labs.parts.go import GO, GoLibrary
from labs.servers import Toxiproxy

MOD = "module trial\n\ngo 1.24\n"
MAIN = 'package main\n\nfunc main() { println("six times seven") }\n'


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    """A command of a module without others: it needs no network."""
    folder = tmp_path / "tool"
    folder.mkdir()
    for name, text in {"go.mod": MOD, "go.sum": "", "main.go": MAIN}.items():
        (folder / name).write_text(text)
    monkeypatch.setenv("LABS_PROGRAMS", str(tmp_path / "programs ü"))
    return Go(folder, "trial", "tool", "nothing")


def fine(program: Path) -> None:
    assert program.stat().st_mode & 0o100


def test_it_is_built_once(tool: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    tool.bring(fine)
    assert tool.found() == tool.home() / "tool"
    monkeypatch.setattr(go.Program, "bring", pytest.fail)
    tool.bring(fine)


def test_what_does_not_compile_is_quoted_and_not_kept(tool: Go) -> None:
    (tool.folder / "main.go").write_text("package main\n\nfunc main() { nothing() }\n")
    with pytest.raises(InstallError, match=r"undefined: nothing[\s\S]*go build .*exit code 1"):
        tool.bring(fine)
    assert tool.found() is None


@pytest.fixture
def toxiproxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    """The real one, with an empty cache of modules."""
    folder = tmp_path / "toxiproxy"
    shutil.copytree(Toxiproxy.recipe.folder, folder)
    monkeypatch.setenv("GOMODCACHE", str(tmp_path / "modules"))
    monkeypatch.setenv("GOFLAGS", "-modcacherw")
    monkeypatch.setenv("LABS_PROGRAMS", str(tmp_path / "programs"))
    return Go(folder, Toxiproxy.recipe.package, "toxiproxy-server", "nothing")


def test_without_a_network_gos_words_and_the_cause_are_shown(
    toxiproxy: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOPROXY", "http://127.0.0.1:1")
    with pytest.raises(InstallError, match=r"connection refused[\s\S]*no network"):
        toxiproxy.bring(fine)
    assert toxiproxy.found() is None


def test_a_module_whose_checksum_differs_is_refused(
    toxiproxy: Go, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    served = tmp_path / "served" / "github.com" / "!shopify" / "toxiproxy" / "v2" / "@v"
    served.mkdir(parents=True)
    (served / "v2.5.0.mod").write_text("module github.com/Shopify/toxiproxy/v2\n")
    monkeypatch.setenv("GOPROXY", f"file://{tmp_path}/served")
    with pytest.raises(InstallError, match=r"checksum mismatch[\s\S]*not what is expected"):
        toxiproxy.bring(fine)
    assert toxiproxy.found() is None


def test_every_module_of_a_real_part_is_pinned() -> None:
    assert Toxiproxy.recipe.least == (1, 24)
    assert Toxiproxy.recipe.module_version() == "2.5.0"
    assert "toxiproxy/v2 v2.5.0 h1:" in (Toxiproxy.recipe.folder / "go.sum").read_text()


# --- Go itself ----------------------------------------------------------------------------------


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without Go and without its wheel; PATH is `bin`."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(go, "_USUAL", tmp_path / "usual" / "go")
    monkeypatch.setattr(go, "find_spec", lambda name: None)
    monkeypatch.setattr(go.Wheel, "bring", lambda self, verify: None)
    return tmp_path


def fake(place: Path, said: str) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    program = place / "go"
    program.write_text(f"#!/bin/sh\necho 'go version go{said} linux/amd64'\n")
    program.chmod(0o755)
    return program


def test_its_version_is_read(tmp_path: Path) -> None:
    assert GO.version(fake(tmp_path / "a", "1.26.8")) == (1, 26, 8)
    assert GO.version(tmp_path / "none" / "go") == ()


def test_the_path_comes_first_unless_it_is_too_old(nowhere: Path) -> None:
    assert GO.find((1, 24)) is None
    usual = fake(nowhere / "usual", "1.24.0")
    fake(nowhere / "bin", "1.19.8")
    assert GO.find((1, 24)) == usual


def test_where_all_are_too_old_and_there_is_no_wheel_it_is_told_what_to_do(nowhere: Path) -> None:
    old = fake(nowhere / "bin", "1.19.8")
    with pytest.raises(InstallError) as raised:
        GO.bring((1, 24))
    told = str(raised.value)
    assert f"Go 1.24 or later is needed. Found: Go 1.19.8 ({old})" in told
    assert all(way in told for way in ("What to do", "brew", "conda"))


# --- its library --------------------------------------------------------------------------------


def test_the_library_is_compiled_once_for_each_version_and_its_flags(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABS_PROGRAMS", str(nowhere / "programs"))
    monkeypatch.setenv("PATH", f"{nowhere}/bin:/usr/bin:/bin")
    program = fake(nowhere / "bin", "1.26.8")
    with program.open("a") as script:
        script.write('if [ "$1" = build ]; then echo "$@" > "$GOCACHE/README"; fi\n')
    library = GoLibrary((1, 24), ["fmt", "net/http"], ["-trimpath"])
    assert library.found() is None
    library.bring(lambda readme: None)
    assert (library.home() / "README").read_text() == "build -trimpath fmt net/http\n"
    assert GoLibrary((1, 24), ["fmt"], ["-trimpath"]).found() is None
