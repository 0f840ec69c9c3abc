"""Run a test cell without the shell, which belongs to the submission by then.

The test's own statements are compiled and executed by Python itself; what the submission did to
IPython (its transformers, hooks, display, tracebacks) has no part in it.
"""

import ast
import inspect
import linecache
import secrets
from traceback import format_exception
from types import CodeType
from typing import Any

from labs.grading.inside.lies import liars, made_here

_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_compile, _exec, _eval, _repr = compile, exec, eval, repr


class MadeUpError(AssertionError):
    """An answer that is made to pass for any other."""


def is_python(source: str) -> bool:
    """Whether a cell is Python alone, without a magic."""
    try:
        _compile(source, "<test>", "exec", _AWAIT | ast.PyCF_ONLY_AST)
    except (SyntaxError, ValueError):
        return False
    return True


async def run_test(source: str, names: dict[str, Any]) -> tuple[object, BaseException | None]:
    """Execute a test in these names; its last value, or what it raised."""
    tree = ast.parse(source)
    marks = {secrets.token_hex(16): ask for ask in (_honest, _honest_or_tolerant)}
    tree = ast.fix_missing_locations(_AskAnswers(*marks).visit(tree))
    file = f"<test {secrets.token_hex(4)}>"
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)
    value = None
    try:
        await _run(_knowing(_compile(tree, file, "exec", _AWAIT), marks), names)
        if last is not None:
            value = await _run(_knowing(_compile(last, file, "eval", _AWAIT), marks), names)
    except BaseException as error:
        # Only now, lest an answer looks the test up.
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        return None, error
    if source.rstrip().endswith(";"):
        return None, None
    if isinstance(value, int | float) and made_here(type(value)):
        return None, MadeUpError(f"a {type(value).__qualname__} stands where points are expected")
    return value, None


def _knowing(code: CodeType, marks: dict[str, Any]) -> CodeType:
    """The code with functions in the place of marks: no name leads to them."""
    constants = (
        marks[constant]
        if isinstance(constant, str) and constant in marks
        else _knowing(constant, marks)
        if isinstance(constant, CodeType)
        else constant
        for constant in code.co_consts
    )
    return code.replace(co_consts=tuple(constants))


async def _run(code: Any, names: dict[str, Any]) -> object:
    result = _eval(code, names)
    if code.co_flags & inspect.CO_COROUTINE:
        return await result
    return result


def error_output(error: BaseException) -> dict[str, Any]:
    """The error as a notebook's output, with the test's own lines."""
    try:
        lines = format_exception(type(error), error, error.__traceback__)
        text = str(error)
    except BaseException:  # its text is the submission's own code
        lines, text = [], "an error that cannot be shown"
    kept = [line for line in lines if __file__ not in line]
    return {
        "output_type": "error",
        "ename": str(type(error).__name__),
        "evalue": text,
        "traceback": "".join(kept).splitlines(),
    }


def value_output(value: object, number: int, shown: dict[str, Any] | None) -> dict[str, Any]:
    """The last value as a notebook's output; numbers, which may be points, as they are."""
    data = shown or {"text/plain": _repr(value)}
    if isinstance(value, int | float):
        data = {"text/plain": _repr(value)}
    return {
        "output_type": "execute_result",
        "data": data,
        "metadata": {},
        "execution_count": number,
    }


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
        """Ask each argument: what is called may compare it."""
        self.generic_visit(node)
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
