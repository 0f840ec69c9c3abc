"""Small wrong edits of the reference solutions, made by rule: tests must notice nearly all.

The operators are those of mutmut and cosmic-ray, as far as they fit answers of a few lines;
a text that is SQL is edited as SQL (see `sql_mutants`).
Only what stands between BEGIN SOLUTION and END SOLUTION is changed. A mutant that no test
notices (a survivor) is listed with the reason beside the unit's answers (see `answers`).
"""

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import count

from labs.course.cells import grade_id
from labs.course.units import Unit
from labs.proof.answers import read_answers
from labs.proof.trial import answer_cells, exercises
from labs.proof.verdicts import Variant, Verdict

SAMPLE = 12
"""How many mutants of a unit `make test` tries; `make prove` tries all."""

SEED = "flytower"
"""Of the lots by which a sample is drawn: it stays the same while the solutions do."""

LEAST_KILLED = 0.9
"""The share of mutants that the tests must notice, whatever the reasons for the others."""

SECONDS = 5.0
"""A mutant that runs longer counts as noticed: most are loops without an end."""

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_NEGATED = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Div,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}


@dataclass(frozen=True)
class Mutant:
    """One answer cell with one small edit."""

    exercise: str
    cell: str
    """The grade_id of the answer cell."""
    name: str
    """What was changed into what; it stays the same while these lines do."""
    source: str

    @property
    def variant(self) -> Variant:
        """The unit with this edit, judged until the first test notices it."""
        return Variant(
            name=self.name,
            answers={self.cell: self.source},
            only=self.exercise,
            stop_at_first=True,
            seconds=SECONDS,
        )


def mutants(unit: Unit) -> list[Mutant]:
    """All mutants of the unit's reference solutions, in the order of the text."""
    return [
        Mutant(name, grade_id(cell), f"{grade_id(cell)}: {edit}", source)
        for name in exercises(unit)
        for cell in answer_cells(unit, name)
        for edit, source in edits(cell.source)
    ]


def sample(unit: Unit, size: int = SAMPLE) -> list[Mutant]:
    """At most `size` of the unit's mutants, each of which a test must notice: no listed ones."""
    everything, listed = mutants(unit), read_answers(unit).survivors
    noticed = (mutant for mutant in everything if mutant.name not in listed)
    return sorted(sorted(noticed, key=_lot)[:size], key=everything.index)


def problems(unit: Unit, judged: Sequence[Mutant], verdicts: Sequence[Verdict]) -> list[str]:
    """What is wrong with the unit's tests, or with its list of survivors.

    Of a listed one that was not judged, only that there is such an edit is asked.
    """
    listed = read_answers(unit).survivors
    alive = [m.name for m, verdict in zip(judged, verdicts, strict=True) if verdict.full_points]
    # A machine that is busy may run out of SECONDS with an edit that nobody notices.
    unknown = [m.name for m, verdict in zip(judged, verdicts, strict=True) if _ran_out(verdict)]
    others = {mutant.name for mutant in mutants(unit)} - {mutant.name for mutant in judged}
    found = [
        f"No test notices this edit. Test it, or give the reason in tests/answers:\n"
        f'"{name.replace(chr(34), chr(92) + chr(34))}" = ""'
        for name in alive
        if name not in listed
    ]
    found += [
        f"The list of survivors names an edit that is noticed, or is none: {name}. Remove it."
        for name in listed
        if name not in {*alive, *unknown, *others}
    ]
    found += [
        f"The survivor {name} is listed without a reason." for name in listed if not listed[name]
    ]
    killed = 1 - len(alive) / len(judged) if judged else 1
    if killed < LEAST_KILLED:
        found.append(f"The tests notice {killed:.0%} of all edits, not {LEAST_KILLED:.0%}.")
    return found


def _ran_out(verdict: Verdict) -> bool:
    """Whether its time was up before a test noticed it."""
    return bool(verdict.problem) and all(result.passed for result in verdict.results)


def edits(source: str) -> Iterator[tuple[str, str]]:
    """What each edit changes, and the edited source; nothing if the source is not plain Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a program in another language, or a magic
        return
    original = ast.unparse(tree)
    seen = {original}
    names: dict[str, int] = {}
    lines = _solution_lines(source)
    for said, edited in _edited_trees(tree, lines):
        text = ast.unparse(ast.fix_missing_locations(edited))
        if text in seen:
            continue
        seen.add(text)
        name = said or _difference(original, text)
        names[name] = names.get(name, 0) + 1
        yield (name if names[name] == 1 else f"{name} ({names[name]})"), text


def _solution_lines(source: str) -> set[int]:
    inside = False
    found = set()
    for number, line in enumerate(source.splitlines(), 1):
        if "BEGIN SOLUTION" in line or "END SOLUTION" in line:
            inside = "BEGIN" in line
        elif inside:
            found.add(number)
    return found


def _edited_trees(tree: ast.Module, lines: set[int]) -> Iterator[tuple[str, ast.Module]]:
    """Each edited tree, and the name of its edit if the changed lines do not tell it."""
    for place, node in enumerate(_mutable(tree)):
        if getattr(node, "lineno", 0) not in lines:
            continue
        for version in count():
            edited = copy.deepcopy(tree)
            target = list(_mutable(edited))[place]
            replacements = list(_replacements(target))
            if version >= len(replacements):
                break
            said, replacement = replacements[version]
            _Replace(target, replacement).visit(edited)
            yield said, edited


def _mutable(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it, in the order of the text, without annotations and docstrings."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_text(child):
                yield from _mutable(child)


def _is_text(node: ast.AST) -> bool:
    """A docstring, or a string that stands alone as a remark."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


class _Replace(ast.NodeTransformer):
    def __init__(self, target: ast.AST, replacement: ast.AST) -> None:
        self._target, self._replacement = target, replacement

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._target:
            return self._replacement
        return self.generic_visit(node)


def _replacements(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        from labs.proof.sql_mutants import sql_edits  # the parser takes a while to load

        if sql := sql_edits(node.value):
            yield from ((name, ast.Constant(text)) for name, text in sql)
            return
    for kind, operator in _MUTATIONS:
        if isinstance(node, kind):
            yield from (("", replacement) for replacement in operator(node))


def _comparison(node: ast.Compare) -> Iterator[ast.AST]:
    if len(node.ops) != 1:
        return
    operator, right = node.ops[0], node.comparators[0]
    swapped = _COMPARISONS[type(operator)]()
    yield ast.Compare(node.left, [swapped], [right])
    if isinstance(right, ast.Constant) and right.value is None:
        yield node.left if isinstance(operator, ast.IsNot) else _not(node.left)


def _arithmetic(node: ast.BinOp) -> Iterator[ast.AST]:
    if type(node.op) in _OPERATORS:
        yield ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right)


def _update(node: ast.AugAssign) -> Iterator[ast.AST]:
    if type(node.op) in _OPERATORS:
        yield ast.AugAssign(node.target, _OPERATORS[type(node.op)](), node.value)
    yield ast.Assign([node.target], node.value, lineno=node.lineno)
    yield ast.Pass()


def _logic(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def _sign(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not | ast.USub | ast.Invert):
        yield node.operand


def _condition(node: ast.If | ast.IfExp) -> Iterator[ast.AST]:
    if isinstance(node.test, ast.Compare) and isinstance(node.test.ops[0], _NEGATED):
        return  # the comparison's own edit says the same
    negated = copy.deepcopy(node)
    negated.test = _not(node.test)
    yield negated


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)
    elif isinstance(value, str):
        yield ast.Constant(f"XX{value}")
    elif isinstance(value, bytes):
        yield ast.Constant(b"XX" + value)


def _answer(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is not None:
        yield ast.Return(ast.Constant(None))


def _jump(node: ast.Break | ast.Continue) -> Iterator[ast.AST]:
    yield ast.Continue() if isinstance(node, ast.Break) else ast.Break()


def _dropped(_: ast.AST) -> Iterator[ast.AST]:
    yield ast.Pass()


def _emptied(node: ast.Assign) -> Iterator[ast.AST]:
    yield ast.Assign(node.targets, ast.Constant(None), lineno=node.lineno)


def _call(node: ast.Call) -> Iterator[ast.AST]:
    for place in range(len(node.keywords)):
        yield ast.Call(node.func, node.args, node.keywords[:place] + node.keywords[place + 1 :])
    if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]


def _not(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


_MUTATIONS: list[tuple[type | tuple[type, ...], Callable[..., Iterator[ast.AST]]]] = [
    (ast.Compare, _comparison),
    (ast.BinOp, _arithmetic),
    (ast.AugAssign, _update),
    (ast.BoolOp, _logic),
    (ast.UnaryOp, _sign),
    ((ast.If, ast.IfExp), _condition),
    (ast.Constant, _constant),
    (ast.Return, _answer),
    ((ast.Break, ast.Continue), _jump),
    ((ast.Expr, ast.Raise, ast.Delete), _dropped),
    (ast.Assign, _emptied),
    (ast.Call, _call),
]


def _difference(before: str, after: str) -> str:
    old, new = before.splitlines(), after.splitlines()
    removed: list[str] = []
    added: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            removed += old[a:b]
            added += new[c:d]
    return f"{_joined(removed)} → {_joined(added)}"


def _joined(lines: Sequence[str]) -> str:
    return " ⏎ ".join(line.strip() for line in lines) or "nothing"


def _lot(mutant: Mutant) -> str:
    return sha256(f"{SEED} {mutant.name}".encode()).hexdigest()
