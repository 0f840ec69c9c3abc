"""How the tables of a live database hang together, read from the database itself.

    found = relations(db)
    print(*found, sep="\n")     # ticket.order_id → orders: one-to-many …

A foreign key makes a relationship; a key of the child over the same columns (PRIMARY KEY or
UNIQUE) makes it one-to-one. How the learner wrote either makes no difference.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from sqlalchemy import Inspector

Cardinality = Literal["one-to-one", "one-to-many"]


@dataclass(frozen=True, order=True)
class Relation:
    """A foreign key: each row of `child` names one row of `parent`."""

    child: str
    columns: tuple[str, ...]
    parent: str
    cardinality: Cardinality
    """How many rows of the child may name one row of the parent: one, or many."""
    required: bool
    """Whether every row of the child must name a parent: none of the columns may be empty."""

    def __str__(self) -> str:
        return f"{self.child}.{'+'.join(self.columns)} → {self.parent}: {self.cardinality}"


class ManyToMany(NamedTuple):
    """Two tables whose rows belong together in any number, by the pairs in a third."""

    left: str
    right: str
    through: str


@dataclass(frozen=True)
class Relations:
    """The tables of a database and the relationships between them; iterates over the latter."""

    tables: dict[str, tuple[str, ...]]
    """The columns of each table."""
    keys: dict[str, tuple[frozenset[str], ...]]
    """The sets of columns that no two rows of a table share, the primary key first."""
    edges: tuple[Relation, ...]

    def __iter__(self) -> Iterator[Relation]:
        return iter(self.edges)

    def __len__(self) -> int:
        return len(self.edges)

    @property
    def many_to_many(self) -> tuple[ManyToMany, ...]:
        """Tables joined by a third, whose two foreign keys together are a key of it."""
        return tuple(
            ManyToMany(min(one.parent, other.parent), max(one.parent, other.parent), table)
            for table, keys in self.keys.items()
            for one, other in combinations([edge for edge in self.edges if edge.child == table], 2)
            if one.cardinality == other.cardinality == "one-to-many"
            if {*one.columns, *other.columns} in keys
        )


def relations(database: sqlite3.Connection | str) -> Relations:
    """The relationships in a database: a SQLite connection, or the SQLAlchemy URL of any server.

    Nothing is changed; a transaction that is open on the connection stays as it is.
    Raises sqlalchemy.exc.SQLAlchemyError if nothing answers at the URL.
    """
    if isinstance(database, sqlite3.Connection):
        return _related(_of_sqlite(database))
    from sqlalchemy import create_engine, inspect

    engine = create_engine(database)
    try:
        return _related(_of_server(inspect(engine)))
    finally:
        engine.dispose()


class _ForeignKey(NamedTuple):
    columns: tuple[str, ...]
    parent: str


class _Table(NamedTuple):
    name: str
    columns: tuple[str, ...]
    never_empty: frozenset[str]
    primary: frozenset[str]
    unique: Sequence[frozenset[str]]
    foreign: Sequence[_ForeignKey]

    @property
    def keys(self) -> tuple[frozenset[str], ...]:
        primary = [self.primary] if self.primary else []
        return tuple(dict.fromkeys([*primary, *sorted(self.unique, key=sorted)]))


def _related(tables: Sequence[_Table]) -> Relations:
    edges = {
        Relation(
            child=table.name,
            columns=columns,
            parent=parent,
            cardinality="one-to-one"
            if any(key <= {*columns} for key in table.keys)
            else "one-to-many",
            required={*columns} <= table.never_empty,
        )
        for table in tables
        for columns, parent in table.foreign
    }
    return Relations(
        tables={table.name: table.columns for table in tables},
        keys={table.name: table.keys for table in tables},
        edges=tuple(sorted(edges)),
    )


def _of_sqlite(db: sqlite3.Connection) -> list[_Table]:
    # SQLAlchemy finds a UNIQUE of SQLite by its wording; the pragmas know it in any wording.
    cursor = db.cursor()
    cursor.row_factory = None

    def rows(pragma: str, of: str) -> list[tuple[Any, ...]]:
        return cursor.execute(f"SELECT * FROM pragma_{pragma}(?)", (of,)).fetchall()  # noqa: S608

    tables = cursor.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    names = sorted(name for (name,) in tables if not name.startswith("sqlite_"))
    found = []
    for table in names:
        info = rows("table_info", table)  # number, name, type, not null, default, place in the key
        columns = [row[1] for row in info]
        primary = [row for row in info if row[5]]
        rowid = len(primary) == 1 and primary[0][2].upper() == "INTEGER"  # is never empty
        unique = [
            frozenset(row[2] for row in rows("index_info", index[1]))
            for index in rows("index_list", table)  # number, name, unique, origin, partial
            if index[2] and not index[4]
        ]
        parts: dict[int, list[tuple[Any, ...]]] = {}
        for row in rows("foreign_key_list", table):  # number, place, parent, column, …
            parts.setdefault(row[0], []).append(row)
        found.append(
            _Table(
                table,
                tuple(columns),
                never_empty=frozenset(row[1] for row in info if row[3] or (rowid and row[5])),
                primary=frozenset(row[1] for row in primary),
                unique=[key for key in unique if None not in key],  # None: an expression
                foreign=[
                    _ForeignKey(
                        tuple(_spelt(row[3], columns) for row in key), _spelt(key[0][2], names)
                    )
                    for key in parts.values()
                ],
            )
        )
    return found


def _spelt(name: str, names: Sequence[str]) -> str:
    """The name as it is spelt where it is defined: REFERENCES may spell it VENUE."""
    return next((known for known in names if known.lower() == name.lower()), name)


def _of_server(inspector: "Inspector") -> list[_Table]:
    found = []
    for table in sorted(inspector.get_table_names()):
        columns = inspector.get_columns(table)
        unique = [frozenset(key["column_names"]) for key in inspector.get_unique_constraints(table)]
        unique += [
            frozenset(filter(None, index["column_names"]))
            for index in inspector.get_indexes(table)
            if index["unique"]
            and None not in index["column_names"]  # None: an expression
            and not index.get("dialect_options", {}).get("postgresql_where")
        ]
        found.append(
            _Table(
                table,
                tuple(column["name"] for column in columns),
                never_empty=frozenset(c["name"] for c in columns if not c["nullable"]),
                primary=frozenset(inspector.get_pk_constraint(table)["constrained_columns"]),
                unique=unique,
                foreign=[
                    _ForeignKey(tuple(key["constrained_columns"]), key["referred_table"])
                    for key in inspector.get_foreign_keys(table)
                ],
            )
        )
    return found
