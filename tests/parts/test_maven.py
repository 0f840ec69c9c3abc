"""Jars by Maven: exactly those that are named, by their checksums, or none of them."""

import hashlib
from pathlib import Path

import pytest

from labs.parts import InstallError, Maven, maven
from labs.parts.maven import checksums
from labs.parts.program import Program
from labs.servers import ElasticMQ

JAR = b"a jar"
SHA256 = hashlib.sha256(JAR).hexdigest()


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maven:
    """A program of one jar; PATH has only what `machine` puts there."""
    folder = tmp_path / "tool"
    folder.mkdir()
    (folder / "pom.xml").write_text("<project/>")
    (folder / "jars.sha256").write_text(f"{SHA256}  tool-1.jar\n")
    monkeypatch.setenv("LABS_PROGRAMS", str(tmp_path / "programs ü"))
    monkeypatch.setattr(Program, "bring", lambda java, least: Path("/jdk/bin/java"))
    return Maven(folder, "tool-1.jar", "nothing")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that says what its Maven does, in the shell's words."""
    script = tmp_path / "does"
    program = tmp_path / "bin" / "mvn"
    program.parent.mkdir()
    program.write_text(f"""#!/bin/bash
[ "$JAVA_HOME" = /jdk ] && [ -e pom.xml ] || exit 9
for part; do case $part in -DoutputDirectory=*) out="${{part#*=}}";; esac; done
. '{script}'
""")
    program.chmod(0o755)
    script.write_text("printf 'a jar' > \"$out/tool-1.jar\"")
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    return script


def fine(program: Path) -> None:
    assert program.read_bytes() == JAR


def test_what_is_named_is_fetched_verified_and_tried(tool: Maven, machine: Path) -> None:
    tool.bring(fine)
    assert tool.found() == tool.home() / "tool-1.jar"
    machine.write_text("exit 7")  # off-line, say: nobody asks it
    tool.bring(fine)


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("printf 'another' > \"$out/tool-1.jar\"", "tool-1.jar"),
        ('printf \'a jar\' | tee "$out/tool-1.jar" > "$out/more-2.jar"', "more-2.jar"),
        ("true", "tool-1.jar"),
    ],
    ids=["changed", "one more", "missing"],
)
def test_what_differs_is_named_and_not_kept(
    tool: Maven, machine: Path, does: str, told: str
) -> None:
    machine.write_text(does)
    with pytest.raises(InstallError, match=rf"jars\.sha256 names: {told}\.[\s\S]*settings\.xml"):
        tool.bring(fine)
    assert tool.found() is None
    assert [each.name[-5:] for each in tool.home().parent.iterdir()] == ["-lock"]


def test_without_a_network_mavens_words_and_the_cause_are_shown(tool: Maven, machine: Path) -> None:
    machine.write_text("echo '[ERROR] Could not transfer artifact a:b:jar:1'; exit 1")
    with pytest.raises(InstallError, match=r"Could not transfer[\s\S]*code 1[\s\S]*no network"):
        tool.bring(fine)
    assert tool.found() is None


def test_where_there_is_no_maven_and_no_apt_the_other_routes_are_named(
    tool: Maven, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InstallError, match=r"mvn is unpacked from[\s\S]*brew[\s\S]*conda"):
        tool.bring(fine)


def test_other_jars_have_another_place(tool: Maven) -> None:
    before = tool.home()
    (tool.folder / "jars.sha256").write_text(f"{SHA256}  tool-2.jar\n")
    assert tool.home() != before


def test_the_list_is_made_of_what_maven_brings(tool: Maven, machine: Path) -> None:
    (tool.folder / "jars.sha256").unlink()
    maven.main(tool.folder)
    assert checksums(tool.folder) == {"tool-1.jar": SHA256}


def test_every_jar_of_a_real_part_is_pinned() -> None:
    pinned = checksums(ElasticMQ.recipe.folder)
    assert ElasticMQ.recipe.program in pinned
    assert {len(digest) for digest in pinned.values()} == {64}
