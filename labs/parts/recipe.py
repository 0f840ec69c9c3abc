"""What all recipes have in common: a folder that is there whole and tried, or not at all."""

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from labs.parts.commands import InstallError

Verify = Callable[[Path], object]
"""Tries a program that was just brought; raises InstallError if it is of no use here."""


class Recipe(ABC):
    """One way in which a part is brought; a frozen dataclass, for a class to declare."""

    @property
    @abstractmethod
    def says(self) -> str:
        """What will be done, for the user to read before it is."""

    @abstractmethod
    def bring(self, verify: Verify) -> None:
        """Bring the part, unless it is here already.

        What an earlier run has fetched is not fetched again; once all is here, no network is
        needed. Raises InstallError, and then nothing counts as brought.
        """


class Unpacked(Recipe):
    """A recipe whose part is a folder of the user's own, shared by all checkouts."""

    program: str
    """The file in that folder that stands for the part; a pattern, if a version is in its name."""

    @abstractmethod
    def home(self) -> Path:
        """The folder, on this machine."""

    def found(self) -> Path | None:
        """The program, if it was brought."""
        return self._program_in(self.home())

    def bring(self, verify: Verify) -> None:
        """See Recipe. `verify` gets the program where it is made, before it has its place."""

        def make(draft: Path) -> None:
            self.fill(draft)
            program = self._program_in(draft)
            if program is None:
                raise InstallError(f"{self.program} is not among what was fetched.")
            verify(program)

        make_whole(self.home(), make)
        self.forget_fetched()

    def _program_in(self, folder: Path) -> Path | None:
        return min(folder.glob(self.program), default=None)

    @abstractmethod
    def fill(self, draft: Path) -> None:
        """Put everything into this folder, which is empty. Raises InstallError."""

    def forget_fetched(self) -> None:
        """Remove what was only needed on the way; where tools keep caches, there is nothing."""


def programs() -> Path:
    """Where all programs go that are brought without root."""
    return _programs(tuple(map(os.environ.get, ("LABS_PROGRAMS", "XDG_DATA_HOME", "HOME"))))


@cache
def _programs(environment: Sequence[str | None]) -> Path:
    """As long as the environment is this one: each start of a program asks for it, many times."""
    from labs.settings import Settings  # late: it takes longer than all else here

    return Settings().programs


def make_whole(folder: Path, make: Callable[[Path], None]) -> None:
    """Have `make` fill a folder, which gets its name once all is done; unless it is there already.

    Of two at once, the second waits for the first. Raises InstallError if it cannot be written.
    """
    from filelock import FileLock

    draft = folder.with_name(f".{folder.name}-draft")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f".{folder.name}-lock")):
            if folder.exists():
                return
            if draft.exists():  # of one that was killed
                shutil.rmtree(draft)
            draft.mkdir()
            try:
                make(draft)
                draft.rename(folder)
            finally:  # an interrupt, too, leaves no half
                shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise InstallError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}.\n"
            "What to do: make that possible, or name another folder in LABS_PROGRAMS."
        ) from None
