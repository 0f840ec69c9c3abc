"""Commands about this machine: which parts it has, how to bring one, which servers are up."""

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from labs.cli.app import FAILED, MACHINE, AsJson, app, notes, out, told


@app.command(rich_help_panel=MACHINE, epilog="Examples: `labs doctor` · `labs doctor --json`")
def doctor(json: AsJson = False) -> None:
    """Show every part: where it was found, its version, who needs it, what brings it.

    The exit code is 1 if a part is missing that a written unit needs.
    """
    from labs.machine.parts import needs

    with out.status("Looking for the parts of the course …"):
        states = [need.state() for need in needs()]
    lacking = [state for state in states if state.lacking]
    if json:
        from pydantic import RootModel

        print(RootModel(states).model_dump_json(indent=1))
        raise typer.Exit(FAILED if lacking else 0)
    table = Table("part", "version", "found", "needed by", "to get it")
    for column in table.columns:
        column.overflow = "fold"
    for state in states:
        found = _short(state.found) or ("see below" if state.problem else "not found")
        needed = _ranges(state.needed_by) or state.serves or "nothing yet"
        colour = "red" if state.lacking else "" if state.found else "dim"
        command = "" if state.found or state.problem else state.install
        table.add_row(*map(Text, (state.name, state.version, found, needed, command)), style=colour)
    out.print(table)
    for state in states:
        if state.problem:
            out.print(Text(f"{state.name}: {state.problem}\n"), soft_wrap=True)
    if lacking:
        missing = ", ".join(state.name for state in lacking)
        out.print(Text(f"Missing for units that are written: {missing}.", style="red"))
        raise typer.Exit(FAILED)
    out.print("All that the written units need is here.")


@app.command(
    rich_help_panel=MACHINE,
    epilog="Examples: `labs install` · `labs install mariadb node` · `labs install --all`",
)
def install(
    parts: Annotated[
        list[str] | None,
        typer.Argument(help="Parts that `labs doctor` lists; without any, what units need."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every part that a command brings.")] = False,
) -> None:
    """Bring parts to this machine: those named, or those that written units need, or all.

    What is here is left as it is; after a break, the same command goes on.
    """
    from labs.machine.installs import InstallError, bring
    from labs.machine.parts import UnknownPartError, find_needs, needs

    if parts and every:
        raise typer.BadParameter("name parts, or say --all: not both.")
    with told(UnknownPartError):
        wanted = find_needs(*parts) if parts else [each for each in needs() if each.units or every]
    failed = []
    for need in wanted:
        try:
            bring(need, lambda line: out.print(Text(line), soft_wrap=True))
        except InstallError as error:
            notes.print(Text(str(error)), soft_wrap=True)
            failed.append(need.part.name)
    if failed:
        if len(wanted) > 1:
            notes.print(Text(f"Not brought: {', '.join(failed)}."))
        raise typer.Exit(FAILED)


@app.command(
    rich_help_panel=MACHINE,
    epilog='Examples: `labs up redis` · `eval "$(labs up redis)"` · `labs up redis --docker`',
)
def up(
    servers: Annotated[list[str], typer.Argument(help="Such as redis or postgres.")],
    docker: Annotated[
        bool, typer.Option("--docker", help="As a container of compose.yaml, where Docker is.")
    ] = False,
) -> None:
    """Keep servers up until `labs down`, and print the line by which notebooks find each.

    In a shell, `eval "$(labs up redis)"` sets it; what is not for the shell goes to stderr.
    """
    from labs.machine.up import NoEngineError, UpError, up_in_container
    from labs.machine.up import up as start
    from labs.servers import ServerError

    for name in servers:
        with told(UpError, ServerError):
            try:
                running = (up_in_container if docker else start)(name)
            except NoEngineError as error:
                notes.print(Text(f"{error} A server is started here instead."), soft_wrap=True)
                running = start(name)
        print(running.export, flush=True)
    notes.print("Notebooks started from this shell use it once you have run that line, or:")
    notes.print(Text(f'  eval "$(labs up {" ".join(servers)}{" --docker" if docker else ""})"'))
    notes.print("`labs down` stops it.")


@app.command(rich_help_panel=MACHINE, epilog="Example: `labs down`")
def down() -> None:
    """Stop all servers that `labs up` started. What they held in memory is gone."""
    from labs.machine.up import UpError
    from labs.machine.up import down as stop

    with told(UpError):
        stopped = stop()
    for server in stopped:
        out.print(f"{server.name} at {server.url} is stopped.")
    if stopped:
        out.print("In each shell that knew of it: unset " + " ".join(s.variable for s in stopped))
    else:
        out.print("Nothing was up.")


@app.command(rich_help_panel=MACHINE, epilog="Examples: `labs status` · `labs status --json`")
def status(json: AsJson = False) -> None:
    """Show the servers that `labs up` keeps up; the exit code is 1 if there is none."""
    from labs.machine.up import running

    servers = running()
    if json:
        from pydantic import RootModel

        print(RootModel(servers).model_dump_json(indent=1))
    for server in () if json else servers:
        kind = f"process {server.pid}" if server.pid else "container"
        out.print(Text(f"{server.name}: {server.url} ({kind})"))
    if not servers:
        if not json:
            out.print("Nothing is up. `labs up redis` starts a server.")
        raise typer.Exit(FAILED)


def _short(found: str | None) -> str:
    """From the course's own folder, if it is in it."""
    from labs.settings import ROOT

    return found.removeprefix(f"{ROOT}/") if found else ""


def _ranges(names: list[str]) -> str:
    """The names; or, where they are many, how many and the first and last."""
    if len(names) <= 3:
        return ", ".join(names)
    return f"{len(names)} units, {names[0]} to {names[-1]}"
