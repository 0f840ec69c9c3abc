"""Small wrong edits of SQL, made by rule, as `mutants` makes them of Python.

Each edit is one slip that learners make: a condition forgotten, a LEFT JOIN that is a JOIN,
an order turned round, a constraint left out. Edits are made on the syntax tree; what cannot be
parsed, or does not come back from the parser as it went in, is left alone.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

_DIALECTS = ("sqlite", "postgres", "mysql")
_STATEMENT = re.compile(
    r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE|CREATE\s+(UNIQUE\s+)?(TABLE|INDEX|VIEW))\b",
    re.IGNORECASE,
)
_TABLE_OPTIONS = re.compile(
    r"\)(\s*(STRICT|WITHOUT\s+ROWID)(\s*,\s*(STRICT|WITHOUT\s+ROWID))?\s*)$", re.IGNORECASE
)
"""What SQLite writes behind a table, and the parser does not know."""

_EDGES: dict[type[exp.Expr], type[exp.Binary]] = {
    exp.GT: exp.GTE,
    exp.GTE: exp.GT,
    exp.LT: exp.LTE,
    exp.LTE: exp.LT,
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
}
_CONSTRAINTS = (
    exp.NotNullColumnConstraint,
    exp.UniqueColumnConstraint,
    exp.CheckColumnConstraint,
    exp.Reference,
    exp.PrimaryKeyColumnConstraint,
)
_TABLE_CONSTRAINTS = (
    exp.PrimaryKey,
    exp.ForeignKey,
    exp.UniqueColumnConstraint,
    exp.CheckColumnConstraint,
    exp.Constraint,
)

Edits = Iterator[tuple[exp.Expr, exp.Expr | None]]
"""What is replaced by what; None for nothing."""


@lru_cache(maxsize=256)
def sql_edits(text: str) -> tuple[tuple[str, str], ...]:
    """What each edit changes, and the edited text; nothing if the text is no SQL.

    The text may hold several statements; one of them is edited at a time.
    """
    if not _STATEMENT.match(text):
        return ()
    statements = _split(text)
    return tuple(
        (name, ";\n".join([*statements[:place], edited, *statements[place + 1 :]]))
        for place, statement in enumerate(statements)
        for name, edited in _edits(statement)
    )


def _split(text: str) -> list[str]:
    try:
        ends = [t.start for t in sqlglot.tokenize(text, "sqlite") if t.text == ";"]
    except SqlglotError:
        return [text]
    starts = [0, *(end + 1 for end in ends)]
    pieces = (text[a:b] for a, b in zip(starts, [*ends, len(text)], strict=True))
    return [piece for piece in pieces if piece.strip()]


def _edits(statement: str) -> Iterator[tuple[str, str]]:
    options = _TABLE_OPTIONS.search(statement)
    tail = options[1] if options else ""
    parsed = _parsed(statement.removesuffix(tail) if tail else statement)
    if parsed is None:
        return
    tree, dialect = parsed
    original = tree.sql(dialect)
    seen = {original}
    for place, node in enumerate(tree.walk()):
        for number, _ in enumerate(_mutations(node)):
            edited = tree.copy()
            target = list(edited.walk())[place]
            old, new = list(_mutations(target))[number]
            name = f"{_named(old, dialect)} → {_named(new, dialect) if new else 'nothing'}"
            text = _put(edited, old, new).sql(dialect)
            if text not in seen:
                seen.add(text)
                yield name, text + tail


def _parsed(statement: str) -> tuple[exp.Expr, str] | None:
    if not _STATEMENT.match(statement):
        return None
    for dialect in _DIALECTS:
        try:
            tree = sqlglot.parse_one(statement, dialect=dialect)
            if not isinstance(tree, exp.Command) and tree == sqlglot.parse_one(
                tree.sql(dialect), dialect=dialect
            ):
                return tree, dialect
        except SqlglotError:
            continue
    return None


def _put(tree: exp.Expr, old: exp.Expr, new: exp.Expr | None) -> exp.Expr:
    """The tree with the one in place of the other, or with nothing there."""
    if new is not None and old is tree:
        return new
    if new is None:
        old.pop()
    else:
        old.replace(new)
    return tree


def _named(node: exp.Expr, dialect: str) -> str:
    return " ".join(node.sql(dialect).split())


def _mutations(node: exp.Expr) -> Edits:
    """The node, or one below it, and what stands in its place; the tree is not changed."""
    for kind, operator in _MUTATIONS:
        if isinstance(node, kind):
            yield from operator(node)


def _dropped(node: exp.Expr) -> Edits:
    yield node, None


def _logic(node: exp.Connector) -> Edits:
    yield node, node.left.copy()
    yield node, node.right.copy()


def _comparison(node: exp.Binary) -> Edits:
    if isinstance(node.parent, exp.Update | exp.Properties | exp.OnConflict):
        return  # SET a = b is no comparison
    yield node, _EDGES[type(node)](this=node.left.copy(), expression=node.right.copy())


def _null(node: exp.Is) -> Edits:
    if isinstance(node.parent, exp.Not):
        yield node.parent, node.copy()
    else:
        yield node, exp.Not(this=node.copy())


def _join(node: exp.Join) -> Edits:
    if not node.args.get("on") and not node.args.get("using"):
        return
    other = node.copy()
    other.set("side", None if node.side else "LEFT")
    if not node.side:
        other.set("kind", None)
    yield node, other


def _order(node: exp.Ordered) -> Edits:
    other = node.copy()
    other.set("desc", None if node.args.get("desc") else True)
    other.set("nulls_first", not other.args.get("desc"))  # as SQLite has it, unless it is written
    yield node, other


def _aggregate(node: exp.AggFunc) -> Edits:
    swapped: dict[type[exp.Expr], type[exp.AggFunc]] = {
        exp.Sum: exp.Count,
        exp.Count: exp.Sum,
        exp.Min: exp.Max,
        exp.Max: exp.Min,
    }
    argument = node.this
    if type(node) in swapped and argument is not None and not isinstance(argument, exp.Star):
        yield node, swapped[type(node)](this=argument.copy())
    if isinstance(argument, exp.Distinct):
        yield node, type(node)(this=argument.expressions[0].copy())


def _distinct(node: exp.Distinct) -> Edits:
    if isinstance(node.parent, exp.Select):  # the others stand inside of an aggregate
        yield node, None


def _group(node: exp.Group) -> Edits:
    if len(node.expressions) == 1:
        yield node, None
    else:
        yield from ((column, None) for column in node.expressions)


def _coalesce(node: exp.Coalesce) -> Edits:
    yield node, node.this.copy()


def _column_constraint(node: exp.ColumnDef) -> Edits:
    for constraint in node.args.get("constraints") or []:
        if isinstance(constraint.args.get("kind"), _CONSTRAINTS):
            other = node.copy()
            kept = [c for c in other.args["constraints"] if c != constraint]
            other.set("constraints", kept)
            yield node, other


def _actions(node: exp.Reference) -> Edits:
    options = node.args.get("options") or []
    for option in options:
        if str(option).upper().startswith("ON "):
            other = node.copy()
            other.set("options", [kept for kept in options if kept != option])
            yield node, other


def _foreign_key(node: exp.ForeignKey) -> Edits:
    for action in ("delete", "update"):
        if node.args.get(action):
            other = node.copy()
            other.set(action, None)
            yield node, other


def _schema(node: exp.Schema) -> Edits:
    for item in node.expressions:
        if isinstance(item, _TABLE_CONSTRAINTS):
            yield item, None


def _key(node: exp.PrimaryKey) -> Edits:
    if len(node.expressions) > 1:
        yield from ((column, None) for column in node.expressions)


def _index(node: exp.Create) -> Edits:
    if node.args.get("unique"):
        other = node.copy()
        other.set("unique", False)
        yield node, other


_MUTATIONS: list[
    tuple[
        type[exp.Expr] | tuple[type[exp.Expr], ...],
        Callable[..., Edits],
    ]
] = [
    ((exp.Where, exp.Having, exp.Limit, exp.Offset), _dropped),
    (exp.Connector, _logic),
    (tuple(_EDGES), _comparison),
    (exp.Is, _null),
    (exp.Join, _join),
    (exp.Ordered, _order),
    (exp.AggFunc, _aggregate),
    (exp.Distinct, _distinct),
    (exp.Group, _group),
    (exp.Coalesce, _coalesce),
    (exp.ColumnDef, _column_constraint),
    (exp.Reference, _actions),
    (exp.ForeignKey, _foreign_key),
    (exp.Schema, _schema),
    (exp.PrimaryKey, _key),
    (exp.Create, _index),
]
