"""Run a test cell without the shell, which belongs to the submission by then.

The test's own statements are compiled and executed by Python itself; what the submission did to
IPython (its transformers, hooks, display, tracebacks) has no part in it.
"""

import ast
import inspect
import linecache
import secrets
import sys
from pathlib import Path
from traceback import format_exception, walk_tb
from typing import Any

from labs.grading.inside.asking import MadeUpError, asking
from labs.grading.inside.lies import forget, made_here

_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_compile, _exec, _eval, _repr = compile, exec, eval, repr
_HERE = str(Path(__file__).parent)


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
    file = f"<test {secrets.token_hex(4)}>"
    last, value = None, None
    if tree.body and isinstance(shown := tree.body[-1], ast.Expr):
        tree.body.pop()
        last = ast.Expression(shown.value)
    try:
        await _run(asking(tree, file, _AWAIT), names)
        if last is not None:
            value = await _run(asking(last, file, _AWAIT), names)
    except BaseException as error:
        # Only now, lest an answer looks the test up.
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        return None, _explained(error, source, file)
    finally:
        forget()
    if source.rstrip().endswith(";"):
        return None, None
    if isinstance(value, int | float) and made_here(type(value)):
        return None, MadeUpError(f"a {type(value).__qualname__} stands where points are expected")
    return value, None


def _explained(error: BaseException, source: str, file: str) -> BaseException:
    """An unknown name in the test itself as a failed check, where tests have checks of `labs`."""
    judges: Any = sys.modules.get("labs.judges.unknown_names")
    if judges is None or not isinstance(error, NameError):
        return error
    *_, (frame, _) = walk_tb(error.__traceback__)
    in_test = frame.f_code.co_filename == file
    return (in_test and judges.unknown_name(error, source)) or error


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
    kept = [line for line in lines if _HERE not in line]
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
