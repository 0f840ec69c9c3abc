"""Commands for learners: open the course, check, see how far one is, start over."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from labs.cli.app import FAILED, LEARNERS, AsJson, UnitName, app, notes, out, told

if TYPE_CHECKING:
    from labs.course.units import Unit


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
    rich_help_panel=LEARNERS,
    epilog="Examples: `labs check` · `labs check J05.1` · `labs check J05.1 --all`",
)
def check(
    unit: Annotated[
        str | None,
        typer.Argument(help="Such as J05.1, or 05.1 for short; if not said, what you saved last."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Run every cell, as a teacher's grader does.")
    ] = False,
) -> None:
    """Grade your copy of a unit as it is saved, and explain what passed.

    Runs what the exercises need: the cells that prepare, your answers, and cells of your own.
    """
    from labs.cli import checked
    from labs.course.check import check as check_copy
    from labs.course.copies import copy_path
    from labs.course.progress import record
    from labs.course.repair import CopyError
    from labs.course.units import UnknownUnitError

    with told(UnknownUnitError, CopyError):
        found, other = _unit_to_check(unit)
        copy = copy_path(found)
        out.print(Text(f"{found.name} {found.title}", style="bold"))
        checked.show_copy(copy, other)
        with out.status(f"Running your copy of {found.name} …"):
            report = check_copy(found, copy, everything=everything, tell=checked.show)
    checked.show_sum(report)
    try:
        record(report)
    except OSError as error:
        notes.print(Text(f"`labs progress` will not know of this check: {error}"), soft_wrap=True)
    if not report.passed:
        raise typer.Exit(FAILED)


@app.command(rich_help_panel=LEARNERS, epilog="Examples: `labs progress` · `labs progress --json`")
def progress(json: AsJson = False) -> None:
    """Show which units and exercises are done, by the last `labs check` of each."""
    from labs.course.progress import LEGEND
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
    out.print(f"{LEGEND}.")
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


def _unit_to_check(name: str | None) -> "tuple[Unit, str]":
    """The unit of this name; or the one saved last, and the name of another as an example.

    Raises UnknownUnitError, and CopyError where the learner has written nothing yet.
    """
    from labs.course.copies import copy_path, is_untouched, saved_last
    from labs.course.repair import CopyError
    from labs.course.units import all_units, find_unit

    if name is None:
        if (last := saved_last()) is None:
            raise CopyError(
                "There is nothing to check yet: in no unit is anything written that is saved.\n"
                f"{_TO_WRITE}"
            )
        other = next((unit.name for unit in all_units() if unit != last), last.name)
        return last, other
    found = find_unit(name)
    if is_untouched(found):
        raise CopyError(
            f"There is nothing to check yet: your copy of {found.name} is as you got it:\n"
            f"{copy_path(found)}\n{_TO_WRITE}"
        )
    return found, ""


_TO_WRITE = (
    "Write an answer in JupyterLab; it is saved every 5 s, or at once by Ctrl+S. Then check again."
)
