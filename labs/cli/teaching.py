"""Commands for teachers: grade a class."""

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.text import Text

from labs.cli.app import AUTHORS, FAILED, AsJson, app, notes, out, told


@app.command(
    rich_help_panel=AUTHORS,
    epilog="Examples: `labs grade junior/02-databases` · `labs grade ps1 --course-dir ~/physics` · "
    "`labs grade ps1 --student ada --student bo --force` · `labs grade ps1 --sandbox required "
    "--json`. Exit codes: 0 every submission was graded, 1 one was not, 2 nothing was graded.",
)
def grade(  # noqa: PLR0913 - options with defaults
    *,
    assignment: Annotated[str, typer.Argument(help="Such as junior/02-databases.")],
    course_dir: Annotated[
        Path, typer.Option(help="Any nbgrader course, with its nbgrader_config.py.")
    ] = Path(),
    student: Annotated[list[str] | None, typer.Option(help="Only this one; repeatable.")] = None,
    notebook: Annotated[list[str] | None, typer.Option(help="Only this one; repeatable.")] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Submissions at a time; if not said, one more than cores."),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Have the workers of a Dask cluster grade: tcp://host:8786."
        ),
    ] = None,
    sandbox: Annotated[
        Literal["auto", "required", "off"],
        typer.Option(help="required: refuse to grade where submissions cannot be shut in."),
    ] = "auto",
    rehearsal: Annotated[
        bool, typer.Option(help="First check that the course's own answers get all points here.")
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Also what has not changed.")] = False,
    json: AsJson = False,
) -> None:
    """Grade all submissions of an assignment: as `nbgrader autograde`, but at once and shut in.

    Writes the gradebook and the autograded notebooks as nbgrader does, so that feedback, export
    and formgrader go on from there. What has not changed since it was graded is left as it is.
    """
    from labs.grading.cluster import ClusterError
    from labs.grading.command import Order, grade_class
    from labs.grading.course import CourseError
    from labs.grading.journal import BusyError
    from labs.grading.sandbox import SandboxError

    order = Order(
        assignment,
        course_dir,
        tuple(student or ()),
        tuple(notebook or ()),
        workers,
        scheduler,
        sandbox,
        rehearsal=rehearsal,
        force=force,
    )
    with told(CourseError, SandboxError, BusyError, ClusterError):
        report = grade_class(order, notes)
    if json:
        print(report.as_json())
    else:
        out.print(report.for_terminal())
        if report.path:
            out.print(Text(f"In full: {report.path}"), soft_wrap=True)
    raise typer.Exit(FAILED if report.failed else 0)
