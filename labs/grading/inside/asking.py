"""Code that asks whatever it compares or hands on: does it equal everything?

Test cells are compiled so, and the modules that they take their checks from (`importing.py`).
"""

import ast
import secrets
from types import CodeType
from typing import Any

from labs.grading.inside.lies import liars

_compile = compile


class MadeUpError(BaseException):
    """An answer that is made to pass for any other.

    No Exception: a judge that waits for one, or explains one, has no part in this.
    """


def asking(tree: ast.Module | ast.Expression, file: str, flags: int = 0) -> CodeType:
    """The code of a module, or of an expression, with its questions.

    Functions stand among its constants, so that no name leads to them.
    """
    marks = {secrets.token_hex(16): ask for ask in (_honest, _honest_or_tolerant)}
    tree = ast.fix_missing_locations(_AskAnswers(*marks).visit(tree))
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

    def __init__(self, strictly: str, tolerantly: str) -> None:
        self._strictly = strictly
        self._tolerantly = tolerantly

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """Ask each operand of ==, != and in."""
        self.generic_visit(node)
        if any(isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for op in node.ops):
            node.left = self._asked(node.left)
            node.comparators = [self._asked(one) for one in node.comparators]
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Ask each argument: what is called may compare it; `judge.that` compares nothing."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "that":
            return node
        node.args = [self._asked(one) for one in node.args]
        for keyword in node.keywords:
            keyword.value = self._asked(keyword.value)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Ask the key."""
        self.generic_visit(node)
        if not isinstance(node.slice, _HOLDERS):  # it may have slices
            node.slice = self._asked(node.slice)
        return node

    def visit_Match(self, node: ast.Match) -> ast.AST:
        """Ask the subject."""
        self.generic_visit(node)
        node.subject = self._asked(node.subject)
        return node

    def _asked(self, operand: ast.expr) -> ast.expr:
        if not isinstance(operand, ast.Name | ast.Attribute | ast.Call | ast.Subscript | _HOLDERS):
            return operand
        words = {getattr(one, "id", getattr(one, "attr", "")) for one in ast.walk(operand)}
        mark = self._tolerantly if words & {"approx", "ANY"} else self._strictly
        ask = ast.Attribute(ast.Constant(mark), "__call__", ast.Load())
        return ast.Call(ask, [operand], [])


_HOLDERS = ast.List | ast.Tuple | ast.Dict | ast.Set


def _honest(value: object) -> object:
    for name in liars(value):
        raise MadeUpError(f"a {name} says that it equals everything")
    return value


def _honest_or_tolerant(value: object) -> object:
    for name in liars(value, by_test=True):
        raise MadeUpError(f"a {name} says that it equals everything")
    return value
