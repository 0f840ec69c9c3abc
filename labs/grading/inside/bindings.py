"""What the names of a module stand for, as far as its text alone tells."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Bindings:
    """The names of a module."""

    bound: frozenset[str]
    """All that it binds, in functions, too; `*` where it imports all of another."""
    definitions: frozenset[str]
    """Those that stand for an imported module, or for a function or a class of its own."""

    def may_bind(self, name: str) -> bool:
        """Whether the name may be the module's own, and so hide a builtin."""
        return not self.bound.isdisjoint({name, "*"})


def bindings(tree: ast.Module | ast.Expression) -> Bindings:
    """Find the names; what is decorated, or bound more than once, may stand for anything."""
    bound = Counter(name for node in ast.walk(tree) for name in _bound_by(node))
    defined: set[str] = set()
    for node in tree.body if isinstance(tree, ast.Module) else []:
        is_own = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list
        if is_own or isinstance(node, ast.Import):
            defined.update(_bound_by(node))
    once = set() if "*" in bound else {name for name, times in bound.items() if times == 1}
    return Bindings(frozenset(bound), frozenset(once & defined))


def _bound_by(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.arg(arg=name):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (one.asname or one.name.partition(".")[0] for one in names)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names
        case (
            ast.ExceptHandler(name=str(name))
            | ast.MatchAs(name=str(name))
            | ast.MatchStar(name=str(name))
            | ast.MatchMapping(rest=str(name))
        ):
            yield name
