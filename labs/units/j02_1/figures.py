"""The figures of J02.1: how many rows were refused, and how tables hang together."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Protocol

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from labs.measure.charts.style import (
    BLUE,
    COLOURS,
    COUNT,
    FAINT,
    INK,
    VERMILION,
    counts_in_words,
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


def bars(groups: Mapping[str, Mapping[str, int]], title: str, x: str) -> None:
    """For each group a block of bars, from the first at the top; `x` says what is counted.

    `groups` holds counts by name: {"as typed": {"UNIQUE": 7, "CHECK": 2}, …}.
    """
    names: list[str] = []
    places: list[float] = []
    with figure(title, counts_in_words(groups, x)) as (axes,):
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
