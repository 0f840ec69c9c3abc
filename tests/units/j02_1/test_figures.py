"""Figures of databases: schemas of any shape, and bars."""

from dataclasses import dataclass, field
from itertools import combinations

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from labs.units.j02_1 import figures


@dataclass(frozen=True)
class Edge:
    child: str
    columns: tuple[str, ...]
    parent: str
    cardinality: str = "one-to-many"


@dataclass(frozen=True)
class Schema:
    edges: tuple[Edge, ...]
    tables: dict[str, tuple[str, ...]]
    many_to_many: tuple[tuple[str, str, str], ...] = ()
    keys: dict[str, tuple[frozenset[str], ...]] = field(default_factory=dict)


def schema(*pairs: str, lonely: tuple[str, ...] = ()) -> Schema:
    """One of pairs such as "ticket>orders": a child and its parent."""
    edges = tuple(Edge(c, (f"{p}_id",), p) for c, p in (pair.split(">") for pair in pairs))
    names = dict.fromkeys([*lonely, *(name for e in edges for name in (e.parent, e.child))])
    tables = {
        name: ("id", *dict.fromkeys(e.columns[0] for e in edges if e.child == name))
        for name in names
    }
    return Schema(edges, tables, keys={name: (frozenset({"id"}),) for name in names})


def boxes(figure: Figure) -> list[Rectangle]:
    return [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)][::2]


@pytest.mark.parametrize(
    "pairs",
    [
        ("orders>customer", "ticket>orders", "ticket>performance", "performance>venue"),
        ("person>person",),
        ("a>b", "b>c", "c>a"),
        ("a>b", "b>a"),
        ("a>b", "a>c", "a>d", "a>e", "a>f", "g>f", "g>b", "h>g"),
    ],
    ids=["tree", "to itself", "ring", "pair", "wide"],
)
def test_a_schema_of_any_shape_has_a_box_for_each_table(
    drawn: list[Figure], pairs: tuple[str, ...]
) -> None:
    made = schema(*pairs, lonely=("alone",))
    figures.entities(made)
    found = boxes(drawn[0])
    assert len(found) == len(made.tables)
    spans = [box.get_bbox() for box in found]
    assert not any(a.overlaps(b) for a, b in combinations(spans, 2)), "no box hides another"
    names = {text.get_text() for text in drawn[0].axes[0].texts}
    assert {*made.tables, "1", "many"} <= names


def test_children_stand_right_of_their_parents(drawn: list[Figure]) -> None:
    made = schema("orders>customer", "ticket>orders", "ticket>customer")
    figures.entities(made)
    left = {text.get_text(): text.get_position()[0] for text in drawn[0].axes[0].texts}
    assert left["customer"] < left["orders"] < left["ticket"]


def test_a_parent_that_is_not_there_is_not_drawn(drawn: list[Figure]) -> None:
    made = schema("ticket>orders")
    del made.tables["orders"]
    figures.entities(made)
    assert len(boxes(drawn[0])) == 1


def test_the_text_names_every_relationship(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    made = schema("ticket>orders", "plays>show", "plays>artist")
    one = Edge("profile", ("customer_id",), "customer", "one-to-one")
    tables = {**made.tables, "customer": ("id",), "profile": ("customer_id",)}
    keys = {**made.keys, "customer": (), "profile": ()}
    figures.entities(Schema((*made.edges, one), tables, (("artist", "show", "plays"),), keys))
    assert " ".join(capsys.readouterr().out.split()).replace("- ", "-") == (
        "7 tables, 4 foreign keys; one-to-one: customer to profile; one-to-many: orders to ticket; "
        "many-to-many: artist and show through plays."
    )


def test_no_tables_are_said_to_be_none(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.entities(Schema((), {}))
    assert (capsys.readouterr().out, drawn) == ("There are no tables to draw.\n", [])


def test_bars_begin_at_nought_and_say_their_counts(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.bars(
        {"as typed": {"UNIQUE": 1_400, "CHECK": 0}, "tidied": {"UNIQUE": 1_500}},
        title="Refused",
        x="lines",
    )
    assert (
        capsys.readouterr().out == "Lines: as typed: UNIQUE 1,400, CHECK 0; tidied: UNIQUE 1,500.\n"
    )
    (axes,) = drawn[0].axes
    assert axes.get_xlim()[0] == 0
    assert [text.get_text() for text in axes.texts] == ["1,400", "0", "1,500"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["UNIQUE", "CHECK", "UNIQUE"]
