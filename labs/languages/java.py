"""Java: compiled by the JDK of this machine, all programs of one call in one JVM."""

import re
import subprocess
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from labs.languages.compiling import CompiledLanguage, Draft
from labs.languages.telling import NOT_WRITTEN, Failure
from labs.parts import Recipe
from labs.parts.java import JAVAC
from labs.parts.program import Program, Version

_COMPILER = Path(__file__).with_name("java") / "Compile.java"
_SMALL = ("-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1")
"""What a JVM needs that lives for a second; it leaves no file of its own behind."""

_RUN = ("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx512m")
_THROWN = re.compile(r'^Exception in thread "[^"]*" (?P<what>.*)', re.MULTILINE)
_PACKAGE = re.compile(r"\b(?:[a-z]\w*\.)+(?=[A-Z])")


class Java(CompiledLanguage):
    """Programs in Java: `Quote.java` holds the class `Quote`, which has the method main."""

    key: ClassVar[str] = "java"
    name = "Java"
    recipe: ClassVar[Recipe] = JAVAC.recipe
    runtime: ClassVar[Program] = JAVAC
    least: ClassVar[Version] = (17,)
    endings: ClassVar[Collection[str]] = ("java",)
    remark: ClassVar[str] = "//"
    flags: ClassVar[Sequence[str]] = ("-nowarn",)
    """What javac is asked for; a lesson about its warnings asks for more."""

    stub: ClassVar[str] = f'throw new UnsupportedOperationException("{NOT_WRITTEN}");'
    complaint: ClassVar[re.Pattern[str]] = re.compile(
        r"^[\w.-]+\.java:\d+: error: (?P<what>.*)", re.MULTILINE
    )
    hints: ClassVar[Mapping[str, str]] = {
        r"cannot find symbol": "it is spelt otherwise, or nothing declares it.",
        r"incompatible types: (\S+) cannot be converted to (\S+)": (
            "a value of one type ({}) stands where another ({}) is asked for."
        ),
        r"possible lossy conversion from (\S+) to (\S+)": (
            "{} may hold what {} cannot; a cast says that you mean it, and loses it silently."
        ),
        r"missing return statement": "one way through the method ends without a return.",
        r"unreported exception (\S+);": "catch {}, or declare it: throws.",
        r"unreachable statement": "the line before always leaves: nothing comes after it.",
        r"class (\S+) is public, should be declared in": (
            "the cell's first line names another file: a public class bears its file's name."
        ),
        r"(?i)could not find or load main class": "the class bears the name of its file.",
        r"Main method not found": "write public static void main(String[] args) in it.",
    }

    @classmethod
    def find(cls) -> Path | None:
        """The `java` of a JDK."""
        compiler = super().find()
        return compiler.resolve().with_name("java") if compiler else None

    @classmethod
    def can_run(cls, source: str) -> bool:
        return "main" in source

    @classmethod
    def compile(cls, drafts: Sequence[Draft]) -> Sequence[str]:
        """In one JVM, which compiles Compile.java first and then, with that, the drafts."""
        sources = [draft.source for draft in drafts]
        subprocess.run(
            [cls.find() or "java", *_SMALL, f"-Dflags={' '.join(cls.flags)}", _COMPILER, *sources],
            env=cls.variables(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
        return [_said_of(draft) for draft in drafts]

    @classmethod
    def command(cls, program: str, place: Path) -> Sequence[str | Path]:
        return [cls.find() or "java", *_RUN, "-cp", place, program.partition(".")[0]]

    @classmethod
    def failure(cls, code: int, stderr: str) -> tuple[Failure, str]:
        thrown = _THROWN.search(stderr)
        if thrown is None:
            said = re.search(r"^Error: (.*)", stderr, re.MULTILINE)
            return Failure(said[1] if said else "", stderr), stderr
        return Failure(_PACKAGE.sub("", thrown["what"]), stderr[thrown.start() :]), stderr


def _said_of(draft: Draft) -> str:
    """What javac said of it, without the folder, and with each unknown name on its error's line."""
    said = (draft.folder / "javac.txt").read_text(encoding="utf-8").replace(f"{draft.folder}/", "")
    return re.sub(r"(: cannot find symbol)(\n.*\n.*)\n  symbol: +(.*)", r"\1: \3\2", said)
