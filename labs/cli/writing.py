"""Commands for authors and teachers: test, render, see what the course covers."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from labs.cli.app import AUTHORS, app, out, told


@app.command("test", rich_help_panel=AUTHORS, epilog="Examples: `labs test` · `labs test J05.1`")
def run_tests(
    unit: Annotated[str | None, typer.Argument(help="Only what proves this unit: quick.")] = None,
) -> None:
    """Run the course's own tests: everything, or what proves one unit."""
    from labs.proof.runs import CELL_SECONDS
    from labs.settings import ROOT

    selected: list[str | Path] = []
    if unit:
        from labs.course.units import UnknownUnitError, find_unit

        with told(UnknownUnitError):
            found = find_unit(unit)
        selected = [found.path, "tests/gates", "-k", f"{found.name} or {found.path.name}"]
        for slow in ("test_7_container", "test_nbgrader"):  # minutes; our judge stands for them
            selected += ["--ignore", f"tests/gates/{slow}.py"]
    else:
        from labs.machine.installs import InstallError, bring_all_for_tests

        with told(InstallError):
            bring_all_for_tests(lambda line: out.print(Text(line), soft_wrap=True))
    workers = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    pytest = [sys.executable, "-m", "pytest", *workers]
    nbval = ["--nbval", f"--nbval-cell-timeout={CELL_SECONDS}"]
    done = subprocess.run(
        [*pytest, *nbval, *selected], cwd=ROOT, env=os.environ | {"LABS_TEST": "1"}, check=False
    )
    raise typer.Exit(done.returncode)


@app.command(
    rich_help_panel=AUTHORS, epilog="Examples: `labs render J05.1` · `labs render J05.1 --fresh`"
)
def render(
    units: Annotated[list[str], typer.Argument(help="Such as J05.1.")],
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Replace measured outputs and figures, too.")
    ] = False,
) -> None:
    """Run source notebooks, and store their outputs where they have changed."""
    from labs.course.units import UnknownUnitError, find_unit
    from labs.proof.render import RenderError
    from labs.proof.render import render as render_unit

    with told(UnknownUnitError):
        found = [find_unit(name) for name in units]
    for unit in found:
        with told(RenderError), out.status(f"Running {unit.name} …"):
            changed = render_unit(unit, fresh=fresh)
        out.print(f"{unit.name}: {'outputs stored' if changed else 'nothing has changed'}.")


@app.command(rich_help_panel=AUTHORS, epilog="Examples: `labs coverage` · `labs coverage --json`")
def coverage(
    json: Annotated[bool, typer.Option("--json", help="Every row with its proofs.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Renew the tables in README.md and the start page.")
    ] = False,
) -> None:
    """Show which rows of the roadmap are proved by graded cells."""
    from rich.markdown import Markdown

    from labs.course.units import all_units
    from labs.proof.coverage import ClaimError, table
    from labs.proof.coverage import coverage as cover
    from labs.proof.start_page import write_tables

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


@app.command(
    "new", rich_help_panel=AUTHORS, epilog='Example: `labs new J03.2 "Answer with the right code"`'
)
def new(
    unit: Annotated[str, typer.Argument(help="Such as J03.2.")],
    title: Annotated[str, typer.Argument(help="What one can do after it.")],
    area: Annotated[
        str | None, typer.Option(help="The area's folder, such as 03-apis, if it is a new one.")
    ] = None,
) -> None:
    """Begin a unit: its notebook, its checks and its answers, which pass the gates as they are."""
    from labs.proof.new_unit import NewUnitError, new_unit
    from labs.proof.render import RenderError
    from labs.proof.render import render as render_unit
    from labs.settings import ROOT

    with told(NewUnitError):
        made = new_unit(unit, title, area)
    with told(RenderError), out.status(f"Running {made.name} once …"):
        render_unit(made)
    for path in (made.path, ROOT / "labs" / "units" / made.room / "checks.py"):
        out.print(Text(str(path.relative_to(ROOT))))
    out.print(Text(f"Then: make test-quick UNIT={made.name}"))
