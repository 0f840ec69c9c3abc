"""Languages that have a compiler: each source is compiled once, for this process and its forks.

Where it is the compiler's start that costs, many programs are compiled at one start of it:
`compile_together` does so with all that a judge is about to try.
"""

import hashlib
import re
import shutil
import tempfile
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import ClassVar, NamedTuple

from labs.languages import programs
from labs.languages.language import Language
from labs.languages.programs import used_among
from labs.languages.telling import refuse
from labs.servers import watcher

_SAID = "compiler.txt"
"""What the compiler said, in the folder of each program that it was given; empty if it is done."""


class Draft(NamedTuple):
    """A folder with a program's source and those of all that it imports."""

    folder: Path
    program: str

    @property
    def source(self) -> Path:
        return self.folder / self.program


class Compiled(NamedTuple):
    """A program that the compiler has seen."""

    folder: Path
    """Where its source is, those that it imports, and what the compiler has made."""
    said: str
    """What the compiler complained of; empty if it is done."""


class CompiledLanguage(Language):
    """A language whose programs are compiled before they run.

    It says `compile` and `complaint`, beside what `Language` asks for; `command` gets the folder
    in which the program was compiled.
    """

    complaint: ClassVar[re.Pattern[str]]
    """One complaint of the compiler, with its place; the group `what` is shown."""

    @classmethod
    @abstractmethod
    def compile(cls, drafts: Sequence[Draft]) -> Sequence[str]:
        """Compile each, in its folder; what is said of each, nothing of one that is fine."""

    @classmethod
    def can_run(cls, source: str) -> bool:
        """Whether a program with this source can be run, and is not only imported by others."""
        return True

    @classmethod
    def ready(cls, program: str) -> Path:
        """See Language. Raises CompileError, too; but not for what a stub keeps from compiling: an
        import that nothing uses yet, or what comes after it.
        """
        super().ready(program)
        folder, said = cls.compiled(program, programs.written())
        if said:
            cls.look_for_stub(program)
            refuse(program, said, cls.complaint, cls.hints)
        return folder

    @classmethod
    def compiled(cls, program: str, kernel: Mapping[str, str]) -> Compiled:
        """This program of a kernel, compiled now or before."""
        (folder,) = _built(cls, [(program, cls.sources_of(program, kernel))])
        return Compiled(folder, (folder / _SAID).read_text(encoding="utf-8"))

    @classmethod
    def sources_of(cls, program: str, kernel: Mapping[str, str]) -> Mapping[str, str]:
        """A program of a kernel, and what it may import: a name that it speaks of may also be that
        of a program in another language, which would have it compiled anew with each of those."""
        own = {name: kernel[name] for name in kernel if name.rpartition(".")[2] in cls.endings}
        return used_among(own, program)


def compile_together(kernels: Sequence[Mapping[str, str]]) -> None:
    """Compile the programs of many kernels, sources by name, which will be run here or in forks.

    It is done for the languages that this process has imported, if they are on this machine. What
    does not compile is told when it is run.
    """
    for kind in _imported():
        wanted = {
            _key(kind, program, sources): (program, sources)
            for kernel in kernels
            for program in kernel
            if program.rpartition(".")[2] in kind.endings and kind.can_run(kernel[program])
            for sources in [kind.sources_of(program, kernel)]
        }
        if wanted and kind.find() is not None:
            _built(kind, list(wanted.values()))


def _imported() -> Iterator[type[CompiledLanguage]]:
    waiting = CompiledLanguage.__subclasses__()
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        yield kind


def _built(
    kind: type[CompiledLanguage], wanted: Sequence[tuple[str, Mapping[str, str]]]
) -> list[Path]:
    """The folders in which these programs were compiled, now or before."""
    places = [_folder() / _key(kind, program, sources) for program, sources in wanted]
    missing = [(n, place) for n, place in enumerate(places) if not place.exists()]
    if missing:
        drafts = [_draft(*wanted[n]) for n, _ in missing]
        for draft, (_, place), said in zip(drafts, missing, kind.compile(drafts), strict=True):
            (draft.folder / _SAID).write_text(said, encoding="utf-8")
            try:
                draft.folder.rename(place)
            except OSError:  # a fork was faster
                shutil.rmtree(draft.folder, ignore_errors=True)
    return places


def _draft(program: str, sources: Mapping[str, str]) -> Draft:
    folder = Path(tempfile.mkdtemp(prefix="draft-", dir=_folder()))
    for name, source in sources.items():
        (folder / name).write_text(source, encoding="utf-8")
    return Draft(folder, program)


def _key(kind: type[CompiledLanguage], program: str, sources: Mapping[str, str]) -> str:
    texts = [f"{name}\0{source.rstrip()}" for name, source in sources.items()]
    made_of = "\0".join([kind.__name__, program, *texts])
    return hashlib.sha256(made_of.encode()).hexdigest()[:24]


@cache
def _folder() -> Path:
    """Where all of them are; forks share it, and it goes with the process that made it."""
    folder = Path(tempfile.mkdtemp(prefix="flytower-built-")).resolve()
    watcher.watch(folder)
    return folder
