"""What all commands share: the application, how errors are told, and the exit codes."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

FAILED, REFUSED = 1, 2
"""Exit codes: what was asked for is not so (a check, a test); it could not be done at all."""

LEARNERS, MACHINE, AUTHORS = "Learning", "This machine", "Writing and teaching"
"""The groups in which `labs --help` lists the commands."""

_FULL = {errno.ENOSPC, errno.EDQUOT}
"""Errors of a disk, which name no file where they meet a write."""

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Flytower: an executable course for backend developers.",
    epilog="Exit codes: 0 done, 1 something failed a check, 2 it could not be done.",
)
out = Console(highlight=False)
notes = Console(highlight=False, stderr=True)
"""For what must not stand where a shell or a program reads the result."""

UnitName = Annotated[str, typer.Argument(help="Such as J05.1, or 05.1 for short.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs to read.")]


@contextmanager
def told(*errors: type[Exception]) -> Iterator[None]:
    """Turn these errors, and those of files, into one red message and exit code 2."""
    try:
        yield
    except errors as error:
        refuse(str(error), error)
    except OSError as error:
        if error.filename is None and error.errno not in _FULL:
            raise
        refuse(
            f"{error.filename or 'A file'}: {error.strerror}.\n"
            "Nothing that was there is lost. Make room, or make the place writable; then run "
            "this again.",
            error,
        )


def refuse(message: str, error: Exception | None = None) -> None:
    """Say why it cannot be done, and end with exit code 2."""
    notes.print(Text(message, style="red"), soft_wrap=True)
    raise typer.Exit(REFUSED) from error
