"""Run a test cell without the shell, which belongs to the submission by then.

The test's own statements are compiled and executed by Python itself; what the submission did to
IPython (its transformers, hooks, display, tracebacks) has no part in it.
"""

import ast
import builtins
import inspect
import linecache
import secrets
from traceback import format_exception
from typing import Any

from labs.grading.inside.guard import liars

_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_compile, _exec, _eval, _repr = compile, exec, eval, repr


class MadeUpError(AssertionError):
    """An answer that equals everything."""


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
    honest = f"_honest_{secrets.token_hex(8)}"
    tree = ast.fix_missing_locations(_AskOperands(honest).visit(tree))
    file = f"<test {secrets.token_hex(4)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)
    builtins.__dict__[honest] = _honest
    value = None
    try:
        await _run(_compile(tree, file, "exec", _AWAIT), names)
        if last is not None:
            value = await _run(_compile(last, file, "eval", _AWAIT), names)
    except BaseException as error:
        return None, error
    finally:
        builtins.__dict__.pop(honest, None)
    return None if source.rstrip().endswith(";") else value, None


async def _run(code: Any, names: dict[str, Any]) -> object:
    result = _eval(code, names)
    if code.co_flags & inspect.CO_COROUTINE:
        return await result
    return result


def error_output(error: BaseException) -> dict[str, Any]:
    """The error as a notebook's output, with the test's own lines."""
    lines = format_exception(type(error), error, error.__traceback__)
    kept = [line for line in lines if __file__ not in line]
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": str(error),
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


class _AskOperands(ast.NodeTransformer):
    """Wraps what is compared for equality into a question: is it honest?"""

    def __init__(self, name: str) -> None:
        self._name = name

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """Ask each operand of ==, != and in."""
        self.generic_visit(node)
        if any(isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for op in node.ops):
            node.left = self._asked(node.left)
            node.comparators = [self._asked(one) for one in node.comparators]
        return node

    def _asked(self, operand: ast.expr) -> ast.expr:
        if isinstance(operand, ast.Constant):
            return operand
        return ast.Call(ast.Name(self._name, ast.Load()), [operand], [])


def _honest(value: object) -> object:
    for name in liars(value):
        raise MadeUpError(f"a {name} says that it equals everything")
    return value
