"""How far the bringing of a part is: shown on a terminal, nothing where nobody looks."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # imported late: parts are declared wherever servers are used
    from rich.progress import Progress


def progress(*, of_bytes: bool = False) -> "Progress":
    """A display whose tasks count bytes, or anything else, and tell the time that is left."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    amount = DownloadColumn() if of_bytes else MofNCompleteColumn()
    columns = (TextColumn("{task.description}"), BarColumn(), amount)
    times = (TimeElapsedColumn(), TextColumn("left:"), TimeRemainingColumn())
    return Progress(*columns, *times, console=console, disable=not console.is_terminal)
