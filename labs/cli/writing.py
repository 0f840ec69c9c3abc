"""Commands for authors and teachers: test, prove, render, see what the course covers."""

from typing import Annotated

import typer
from rich.text import Text

from labs.cli.app import AUTHORS, FAILED, app, out, told


@app.command("test", rich_help_panel=AUTHORS, epilog="Examples: `labs test` · `labs test J05.1`")
def run_tests(
    unit: Annotated[str | None, typer.Argument(help="Only what proves this unit: quick.")] = None,
) -> None:
    """Run the course's own tests: all but what takes hours, or all that proves one unit."""
    from labs.proof import suite

    if unit:
        from labs.course.units import UnknownUnitError, find_unit

        with told(UnknownUnitError):
            found = find_unit(unit)
        raise typer.Exit(suite.run(*suite.proof_of(found)))
    _bring_what_tests_need()
    raise typer.Exit(suite.run())


@app.command(rich_help_panel=AUTHORS, epilog="Examples: `labs prove` · `labs prove --fresh`")
def prove(
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Run what has passed already, too.")
    ] = False,
) -> None:
    """Run the whole proof, for a release: hours. Stopped at any moment, it goes on from there.

    What has passed is not run again while the files that it depends on stay as they are.
    """
    from labs.course.units import all_units
    from labs.proof import prove as proof

    _bring_what_tests_need()
    units, record, failed = all_units(), proof.Record(proof.RECORD), []
    parts = proof.parts_of(units)
    for number, part in enumerate(parts, 1):
        where = f"{number} of {len(parts)}: {part.name}"
        now = proof.digest(part, units)
        if not fresh and record.holds(part, now):
            out.print(f"{where} has passed before, and nothing has changed.")
            continue
        out.print(f"{where} …")
        done = proof.run_part(part)
        if not done.passed:
            failed.append(part.name)
        elif not done.skipped:
            record.keep(part, now)
        skipped = f", {done.skipped} skipped: this part is run again next time"
        out.print(
            f"{where} {'passed' if done.passed else 'FAILED'} in {done.seconds:.0f} s"
            f"{skipped if done.skipped else ''}."
        )
    if failed:
        out.print(f"Not proved: {', '.join(failed)}. `labs prove` runs these again.")
        raise typer.Exit(FAILED)
    out.print(f"All {len(parts)} parts have passed.")


def _bring_what_tests_need() -> None:
    from labs.machine.installs import InstallError, bring_all_for_tests

    with told(InstallError):
        bring_all_for_tests(lambda line: out.print(Text(line), soft_wrap=True))


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
        bool,
        typer.Option(
            "--write", help="Renew the tables in README.md and the start page, and each unit's end."
        ),
    ] = False,
) -> None:
    """Show which rows of the roadmap are proved by graded cells."""
    from rich.markdown import Markdown

    from labs.course.units import all_units
    from labs.proof.coverage import ClaimError, table
    from labs.proof.coverage import coverage as cover
    from labs.proof.ending import write_endings
    from labs.proof.start_page import write_tables

    units = all_units()
    with told(ClaimError):
        rows = cover(units)
    if write:
        write_tables(rows, units)
        write_endings(units)
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
