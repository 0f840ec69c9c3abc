"""Measure here what the course promises: units, servers, and the grader."""

from typing import Annotated, Any

import typer
from rich.table import Table
from typer.core import TyperGroup

from labs.cli.app import FAILED, MACHINE, AsJson, app, notes, out, refuse, told


class _UnitsIfNotSaid(TyperGroup):
    """`labs bench J05.1` is `labs bench units J05.1`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer hides its type
        known = {*self.commands, "--help"}
        return super().parse_args(ctx, args if known & set(args[:1]) else ["units", *args])


bench = typer.Typer(
    cls=_UnitsIfNotSaid,
    help="Measure here what the course promises: its units and servers, or the grader.",
    epilog="Examples: `labs bench J05.1` · `labs bench --json` · `labs bench J05.1 --lab` · "
    "`labs bench grade`",
)
app.add_typer(bench, name="bench", rich_help_panel=MACHINE)


@bench.command(
    epilog="Examples: `labs bench J05.1` · `labs bench --json` · `labs bench J05.1 --lab`"
)
def units(
    unit: Annotated[str | None, typer.Argument(help="Only this one; otherwise all.")] = None,
    lab: Annotated[bool, typer.Option("--lab", help="Time a start of `make lab`, too.")] = False,
    json: AsJson = False,
) -> None:
    """Measure time and memory of units, what `make test` costs for each, starts of servers.

    `labs bench` alone does this.

    The exit code is 1 if something is over its budget.
    """
    from labs.course.units import UnknownUnitError, all_units, find_unit
    from labs.proof.bench import BenchError, bench_lab, bench_tests, bench_units, bench_valkey
    from labs.proof.cost import CostError
    from labs.servers import ServerError

    with told(UnknownUnitError):
        chosen = [find_unit(unit)] if unit else all_units()
    if not chosen:
        refuse("There is no unit to measure.")
    with told(BenchError, CostError, ServerError), notes.status("Measuring …"):
        measured = [*([bench_lab()] if lab else []), bench_valkey()]
        measured += [*bench_units(chosen), *bench_tests(chosen)]
    if json:
        from pydantic import RootModel

        print(RootModel(measured).model_dump_json(indent=1))
    else:
        table = Table("what", "measured", "budget", "")
        for each in measured:
            digits = 2 if each.value < 10 else 0
            value = f"{each.value:.{digits}f} {each.unit}"
            mark, colour = ("✔", "") if each.within else ("✘ over", "red")
            table.add_row(each.what, value, f"{each.budget:g} {each.unit}", mark, style=colour)
        out.print(table)
    if not all(each.within for each in measured):
        raise typer.Exit(FAILED)


@bench.command(
    epilog="Examples: `labs bench grade` · `labs bench grade --size 20 --size 300` · "
    "`labs bench grade --area junior/05-caching --sample 10` · `labs bench grade --record`"
)
def grade(  # noqa: PLR0913 - options with defaults
    *,
    size: Annotated[
        list[int] | None, typer.Option(min=1, help="Of a heavy class; repeatable; 20 if not said.")
    ] = None,
    area: Annotated[
        list[str] | None, typer.Option(help="A class of it instead, such as junior/05-caching.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="So many of the area's class, by stock again.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Of ours, as in `labs grade`.")] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Store what stock gives the areas; takes hours.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Measure `labs grade` beside stock nbgrader on the same submissions, and compare the scores.

    A class of an area is compared with what stock gave when it was recorded; with --sample, stock
    grades a part of it again. The exit code is 1 if a score differs.
    """
    from labs.grading.bench import compare, table
    from labs.grading.bench.areas import AREAS, NoAreaError
    from labs.grading.bench.ours import OursError
    from labs.grading.bench.record import RecordError, store
    from labs.grading.bench.stock import StockError

    compared: list[compare.Compared] = []
    with told(NoAreaError, RecordError, StockError, OursError):
        if record:
            for each in area or AREAS:
                store(each, notes.print)
            return
        with notes.status("Grading, with stock and with ours …"):
            if not area:
                compared += compare.compare_heavy(size or [20], workers)
            for each in area or ():
                if sample:
                    compared.append(compare.compare_sample(each, sample, workers))
                else:
                    compared.append(compare.compare_with_record(each, workers))
    if json:
        print(table.as_json(compared))
    else:
        out.print(table.as_table(compared))
    if any(one.differences for one in compared):
        raise typer.Exit(FAILED)
