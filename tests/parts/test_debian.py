"""Packages unpacked without root: whole and tried, or not at all; what was fetched is kept."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from labs.parts import Debian, InstallError
from labs.parts.commands import run
from labs.parts.debian import libraries
from labs.servers import MariaDB

Machine = Callable[..., None]


TOOL = Debian("tool", ["tool"], "usr/bin/tool", size="1 MB", elsewhere="  brew install tool")


def fine(program: Path) -> None:
    assert program.exists()
    assert program.parts[-3:] == ("usr", "bin", "tool")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the tool will be; its path has a space and a letter that is not ASCII."""
    monkeypatch.setenv("LABS_PROGRAMS", str(tmp_path / "programs ü"))
    return TOOL.home()


@pytest.fixture
def machine(tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine whose apt-get and dpkg say and do this."""

    def pretend(update: str = "true", install: str = "true", dpkg: str = "true") -> None:
        apt = f"""
for part; do case $part in --config-file=*) conf="${{part#*=}}";; esac; done
archives="$(sed -n 's/^Dir::Cache::Archives "\\(.*\\)";/\\1/p' "$conf")"
case "$*" in
  *" update") echo update >> {log}; {update};;
  *--print-uris) echo "'somewhere/tool_1.deb' tool_1.deb 4096 SHA256:0";;
  *) echo "install ${{@: -1}}" >> {log}; {install} && touch "$archives/tool_1.deb";;
esac"""
        unpack = f"""
echo "unpack $(basename "$2")" >> {log}
mkdir -p "$3/usr/bin"
{dpkg} && touch "$3/usr/bin/tool\""""
        (tmp_path / "bin").mkdir(exist_ok=True)
        for name, source in {"apt-get": apt, "dpkg": unpack}.items():
            program = tmp_path / "bin" / name
            program.write_text(f"#!/bin/bash\n{source}\n")
            program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")

    return pretend


def names(folder: Path) -> list[str]:
    """What is beside the folder, and it."""
    return sorted(each.name for each in folder.parent.iterdir())


def test_packages_are_fetched_unpacked_and_tried_and_nothing_else_is_left(
    machine: Machine, folder: Path, log: Path
) -> None:
    machine()
    TOOL.bring(fine)
    assert log.read_text().splitlines() == ["update", "install tool", "unpack tool_1.deb"]
    assert names(folder) == [".tool-lock", "tool"]


def test_a_pattern_stands_for_a_program_with_a_version_in_its_name(
    machine: Machine, folder: Path
) -> None:
    machine(dpkg='touch "$3/usr/bin/tool8.4"')
    versioned = replace(TOOL, program="usr/bin/tool[0-9]*")
    tried: list[str] = []
    versioned.bring(lambda program: tried.append(program.name))
    assert tried == ["tool8.4"]
    assert versioned.found() == folder / "usr/bin/tool8.4"


def test_a_program_finds_the_libraries_that_were_unpacked_with_it(tmp_path: Path) -> None:
    program, own = tmp_path / "usr/bin/tool", tmp_path / "usr/lib/aarch64-linux-gnu"
    assert libraries(program) == {}
    own.mkdir(parents=True)
    assert libraries(program) == {"LD_LIBRARY_PATH": str(own)}
    assert libraries(Path("/usr/bin/env")) == {}


def test_what_is_there_is_not_brought_again(machine: Machine, folder: Path, log: Path) -> None:
    machine()
    TOOL.bring(fine)
    log.unlink()
    TOOL.bring(fine)
    assert not log.exists()


def test_what_does_not_work_is_not_left_and_need_not_be_fetched_again(
    machine: Machine, folder: Path
) -> None:
    def broken(program: Path) -> None:
        raise InstallError("no")

    machine()
    with pytest.raises(InstallError, match="no"):
        TOOL.bring(broken)
    assert names(folder) == [".tool-fetched", ".tool-lock"]
    machine(install='[ -e "$archives/tool_1.deb" ]')
    TOOL.bring(fine)
    assert names(folder) == [".tool-lock", "tool"]


def test_what_a_killed_run_had_unpacked_is_not_taken_for_whole(
    machine: Machine, folder: Path
) -> None:
    half = folder.with_name(".tool-draft") / "half"
    half.mkdir(parents=True)
    machine()
    TOOL.bring(fine)
    assert not (folder / "half").exists()


@pytest.mark.parametrize("error", [KeyboardInterrupt, InstallError])
def test_an_interrupt_while_unpacking_leaves_no_half(
    machine: Machine, folder: Path, error: type[BaseException]
) -> None:
    def interrupted(program: Path) -> None:
        raise error

    machine()
    with pytest.raises(error):
        TOOL.bring(interrupted)
    assert names(folder) == [".tool-fetched", ".tool-lock"]


def test_a_damaged_package_is_quoted(machine: Machine, folder: Path) -> None:
    machine(dpkg="{ echo not a package; exit 2; }")
    with pytest.raises(InstallError, match=r"not a package[\s\S]*tool_1\.deb[\s\S]*exit code 2"):
        TOOL.bring(fine)
    assert not folder.exists()


def test_a_package_whose_checksum_differs_is_refused(machine: Machine, folder: Path) -> None:
    machine(install="{ echo E: Failed to fetch tool_1.deb  Hash Sum mismatch; exit 100; }")
    with pytest.raises(InstallError, match=r"Hash Sum[\s\S]*download is not what is expected"):
        TOOL.bring(fine)
    assert not folder.exists()


def test_links_that_name_a_place_of_the_system_lead_to_what_was_unpacked(
    machine: Machine, folder: Path
) -> None:
    machine(
        dpkg='mkdir -p "$3/etc" && touch "$3/etc/tool" && ln -s /etc/tool "$3/usr/bin/conf" '
        '&& ln -s /dev/null "$3/usr/bin/null"'
    )
    TOOL.bring(fine)
    assert (folder / "usr/bin/conf").readlink() == Path("../../etc/tool")
    assert (folder / "usr/bin/null").readlink() == Path("/dev/null")


def test_a_source_that_fails_is_of_no_matter_if_another_has_the_packages(
    machine: Machine, folder: Path
) -> None:
    machine(update="{ echo no such source; exit 100; }")
    TOOL.bring(fine)
    assert folder.exists()


@pytest.mark.parametrize("code", [0, 100])
def test_where_the_packages_cannot_be_had_apts_words_on_the_lists_are_shown_too(
    machine: Machine, folder: Path, code: int
) -> None:
    machine(
        update=f"{{ echo W: Failed to fetch the list; exit {code}; }}",
        install="{ echo E: Unable to locate package tool; exit 100; }",
    )
    with pytest.raises(InstallError, match=r"Failed to fetch[\s\S]*Unable to locate[\s\S]*100"):
        TOOL.bring(fine)
    assert not folder.exists()


def test_progress_is_not_taken_for_words(machine: Machine, folder: Path) -> None:
    progress = "echo dlstatus:1:12.5000:Retrieving file 1 of 7"
    machine(install=f"{{ {progress}; echo E: broken; exit 1; }}")
    with pytest.raises(InstallError) as caught:
        TOOL.bring(fine)
    assert "E: broken" in str(caught.value)
    assert "dlstatus" not in str(caught.value)


def test_nothing_is_shown_where_nobody_looks(
    machine: Machine, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    machine(update="echo dlstatus:1:12.5000:Retrieving")
    TOOL.bring(fine)
    assert capfd.readouterr() == ("", "")


def test_packages_without_the_program_are_not_taken_for_it(machine: Machine, folder: Path) -> None:
    machine(dpkg="false")
    with pytest.raises(InstallError):
        TOOL.bring(pytest.fail)
    assert not folder.exists()


def test_the_last_of_many_lines_are_quoted() -> None:
    with pytest.raises(InstallError) as caught:
        run(["sh", "-c", "seq 1000; exit 3"])
    said = str(caught.value)
    assert "\n1000\n`sh -c seq 1000; exit 3` failed (exit code 3)" in said
    assert len(said.splitlines()) < 50


def test_a_command_that_is_not_there_is_an_error() -> None:
    with pytest.raises(InstallError, match="`no-such-program` cannot be run: No such file"):
        run(["no-such-program"])


def test_where_there_is_no_apt_the_other_routes_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("LABS_PROGRAMS", str(tmp_path / "programs"))
    with pytest.raises(InstallError, match=r"conda[\s\S]*brew[\s\S]*docker[\s\S]*MYSQL_URL"):
        MariaDB.recipe.bring(MariaDB.verify)
    assert not MariaDB.recipe.home().exists()
