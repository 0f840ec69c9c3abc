"""Commands for learners: open the course, check, see how far one is, start over."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from labs.cli.app import FAILED, LEARNERS, AsJson, UnitName, app, notes, out, told

if TYPE_CHECKING:
    from pathlib import Path

    from rich.markdown import Markdown

    from labs.course.check_report import CheckedExercise


@app.command(rich_help_panel=LEARNERS, epilog="Example: `labs lab --port 8899 --no-browser`")
def lab(
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Where to listen. Otherwise 8888, or a free one."),
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser on the start page.")] = True,
) -> None:
    """Bring your copies in work/ up to date, and open JupyterLab on them. Ctrl-C ends it."""
    from labs.course.copies import WORK, CopiesBusyError, write_copies
    from labs.course.lab import JupyterLab, LabError, open_browser, stoppable
    from labs.course.release import ReleaseError

    with stoppable(), told(CopiesBusyError, ReleaseError, LabError):
        for line in write_copies().lines:
            out.print(Text(line))
        out.print("Starting JupyterLab …")
        with JupyterLab.start(WORK, port) as server:
            out.print(
                "Ctrl-C here ends it. Your work is saved every 5 s, in the folder work. Open:"
            )
            print(server.url, flush=True)
            if browser:
                open_browser(server.url)
            server.wait()


@app.command(
    rich_help_panel=LEARNERS, epilog="Examples: `labs check J05.1` · `labs check J05.1 --all`"
)
def check(
    unit: UnitName,
    everything: Annotated[
        bool, typer.Option("--all", help="Run every cell, as a teacher's grader does.")
    ] = False,
) -> None:
    """Grade your copy of a unit as it is saved, and explain what passed.

    Runs what the exercises need: the cells that prepare, your answers, and cells of your own.
    """
    from labs.course.check import check as check_copy
    from labs.course.copies import copy_path
    from labs.course.progress import record
    from labs.course.repair import CopyError
    from labs.course.units import UnknownUnitError, find_unit

    with told(UnknownUnitError, CopyError):
        found = find_unit(unit)
        copy = copy_path(found)
        out.print(Text(f"{found.name} {found.title}", style="bold"))
        with out.status(f"Running your copy of {found.name} …"):
            report = check_copy(found, copy, everything=everything, tell=_tell)
    saved = f"your copy, saved {report.saved_ago}: {_from_here(report.copy)}"
    out.print(f"\n{report.points:g} of {report.of:g} points in {report.seconds:.0f} s, {saved}")
    if not (report.passed or report.everything):
        out.print(
            f"`labs check {found.name} --all` runs every cell, should a cell be missing here."
        )
    try:
        record(report)
    except OSError as error:
        notes.print(Text(f"`labs progress` will not know of this check: {error}"), soft_wrap=True)
    if not report.passed:
        raise typer.Exit(FAILED)


@app.command(rich_help_panel=LEARNERS, epilog="Examples: `labs progress` · `labs progress --json`")
def progress(json: AsJson = False) -> None:
    """Show which units and exercises are done, by the last `labs check` of each."""
    from labs.course.progress import progress as look

    now = look()
    if json:
        import json as js

        units = [
            {
                "unit": each.unit.name,
                "title": each.unit.title,
                "points": each.points,
                "of": each.of,
                "done": each.done,
                "checked": each.checked and each.checked.isoformat(timespec="seconds"),
                "exercises": {name: mark.model_dump() for name, mark in each.exercises.items()},
            }
            for each in now.units
        ]
        print(js.dumps({"next": now.next and now.next.name, "units": units}, indent=1))
        return
    table = Table("unit", "", "points", "exercises", "last check")
    for each in now.units:
        row = (each.unit.name, each.unit.title, each.mark, each.exercise_marks, each.when)
        table.add_row(*map(Text, row), style="green" if each.done else "")
    out.print(table)
    if now.next:
        out.print(Text(f"Next: {now.next.name} {now.next.title}"))
    else:
        out.print("All written units are done.")


@app.command(rich_help_panel=LEARNERS, epilog="Example: `labs update`")
def update() -> None:
    """Bring your copies up to date. One that you changed is kept, with the new one beside it."""
    from labs.course.copies import CopiesBusyError, write_copies
    from labs.course.release import ReleaseError

    with told(CopiesBusyError, ReleaseError), out.status("Comparing your copies …"):
        report = write_copies()
    for line in report.lines:
        out.print(Text(line))
    if not report.lines:
        out.print(f"All {len(report.copies)} copies in work/ are up to date.")


@app.command(rich_help_panel=LEARNERS, epilog="Example: `labs reset J05.2`")
def reset(unit: UnitName) -> None:
    """Start a unit anew: your old copy is kept under another name beside the fresh one."""
    from labs.course.copies import CopiesBusyError, copy_path, reset_copy
    from labs.course.release import ReleaseError
    from labs.course.units import UnknownUnitError, find_unit

    with told(UnknownUnitError, CopiesBusyError, ReleaseError):
        found = find_unit(unit)
        old = reset_copy(found)
    out.print(Text(f"{copy_path(found).name}: written afresh."))
    if old:
        out.print(Text(f"Your old copy is kept beside it: {old.name}"))
        out.print("If the unit is open in JupyterLab: File → Reload Notebook from Disk.")


@app.command(
    rich_help_panel=LEARNERS, epilog="Examples: `labs handin J05` · `labs handin J05 --student ana`"
)
def handin(
    area: Annotated[str, typer.Argument(help="Such as J05, or 05 for short.")],
    student: Annotated[
        str | None, typer.Option(help="The id that your teacher has for you, if not your login.")
    ] = None,
) -> None:
    """Make the file that you hand in to a teacher: your copies of one area."""
    from labs.course.handin import HandInError, login_name, make_zip

    with told(HandInError):
        archive = make_zip(area, student or login_name())
    out.print(Text(f"Hand in this file: {archive}"), soft_wrap=True)


def _tell(found: "str | CheckedExercise") -> None:
    """Print a note, or what came of an exercise."""
    from rich.markdown import Markdown

    if isinstance(found, str):
        out.print(Text(f"Note: {found}", style="yellow"))
        return
    mark, colour = ("✔", "green") if found.passed else ("✘", "red")
    points = f"{found.points:g} of {found.of:g} points"
    out.print(Text(f"\n{mark} {found.title}: {points}", style=colour))
    if found.trouble and not found.passed:
        out.print(_indented(Text(f"Your answer cell failed: {found.trouble}")))
    for test in found.tests:
        if test.message:
            out.print(_indented(Text.assemble((test.name, "bold"), "\n", test.message)))
    if found.explanation:
        out.print(_indented(Markdown(found.explanation)))


def _from_here(path: "Path") -> str:
    """From the course's own folder, if it is in it."""
    from labs.settings import ROOT

    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _indented(content: "Text | Markdown") -> Padding:
    return Padding(content, (0, 0, 0, 2))
