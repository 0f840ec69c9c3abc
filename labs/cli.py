"""The `labs` command. Each command is thin: what it does is in `labs.course`."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

if TYPE_CHECKING:
    from rich.markdown import Markdown

    from labs.course.check_report import CheckReport

FAILED, REFUSED = 1, 2
"""Exit codes: what was asked for is not so (a check, a test); it could not be done at all."""

CELL_SECONDS = 120
"""The same patience with one cell as nbgrader_config.py has."""

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Flytower: an executable course for backend developers.",
    epilog="Exit codes: 0 done, 1 something failed a check, 2 it could not be done.",
)
out = Console(highlight=False)

UnitName = Annotated[str, typer.Argument(help="Such as J05.1, or 05.1 for short.")]


@contextmanager
def told(*errors: type[Exception]) -> Iterator[None]:
    """Turn these errors into one red message, without a traceback, and exit code 2."""
    try:
        yield
    except errors as error:
        Console(stderr=True).print(Text(str(error), style="red"), soft_wrap=True)
        raise typer.Exit(REFUSED) from error


@app.command(epilog="Example: `labs lab --port 8899 --no-browser`")
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


@app.command("test", epilog="Examples: `labs test` · `labs test J05.1`")
def run_tests(
    unit: Annotated[str | None, typer.Argument(help="Only what proves this unit: quick.")] = None,
) -> None:
    """Run the course's own tests: everything, or what proves one unit."""
    from labs.settings import ROOT

    selected: list[str | Path] = []
    if unit:
        from labs.course.units import UnknownUnitError, find_unit

        with told(UnknownUnitError):
            found = find_unit(unit)
        selected = [found.path, "tests/gates", "-k", f"{found.name} or {found.path.name}"]
    pytest = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile"]
    nbval = ["--nbval", f"--nbval-cell-timeout={CELL_SECONDS}"]
    done = subprocess.run(
        [*pytest, *nbval, *selected], cwd=ROOT, env=os.environ | {"LABS_TEST": "1"}, check=False
    )
    raise typer.Exit(done.returncode)


@app.command(epilog="Examples: `labs render J05.1` · `labs render J05.1 --fresh`")
def render(
    units: Annotated[list[str], typer.Argument(help="Such as J05.1.")],
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Replace measured outputs and figures, too.")
    ] = False,
) -> None:
    """Run source notebooks, and store their outputs where they have changed."""
    from labs.course.render import RenderError
    from labs.course.render import render as render_unit
    from labs.course.units import UnknownUnitError, find_unit

    with told(UnknownUnitError):
        found = [find_unit(name) for name in units]
    for unit in found:
        with told(RenderError), out.status(f"Running {unit.name} …"):
            changed = render_unit(unit, fresh=fresh)
        out.print(f"{unit.name}: {'outputs stored' if changed else 'nothing has changed'}.")


@app.command(epilog="Example: `labs check J05.1`")
def check(unit: UnitName) -> None:
    """Grade your copy of a unit as it is saved, and explain what passed."""
    from labs.course.check import check as check_copy
    from labs.course.copies import copy_path
    from labs.course.repair import CopyError
    from labs.course.units import UnknownUnitError, find_unit

    with told(UnknownUnitError, CopyError):
        found = find_unit(unit)
        with out.status(f"Running your copy of {found.name} from top to bottom …"):
            report = check_copy(found, copy_path(found))
    show(report)
    if not report.passed:
        raise typer.Exit(FAILED)


@app.command(epilog="Examples: `labs coverage` · `labs coverage --json`")
def coverage(
    json: Annotated[bool, typer.Option("--json", help="Every row with its proofs.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Renew the tables in README.md and the start page.")
    ] = False,
) -> None:
    """Show which rows of the roadmap are proved by graded cells."""
    from rich.markdown import Markdown

    from labs.course.coverage import ClaimError, table
    from labs.course.coverage import coverage as cover
    from labs.course.start_page import write_tables
    from labs.course.units import all_units

    units = all_units()
    with told(ClaimError):
        rows = cover(units)
    if write:
        write_tables(rows, units)
    if json:
        from pydantic import RootModel

        print(RootModel(rows).model_dump_json(indent=1))
        return
    out.print(Markdown(table(rows)))
    out.print(f"{sum(bool(row.proofs) for row in rows)} of {len(rows)} rows are proved.")


def show(report: "CheckReport") -> None:
    """Print what came of a check, for the learner."""
    from rich.markdown import Markdown

    from labs.settings import ROOT

    out.print(Text(f"{report.unit} {report.title}", style="bold"))
    out.print(Text(f"Your copy, saved {report.saved_ago}: {report.copy.relative_to(ROOT)}"))
    for note in report.notes:
        out.print(Text(f"Note: {note}", style="yellow"))
    for exercise in report.exercises:
        mark, colour = ("✔", "green") if exercise.passed else ("✘", "red")
        points = f"{exercise.points:g} of {exercise.of:g} points"
        out.print(Text(f"\n{mark} {exercise.title}: {points}", style=colour))
        if exercise.trouble and not exercise.passed:
            out.print(_indented(Text(f"Your answer cell failed: {exercise.trouble}")))
        for test in exercise.tests:
            if test.message:
                out.print(_indented(Text.assemble((test.name, "bold"), "\n", test.message)))
        if exercise.explanation:
            out.print(_indented(Markdown(exercise.explanation)))
    out.print(f"\n{report.points:g} of {report.of:g} points in {report.seconds:.0f} s.")


def _indented(content: "Text | Markdown") -> Padding:
    return Padding(content, (0, 0, 0, 2))


if __name__ == "__main__":
    app()
