"""Go: programs of a file or a few, built with Go's own library, which is compiled already."""

import re
import shutil
import subprocess
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from labs.languages.compiling import CompiledLanguage, Draft
from labs.languages.telling import NOT_WRITTEN, Failure
from labs.parts.go import GO, GoLibrary
from labs.parts.program import Program, Version, dotted

_LEAST = (1, 24)

_FLAGS = ("-trimpath",)
_PACKAGES = (
    *("bufio", "bytes", "cmp", "container/heap", "context", "encoding/json", "errors", "flag"),
    *("fmt", "io", "log", "log/slog", "maps", "math/big", "math/rand/v2", "net/http", "os/exec"),
    *("os/signal", "regexp", "runtime", "slices", "sort", "strconv", "strings", "sync", "time"),
)
"""What programs import most; others are compiled when they are."""

_MAIN = re.compile(r"(?:^|;)\s*func main\(", re.MULTILINE)
_THROWN = re.compile(r"^(?:panic|fatal error): (?P<what>.*)", re.MULTILINE)


class Go(CompiledLanguage):
    """Programs in Go, each one file of the package main, with those files that it names."""

    key: ClassVar[str] = "go"
    name = "Go"
    recipe: ClassVar[GoLibrary] = GoLibrary(_LEAST, _PACKAGES, _FLAGS)
    runtime: ClassVar[Program] = GO
    least: ClassVar[Version] = _LEAST
    endings: ClassVar[Collection[str]] = ("go",)
    remark: ClassVar[str] = "//"
    stub: ClassVar[str] = f'panic("{NOT_WRITTEN}")'
    complaint: ClassVar[re.Pattern[str]] = re.compile(
        r"^(?:\./)?[\w.-]+\.go:\d+(?::\d+)?: (?P<what>.*)", re.MULTILINE
    )
    hints: ClassVar[Mapping[str, str]] = {
        r"(\S+) imported and not used": "take {} out of the imports: Go wants none to spare.",
        r"declared and not used: (\S+)": "use {}, or take it out: Go wants none to spare.",
        r"undefined: (\S+)": "{} is spelt otherwise, or nothing declares it.",
        r"no required module provides package": "only packages of Go's own library are here.",
        r"cannot use .* as (\S+) value": "a value of one type stands where {} is asked for.",
        r"missing return": "one way through the function ends without a return.",
        r"all goroutines are asleep - deadlock": "each waits for another; none can go on.",
        r"index out of range \[(\S+)\] with length (\S+)": "it has {1} elements, counted from 0.",
        r"nil pointer dereference": "a pointer is followed that leads nowhere: it is nil.",
        r"concurrent map ": "two goroutines use one map at once: give it a mutex.",
        r"assignment to entry in nil map": "make the map first: make(map[...]...).",
    }

    @classmethod
    def find(cls) -> Path | None:
        """Go, if its library was compiled for programs."""
        return super().find() if cls.recipe.found() else None

    @classmethod
    def lacks(cls) -> str:
        if super().find():
            return "Go is here, but its library is not compiled yet"
        return super().lacks()

    @classmethod
    def verify(cls, program: Path) -> None:
        """There is nothing to try: what has compiled its library runs."""

    @classmethod
    def compile(cls, drafts: Sequence[Draft]) -> Sequence[str]:
        """One after the other: what costs is compiled already."""
        return [cls.build(draft, cls.recipe.home()) for draft in drafts]

    @classmethod
    def build(cls, draft: Draft, library: Path) -> str:
        """What Go says of a program that it builds with the library compiled in that folder."""
        if not _MAIN.search(draft.source.read_text(encoding="utf-8")):
            return f"{draft.program}:1: it has no func main(), and is part of another program"
        mod = f"module {draft.source.stem}\n\ngo {dotted(cls.least)}\n"
        (draft.folder / "go.mod").write_text(mod, encoding="utf-8")
        go = cls.runtime.find(cls.least) or "go"
        done = subprocess.run(
            [go, "build", *cls.recipe.flags, "-o", draft.source.stem, *_files(draft)],
            cwd=draft.folder,
            env={
                **cls.variables(),
                **cls.recipe.variables(library),
                "HOME": str(draft.folder),  # it keeps notes of its own work there
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        for notes in (".cache", ".config"):
            shutil.rmtree(draft.folder / notes, ignore_errors=True)
        return (done.stderr + done.stdout or "go failed") if done.returncode else ""

    @classmethod
    def command(cls, program: str, place: Path) -> Sequence[str | Path]:
        return [(place / program).with_suffix("")]

    @classmethod
    def failure(cls, code: int, stderr: str) -> tuple[Failure, str]:
        thrown = _THROWN.search(stderr)
        if thrown is None:
            return Failure(trace=stderr), stderr
        return Failure(thrown[0], stderr[thrown.start() :]), stderr


def _files(draft: Draft) -> list[str]:
    """The program, and what it names of the same package: files that are no programs themselves."""
    others = (file for file in sorted(draft.folder.glob("*.go")) if file != draft.source)
    parts = (file.name for file in others if not _MAIN.search(file.read_text(encoding="utf-8")))
    return [draft.program, *parts]
