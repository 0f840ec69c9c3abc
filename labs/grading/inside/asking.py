"""Code that asks whatever it compares or hands on: does it equal everything?

Test cells are compiled so, and the modules that they take their checks from (`importing.py`).
"""

import ast
import secrets
from types import CodeType
from typing import Any

from labs.grading.inside.bindings import Bindings, bindings
from labs.grading.inside.lies import as_plain, liars

_compile = compile


class MadeUpError(BaseException):
    """An answer that is made to pass for any other.

    No Exception: a judge that waits for one, or explains one, has no part in this.
    """


def asking(tree: ast.Module | ast.Expression, file: str, flags: int = 0) -> CodeType:
    """The code of a module, or of an expression, with its questions.

    Functions stand among its constants, so that no name leads to them.
    """
    strictly, tolerantly = secrets.token_hex(16), secrets.token_hex(16)
    marks = {strictly: _honest, tolerantly: _honest_or_tolerant}
    rewriting = _AskAnswers(strictly, tolerantly, bindings(tree))
    tree = ast.fix_missing_locations(rewriting.visit(tree))
    mode = "eval" if isinstance(tree, ast.Expression) else "exec"
    return _knowing(_compile(tree, file, mode, flags, dont_inherit=True), marks)


def _knowing(code: CodeType, marks: dict[str, Any]) -> CodeType:
    """The code with functions in the place of marks."""
    constants = (
        marks[constant]
        if isinstance(constant, str) and constant in marks
        else _knowing(constant, marks)
        if isinstance(constant, CodeType)
        else constant
        for constant in code.co_consts
    )
    return code.replace(co_consts=tuple(constants))


class _AskAnswers(ast.NodeTransformer):
    """Wraps what is compared or handed on into a question: does it equal everything?"""

    def __init__(self, strictly: str, tolerantly: str, bound: Bindings) -> None:
        self._strictly = strictly
        self._tolerantly = tolerantly
        self._bound = bound

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """Ask each operand of ==, != and in."""
        self.generic_visit(node)
        if any(isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for op in node.ops):
            node.left = self._asked(node.left)
            node.comparators = [self._asked(one) for one in node.comparators]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """Ask both sides of what sets compare their items for."""
        self.generic_visit(node)
        if isinstance(node.op, ast.Sub | ast.BitAnd | ast.BitOr | ast.BitXor):
            node.left, node.right = self._asked(node.left), self._asked(node.right)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Ask each argument: what is called may compare it."""
        self.generic_visit(node)
        if self._compares_nothing(node.func):
            return node
        node.args = [self._asked(one) for one in node.args]
        for keyword in node.keywords:
            keyword.value = self._asked(keyword.value)
        return node

    def _compares_nothing(self, function: ast.expr) -> bool:
        if isinstance(function, ast.Attribute):
            return function.attr == "that"  # of a judge, which is told what a comparison gave
        return self._is_builtin(function, _COMPARE_NOTHING)

    def _is_builtin(self, function: ast.expr, among: frozenset[str]) -> bool:
        return (
            isinstance(function, ast.Name)
            and function.id in among
            and not self._bound.may_bind(function.id)
        )

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Ask the key."""
        self.generic_visit(node)
        if not any(isinstance(one, ast.Slice) for one in ast.walk(node.slice)):
            node.slice = self._asked(node.slice)
        return node

    def visit_Match(self, node: ast.Match) -> ast.AST:
        """Ask the subject."""
        self.generic_visit(node)
        node.subject = self._asked(node.subject)
        return node

    def _asked(self, operand: ast.expr) -> ast.expr:
        if isinstance(operand, ast.Starred):
            operand.value = self._asked(operand.value)
            return operand
        if self._is_no_answer(operand):
            return operand
        words = {getattr(one, "id", getattr(one, "attr", "")) for one in ast.walk(operand)}
        mark = self._tolerantly if words & {"approx", "ANY"} else self._strictly
        # Of a text that is called, the compiler warns; a branch that is never taken, it leaves out.
        ask = ast.IfExp(ast.Constant(True), ast.Constant(mark), ast.Constant(None))
        return ast.Call(ask, [operand], [])

    def _is_no_answer(self, operand: ast.expr) -> bool:
        """Whether the text alone shows that this is a plain value, or nothing of an answer."""
        if isinstance(operand, ast.Name):
            return operand.id in self._bound.definitions
        if isinstance(operand, ast.Call):
            return self._is_builtin(operand.func, _GIVE_PLAIN_VALUES)
        if isinstance(operand, _HOLDERS):
            return all(
                isinstance(one, ast.Constant | ast.expr_context | _HOLDERS)
                for one in ast.walk(operand)
            )
        return isinstance(operand, _NEVER_ANSWERS)


_HOLDERS = ast.List | ast.Tuple | ast.Dict | ast.Set

_NEVER_ANSWERS = ast.Constant | ast.JoinedStr | ast.Lambda | ast.GeneratorExp

_GIVE_PLAIN_VALUES = frozenset(
    {"callable", "hasattr", "hash", "id", "isinstance", "issubclass", "len"}
)
_COMPARE_NOTHING = _GIVE_PLAIN_VALUES | {
    *("all", "any", "ascii", "bool", "format", "print", "range", "repr", "str", "type"),
}
"""Builtins that hand nothing on, either; not `sorted`, `set` or `list`."""


def _honest(value: object) -> object:
    kind = type(value)
    if as_plain(kind) is kind:
        return value
    if kind is tuple:
        for one in value:  # type: ignore[attr-defined]  # a row, by far the most of the others
            kind = type(one)
            if as_plain(kind) is not kind:
                break
        else:
            return value
    for name in liars(value):
        raise MadeUpError(f"a {name} says that it equals everything")
    return value


def _honest_or_tolerant(value: object) -> object:
    for name in liars(value, by_test=True):
        raise MadeUpError(f"a {name} says that it equals everything")
    return value
