"""Figures of databases: what hangs together, what is refused, what a question costs."""

from collections.abc import Mapping, Sequence
from itertools import combinations, cycle
from math import log1p
from typing import Protocol

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from labs.measure.charts.style import (
    BLUE,
    COLOURS,
    COUNT,
    DASHES,
    FAINT,
    INK,
    VERMILION,
    figure,
)


class Relation(Protocol):
    """A foreign key, as `labs.judges.relations` reads it from a database."""

    @property
    def child(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def parent(self) -> str: ...
    @property
    def cardinality(self) -> str: ...


class Relations(Protocol):
    """Tables, what is unique in them, and their relationships."""

    @property
    def tables(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def keys(self) -> Mapping[str, Sequence[frozenset[str]]]: ...
    @property
    def edges(self) -> Sequence[Relation]: ...
    @property
    def many_to_many(self) -> Sequence[tuple[str, str, str]]: ...


_ROW, _BOX, _STEP, _GAP, _MARGIN = 0.21, 1.95, 3.15, 0.3, 0.16  # inches


def entities(schema: Relations, title: str = "The tables and their relationships") -> None:
    """The entity-relationship diagram of a schema, parents on the left.

    Each box is a table and its columns, its key in bold; each line leads from a foreign key
    to its table, in orange if one-to-one. The end marked `many` has a crow's foot.
    """
    if not schema.tables:
        print("There are no tables to draw.")
        return
    places = _places(schema)
    width = max(x for x, _ in places.values()) + _BOX + 0.05
    bottom = min(y - _height(schema, table) for table, (_, y) in places.items())
    with figure(title, _in_words(schema)) as (axes,):
        axes.figure.set_size_inches(max(width, 6), 0.45 + 2 * _MARGIN - bottom)  # type: ignore[union-attr]
        axes.set(xlim=(-0.05, max(width, 6)), ylim=(bottom - _MARGIN, _MARGIN))
        axes.set_axis_off()
        for edge in schema.edges:
            if edge.parent in places:
                _draw_line(axes, schema, edge, places)
        for table, (x, y) in places.items():
            _draw_box(axes, schema, table, x, y)


def _height(schema: Relations, table: str) -> float:
    return _ROW * (1.3 + len(schema.tables[table]))


def _places(schema: Relations) -> dict[str, tuple[float, float]]:
    """The upper left corner of each box: children to the right of all their parents."""
    level = dict.fromkeys(schema.tables, 0)
    for _ in schema.tables:  # so often that the longest chain is followed; a ring ends, too
        for edge in schema.edges:
            if edge.parent in level and edge.parent != edge.child:
                level[edge.child] = max(level[edge.child], level[edge.parent] + 1)
    most = len(level) - 1
    level = {table: min(depth, most) for table, depth in level.items()}
    columns = [[t for t in sorted(level) if level[t] == depth] for depth in range(most + 1)]
    columns = [tables for tables in columns if tables]
    best, found = _stacked(schema, columns), True
    while found:  # two tables change places as long as that untangles lines
        found = False
        for tables in columns:
            for i, j in combinations(range(len(tables)), 2):
                tables[i], tables[j] = tables[j], tables[i]
                places = _stacked(schema, columns)
                if _tangle(schema, places) < _tangle(schema, best):
                    best, found = places, True
                else:
                    tables[i], tables[j] = tables[j], tables[i]
    return best


def _stacked(schema: Relations, columns: Sequence[Sequence[str]]) -> dict[str, tuple[float, float]]:
    tallest = max(sum(_height(schema, table) + _GAP for table in tables) for tables in columns)
    places = {}
    for number, tables in enumerate(columns):
        free = tallest - sum(_height(schema, table) + _GAP for table in tables)
        y = 0.0
        for table in tables:
            y -= free / (len(tables) + 1)
            places[table] = (number * _STEP, y)
            y -= _height(schema, table) + _GAP
    return places


def _tangle(schema: Relations, places: Mapping[str, tuple[float, float]]) -> tuple[int, float]:
    """How many lines cross, and how far they climb in all."""
    ends = [
        (places[e.parent], _row(schema, e.child, e.columns[0], places[e.child][1]))
        for e in schema.edges
        if e.parent in places
    ]
    crossings = sum(
        one[0] == other[0] and (one[1] - other[1]) * (to - end) < 0
        for (one, to), (other, end) in combinations(ends, 2)
    )
    return crossings, round(sum(abs(start[1] - end) for start, end in ends), 6)


def _draw_box(axes: Axes, schema: Relations, table: str, x: float, y: float) -> None:
    height = _height(schema, table)
    axes.add_patch(Rectangle((x, y - height), _BOX, height, facecolor="white", edgecolor=FAINT))
    axes.add_patch(Rectangle((x, y - 1.15 * _ROW), _BOX, 1.15 * _ROW, facecolor="#E8EEF4"))
    axes.text(x + 0.08, y - 0.58 * _ROW, table, va="center", fontweight="bold", fontsize=10)
    key = next(iter(schema.keys[table]), frozenset[str]())
    for column in schema.tables[table]:
        axes.text(
            x + 0.08,
            _row(schema, table, column, y),
            column,
            va="center",
            fontsize=9,
            fontweight="bold" if column in key else "normal",
            color=INK,
        )


def _row(schema: Relations, table: str, column: str, top: float) -> float:
    return top - _ROW * (1.75 + list(schema.tables[table]).index(column))


def _draw_line(
    axes: Axes, schema: Relations, edge: Relation, places: Mapping[str, tuple[float, float]]
) -> None:
    one = edge.cardinality == "one-to-one"
    colour = VERMILION if one else BLUE
    (left, top), (right, child_top) = places[edge.parent], places[edge.child]
    start, end = left + _BOX, right
    y = top - _ROW * 1.75
    to = _row(schema, edge.child, edge.columns[0], child_top)
    path = [(start, y), (start + 0.3, y)]
    path += _detour(schema, places, (start, y), (end, to))
    path += [(end - 0.6, to), (end, to)]  # no slanting line below the labels
    axes.plot(*zip(*path, strict=True), color=colour, linestyle="-", lw=1.5)
    child_end = [end - 0.12] * 3 if one else [end, end - 0.17, end]
    many = "1" if one else "many"
    for sign, label, x, height, ink in (
        ([start + 0.12] * 3, "1", start + 0.24, y, INK),
        (child_end, many, end - 0.34, to, colour),
    ):
        axes.plot(sign, [height + 0.08, height, height - 0.08], color=ink, linestyle="-", lw=1.5)
        axes.text(
            x,
            height + 0.1,
            label,
            color=ink,
            fontsize=9,
            fontweight="bold",
            ha="center",
            va="center",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )


def _detour(
    schema: Relations,
    places: Mapping[str, tuple[float, float]],
    start: tuple[float, float],
    end: tuple[float, float],
) -> list[tuple[float, float]]:
    """Points between the boxes of the columns that a line passes, nearest to the straight way."""
    path = []
    for x in sorted({x for x, _ in places.values() if start[0] < x and x + _BOX < end[0]}):
        tops = sorted((y for left, y in places.values() if left == x), reverse=True)
        feet = [y - _height(schema, table) for table, (left, y) in places.items() if left == x]
        feet.sort(reverse=True)
        above, below = tops[0] + _MARGIN / 2, feet[-1] - _MARGIN / 2
        gaps = [above, below, *((foot + y) / 2 for foot, y in zip(feet, tops[1:], strict=False))]
        share = (x + _BOX / 2 - start[0]) / (end[0] - start[0])
        straight = start[1] + share * (end[1] - start[1])
        y = min(gaps, key=lambda gap: abs(gap - straight))
        path += [(x - 0.1, y), (x + _BOX + 0.1, y)]
    return path


def _in_words(schema: Relations) -> str:
    joins = {through for *_, through in schema.many_to_many}
    parts = [f"{len(schema.tables)} tables, {len(schema.edges)} foreign keys"]
    for kind in ("one-to-one", "one-to-many"):
        pairs = [
            f"{edge.parent} to {edge.child}"
            for edge in schema.edges
            if edge.cardinality == kind and edge.child not in joins
        ]
        parts += [f"{kind}: {', '.join(pairs)}"] if pairs else []
    parts += [
        f"many-to-many: {a} and {b} through {through}" for a, b, through in schema.many_to_many
    ]
    return "; ".join(parts) + "."


def bars(groups: Mapping[str, Mapping[str, int]], title: str, x: str) -> None:
    """For each group a block of bars, from the first at the top; `x` says what is counted.

    `groups` holds counts by name: {"as typed": {"UNIQUE": 7, "CHECK": 2}, …}.
    """
    text = "; ".join(
        f"{group}: " + ", ".join(f"{name} {count:,}" for name, count in counts.items())
        for group, counts in groups.items()
    )
    names: list[str] = []
    places: list[float] = []
    with figure(title, f"{x[:1].upper()}{x[1:]}: {text}.") as (axes,):
        for number, (group, counts) in enumerate(groups.items()):
            start = len(names) + 0.6 * number
            mine = [start + place for place in range(len(counts))]
            drawn = axes.barh(
                mine, list(counts.values()), color=COLOURS[number % len(COLOURS)], label=group
            )
            axes.bar_label(drawn, fmt="{:,.0f}", padding=4, fontweight="bold")
            names += counts
            places += mine
        axes.set_yticks(places, names)
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
        most = max([1, *(count for counts in groups.values() for count in counts.values())])
        axes.set(xlabel=x, xlim=(0, most * 1.1))
        axes.xaxis.set_major_formatter(COUNT)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.legend(loc="lower right")


def rates(
    per_second: Mapping[str, Mapping[str, float]],
    title: str = "Rows written in a second",
    x: str = "rows in a second (log scale)",
) -> None:
    """How many a second, by way and by place: a dot for each on a logarithmic axis.

    `per_second` holds rates by the name of the way, then of the place; each way has the same
    places. The summary has no numbers, since times differ at each run.
    """
    places = list(next(iter(per_second.values())))
    text = f"Rows in a second, {' and '.join(per_second)}, for: {', '.join(places)}"
    every = [rate for by_place in per_second.values() for rate in by_place.values()]
    with figure(title, f"{text}.") as (axes,):
        axes.figure.set_size_inches(9, 1.4 + 0.75 * len(places))  # type: ignore[union-attr]
        for (name, by_place), colour, marker in zip(
            per_second.items(), cycle(COLOURS), cycle("osD^"), strict=False
        ):
            values = [by_place[place] for place in places]
            rows = range(len(places))
            axes.plot(
                values, rows, color=colour, linestyle="", marker=marker, markersize=10, label=name
            )
            for value, row in zip(values, rows, strict=True):
                axes.annotate(
                    f"{float(f'{value:.2g}'):,.0f}",
                    (value, row),
                    xytext=(0, 10),
                    textcoords="offset points",
                    ha="center",
                    color=colour,
                    fontweight="bold",
                )
        axes.set(xscale="log", xlabel=x, xlim=(min(every) / 3, max(every) * 3))
        axes.set_yticks(range(len(places)), places)
        axes.set_ylim(len(places) - 0.6, -0.6)
        axes.xaxis.set_major_formatter(COUNT)
        axes.grid(visible=False, axis="y")
        axes.figure.legend(loc="outside upper right", ncols=len(per_second))


def walks(
    pages: Mapping[str, Sequence[Sequence[int]]],
    rows: Sequence[int],
    title: str = "Which page shows which row",
    x: str = "rows in their order",
) -> None:
    """Walks over pages, a panel for each way: on which page each row was seen, twice, or never.

    `pages` holds for each way the ids on each page; `rows` are the ids of all rows in their
    order.
    """
    counted = {
        name: {row: [number for number, page in enumerate(walk, 1) if row in page] for row in rows}
        for name, walk in pages.items()
    }
    never = {name: [row for row in rows if not on[row]] for name, on in counted.items()}
    twice = {name: [row for row in rows if len(on[row]) > 1] for name, on in counted.items()}
    text = "; ".join(
        f"{name}: {len(twice[name])} seen twice, {len(never[name])} never" for name in pages
    )
    most = max(len(walk) for walk in pages.values())
    with figure(title, f"{text}.", columns=len(pages)) as panels:
        for panel, (name, on) in zip(panels, counted.items(), strict=True):
            place = {row: number for number, row in enumerate(rows, 1)}
            once = [(place[row], on[row][0]) for row in rows if len(on[row]) == 1]
            again = [(place[row], number) for row in twice[name] for number in on[row]]
            missed = [(place[row], 0) for row in never[name]]
            for points, colour, marker, label in (
                (once, BLUE, "s", "seen once"),
                (again, VERMILION, "D", "seen twice"),
                (missed, INK, "X", "never seen"),
            ):
                panel.plot(
                    [column for column, _ in points],
                    [row for _, row in points],
                    color=colour,
                    linestyle="",
                    marker=marker,
                    markersize=5,
                    label=label,
                )
            panel.set(title=name, xlabel=x, ylabel="page", xlim=(0, len(rows) + 1))
            panel.set_ylim(most + 0.5, -0.5)
            panel.set_yticks(range(most + 1), ["never", *map(str, range(1, most + 1))])
        panels[0].figure.legend(
            handles=panels[0].lines,
            labels=["seen once", "seen twice", "never seen"],
            loc="outside upper right",
            ncols=3,
        )


def fan_out(
    left: Sequence[str],
    right: Sequence[str],
    title: str = "One row for each pair",
    names: tuple[str, str] = ("left", "right"),
) -> None:
    """The rows that a join makes of what fits on both sides: a line, and a row, for each pair."""
    rows = [(one, other) for one in left for other in right]
    text = (
        f"{len(left)} {names[0]} and {len(right)} {names[1]} give {len(rows)} rows: each of the "
        f"{names[0]} stands in {len(right)} of them, each of the {names[1]} in {len(left)}."
    )
    with figure(title, text, columns=2) as (pairs, result):
        for axes in (pairs, result):
            axes.set(xlim=(0, 10), ylim=(0, 1))
            axes.set_axis_off()
        heights = [[1 - (n + 0.5) / len(side) for n in range(len(side))] for side in (left, right)]
        for y, colour in zip(heights[0], cycle(COLOURS), strict=False):
            for to in heights[1]:
                pairs.plot([4.2, 5.8], [y, to], color=colour, linestyle="-", linewidth=1.6)
        for side, x, at in ((left, 4.1, "right"), (right, 5.9, "left")):
            for label, y in zip(side, heights[side is right], strict=True):
                pairs.text(x, y, label, ha=at, va="center", fontsize=11)
        pairs.set_title(f"{names[0]}, and {names[1]}")
        result.set_title("what the join gives")
        for number, (one, other) in enumerate(rows):
            y = 1 - (number + 0.5) / len(rows)
            colour = COLOURS[left.index(one) % len(COLOURS)]
            result.text(1, y, one, va="center", color=colour, fontweight="bold", fontsize=11)
            result.text(5.9, y, other, va="center", fontsize=11)


def paging(
    steps: Mapping[str, Sequence[int]],
    milliseconds: Mapping[str, Sequence[float]],
    skipped: Sequence[int],
    title: str = "What a page costs, by the rows before it",
) -> None:
    """Work and time of one page of a list, by how many rows stand before it.

    Both hold for each way of asking one value at each count of `skipped`. The summary names
    the steps alone, since times differ at each run.
    """
    text = f"Steps for the page after {skipped[0]:,} and after {skipped[-1]:,} rows: " + "; ".join(
        f"{name}, {counts[0]:,} and {counts[-1]:,}" for name, counts in steps.items()
    )
    with figure(title, f"{text}.", columns=2) as panels:
        for panel, series, what in zip(
            panels,
            (steps, milliseconds),
            ("steps of the virtual machine", "time of one page (ms)"),
            strict=True,
        ):
            values: Sequence[float]
            for values, colour, dash in zip(
                series.values(), cycle(COLOURS), cycle(DASHES), strict=False
            ):
                panel.plot(skipped, values, color=colour, linestyle=dash, marker="o", clip_on=False)
            panel.set(xlabel="rows before the page", ylabel=what, xlim=(0, skipped[-1]))
            panel.set_ylim(0)
            panel.xaxis.set_major_locator(MaxNLocator(5, integer=True))
            panel.xaxis.set_major_formatter(COUNT)
        panels[0].yaxis.set_major_formatter(COUNT)
        panels[0].figure.legend(
            handles=panels[0].lines[: len(steps)],
            labels=list(steps),
            loc="outside upper right",
            ncols=len(steps),
        )


def verdicts(
    codes: Mapping[str, Mapping[str, str]], title: str = "What each database said"
) -> None:
    """A cell for each statement and each database: accepted, or refused and by which code.

    `codes` holds for each statement the code of the error by database; empty if accepted.
    """
    engines = list(next(iter(codes.values())))
    refused = {
        engine: [what for what, by_engine in codes.items() if by_engine[engine]]
        for engine in engines
    }
    text = "; ".join(f"{name} refuses {len(which)}" for name, which in refused.items())
    with figure(title, f"Of {len(codes)} statements {text}.") as (axes,):
        axes.figure.set_size_inches(9, 0.9 + 0.31 * len(codes))  # type: ignore[union-attr]
        for row, by_engine in enumerate(codes.values()):
            for column, code in enumerate(by_engine.values()):
                place = (column + 0.03, row + 0.06)
                colour = "#CFE3F1" if code else "#F7D9B5"
                axes.add_patch(Rectangle(place, 0.94, 0.88, facecolor=colour))
                axes.text(
                    column + 0.5,
                    row + 0.5,
                    f"refused: {code}" if code else "accepted",
                    ha="center",
                    va="center",
                    fontsize=9.5,
                    fontweight="normal" if code else "bold",
                )
        axes.set(xlim=(0, len(engines)), ylim=(len(codes), 0))
        axes.set_xticks([n + 0.5 for n in range(len(engines))], engines, fontweight="bold")
        axes.set_yticks([n + 0.5 for n in range(len(codes))], list(codes))
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.grid(visible=False)
        axes.spines[:].set_visible(False)


def lanes(
    runs: Mapping[str, Sequence[tuple[str, str, str | None]]],
    title: str = "Who is let through",
    refused: str = "locked",
) -> None:
    """Several who work on one database, a lane for each, and their steps in order of time.

    `runs` holds for each database its steps as (who, what, what came back); a step that came
    back as `refused` stands out, and one that was left out came back as None.
    """
    stopped = {
        name: [f"{who} {what}" for who, what, answer in steps if answer == refused]
        for name, steps in runs.items()
    }
    text = "; ".join(f"{name}: {', '.join(which) or 'nobody'}" for name, which in stopped.items())
    most = max(len(steps) for steps in runs.values())
    ticks: dict[float, str] = {}
    with figure(title, f"Told to wait, {text}.") as (axes,):
        axes.figure.set_size_inches(9, 0.8 + 1.25 * len(runs))  # type: ignore[union-attr]
        top = 0.0
        for name, steps in runs.items():
            everybody = list(dict.fromkeys(who for who, *_ in steps))
            axes.text(0.45, top - 0.1, name, fontweight="bold", va="bottom")
            for lane, who in enumerate(everybody):
                ticks[top + lane + 0.5] = who
                axes.plot([0.5, most + 0.5], [top + lane + 0.5] * 2, color="#E0E0E0", lw=1, ls="-")
            for number, (who, what, answer) in enumerate(steps, 1):
                if answer is None:
                    continue
                y = top + everybody.index(who)
                is_stopped = answer == refused
                axes.add_patch(
                    Rectangle(
                        (number - 0.46, y + 0.08),
                        0.92,
                        0.84,
                        facecolor=VERMILION if is_stopped else "#CFE3F1",
                        zorder=2.5,  # over the line of the lane
                    )
                )
                axes.text(
                    number,
                    y + 0.5,
                    f"{what}\n{answer}" if answer else what,
                    ha="center",
                    va="center",
                    fontsize=8.5,
                    linespacing=0.95,
                    color="white" if is_stopped else INK,
                    fontweight="bold" if is_stopped else "normal",
                )
            top += len(everybody) + 0.9
        axes.set(xlim=(0.45, most + 0.55), ylim=(top - 0.7, -0.7), xlabel="step")
        axes.set_xticks(range(1, most + 1))
        axes.set_yticks(list(ticks), list(ticks.values()))
        axes.tick_params(length=0)
        axes.grid(visible=False)
        axes.spines[:].set_visible(False)


def jobs(
    designs: Mapping[str, Mapping[str, tuple[int, int]]],
    title: str = "What a job costs in each design",
) -> None:
    """Round trips, and documents or rows, of each job: a bar for each design.

    `designs` holds by design and job how often the server was asked, and how many documents or
    rows it gave or changed: {"tables": {"rename": (1, 1)}, …}. Each design has the same jobs.
    """
    names = list(next(iter(designs.values())))
    text = "; ".join(
        f"{job}: "
        + ", ".join(
            f"{design} {costs[job][0]:,} and {costs[job][1]:,}" for design, costs in designs.items()
        )
        for job in names
    )
    height = 0.8 / len(designs)
    with figure(title, f"Round trips, and documents or rows. {text}.", columns=2) as panels:
        panels[0].figure.set_size_inches(9, 1.2 + 0.85 * len(names))  # type: ignore[union-attr]
        for which, (axes, label) in enumerate(
            zip(panels, ("round trips", "documents or rows, given or changed"), strict=True)
        ):
            for number, (design, costs) in enumerate(designs.items()):
                values = [costs[job][which] for job in names]
                places = [place + (number + 0.5) * height - 0.4 for place in range(len(names))]
                drawn = axes.barh(
                    places,
                    values,
                    height * 0.85,
                    color=COLOURS[number % len(COLOURS)],
                    label=design,
                )
                axes.bar_label(drawn, fmt="{:,.0f}", padding=3, fontsize=9)
            most = max(costs[job][which] for costs in designs.values() for job in names)
            axes.set(xlabel=label, xlim=(0, most * 1.15))
            axes.set_yticks(range(len(names)), names if which == 0 else [""] * len(names))
            axes.invert_yaxis()
            axes.grid(visible=False, axis="y")
            axes.xaxis.set_major_formatter(COUNT)
            axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        panels[0].figure.legend(
            *panels[0].get_legend_handles_labels(),
            loc="outside upper right",
            ncols=min(2, len(designs)),
        )


def ledger(
    seasons: Mapping[str, Mapping[str, Mapping[str, int]]],
    title: str = "What the same work takes in each store",
) -> None:
    """A table of counts for each season; the darker, the more; bold has grown since the first.

    `seasons` holds for each season, by the name of what is counted, the count of each store.
    """
    first, last = next(iter(seasons.values())), list(seasons.values())[-1]
    grown = [
        f"{what} in {', '.join(which)}"
        for what, by_store in last.items()
        if (which := [store for store, many in by_store.items() if many > first[what][store]])
    ]
    stores = list(next(iter(first.values())))
    most = log1p(
        max(many for rows in seasons.values() for row in rows.values() for many in row.values())
    )
    with figure(
        title, f"Grown with the season: {'; '.join(grown) or 'nothing'}.", len(seasons)
    ) as panels:
        panels[0].figure.set_size_inches(9, 1.2 + 0.34 * len(first))  # type: ignore[union-attr]
        for panel, (season, rows) in zip(panels, seasons.items(), strict=True):
            shades = [[log1p(many) / most for many in row.values()] for row in rows.values()]
            panel.imshow(shades, cmap="Oranges", vmin=0, vmax=1.6, aspect="auto")
            for y, (what, row) in enumerate(rows.items()):
                for x, (store, many) in enumerate(row.items()):
                    weight = "bold" if many > first[what][store] else "normal"
                    panel.text(x, y, f"{many:,}", ha="center", va="center", fontweight=weight)
            panel.set_title(season)
            panel.set_xticks(range(len(stores)), stores)
            panel.set_yticks(
                range(len(rows)), list(rows) if panel is panels[0] else [""] * len(rows)
            )
            panel.tick_params(length=0)
            panel.grid(visible=False)
            panel.spines[:].set_visible(False)
