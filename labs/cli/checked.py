"""How `labs check` shows what it finds."""

import time
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from labs.cli.app import out
from labs.course.check_report import CheckedExercise, CheckReport, ago
from labs.course.messages import refolded, told_once

_INDENT = 2


def show_copy(copy: Path, other: str) -> None:
    """Say which file is checked, and as of when; `other` is an example where nobody named one."""
    if not copy.exists():  # what reads it will say so
        return
    which = "The copy that you saved last," if other else "Your copy, saved"
    out.print(f"{which} {ago(time.time() - copy.stat().st_mtime)}:")
    out.print(Text(f"  {_from_here(copy)}"), soft_wrap=True)
    if other:
        out.print(f"Another one by its name: `labs check {other}`")


def show(found: str | CheckedExercise) -> None:
    """Print a note, or what came of an exercise."""
    from rich.markdown import Markdown

    if isinstance(found, str):
        out.print(Text(f"Note: {found}", style="yellow"))
        return
    if not found.written:
        out.print(Text(f"\n· {found.title}: not written yet, 0 of {found.of:g} points"))
        return
    mark, colour = ("✔", "green") if found.passed else ("✘", "red")
    points = f"{found.points:g} of {found.of:g} points"
    out.print(Text(f"\n{mark} {found.title}: {points}", style=colour))
    if found.trouble and not found.passed:
        _print(f"Your answer cell failed: {found.trouble}")
    for names, message in told_once(found.tests):
        _print(message, ", ".join(names))
    if found.explanation:
        out.print(Padding(Markdown(found.explanation), (0, 0, 0, _INDENT)))


def show_sum(report: CheckReport) -> None:
    """Print the points, and where to look if some are missing."""
    out.print(f"\n{report.points:g} of {report.of:g} points in {report.seconds:.0f} s.")
    if report.passed:
        return
    out.print("What you wrote since it was saved is not in it: press Ctrl+S, and check again.")
    if not report.everything:
        out.print(f"`labs check {report.unit} --all` runs every cell, should one be missing here.")


def _print(message: str, heading: str = "") -> None:
    text = Text(refolded(message, out.width - _INDENT))
    if heading:
        text = Text.assemble((refolded(heading, out.width - _INDENT), "bold"), "\n", text)
    out.print(Padding(text, (0, 0, 0, _INDENT)))


def _from_here(path: Path) -> str:
    """From where this was called, if it is below; else in full."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
