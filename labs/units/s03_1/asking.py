"""A schema is asked from cells and from checks, within this process and over HTTP."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, cast

from graphql import get_operation_ast, value_from_ast_untyped

from labs.units.s03_1.office import Office


class Result(Protocol):
    """What Strawberry gives."""

    data: dict[str, Any] | None
    errors: list[Any] | None


class Schema(Protocol):
    """One of Strawberry's."""

    async def execute(
        self,
        query: str,
        variable_values: dict[str, Any] | None = None,
        context_value: Any = None,  # noqa: ANN401
    ) -> Result: ...


Context = Callable[[Office], dict[str, Any]]


@dataclass(frozen=True)
class Said:
    """What came back, and what it cost."""

    data: Any
    errors: tuple[str, ...]
    statements: tuple[str, ...]
    rows: int = 0
    """How many rows they gave."""


def said(
    schema: Schema,
    office: Office,
    context: Mapping[str, Any],
    query: str,
    variables: Mapping[str, Any] | None = None,
) -> Said:
    """Ask it, in a loop and a thread of its own."""
    before, rows = len(office.statements), office.rows

    async def ask() -> Result:
        return await schema.execute(query, dict(variables or {}), context_value=dict(context))

    result = in_a_loop(ask)
    errors = tuple(str(getattr(error, "message", error)) for error in result.errors or ())
    return Said(result.data, errors, tuple(office.statements[before:]), office.rows - rows)


def parts_of(asked: Any) -> tuple[Any, dict[str, Any], dict[str, Any]]:  # noqa: ANN401
    """Of Strawberry's execution context: the operation that will run, the fragments by name, and
    the variables, with their defaults."""
    document = asked.graphql_document
    operation = cast(Any, get_operation_ast(document, asked.operation_name))
    fragments = {
        each.name.value: each for each in document.definitions if each.kind.startswith("fragment")
    }
    defaults = {
        each.variable.name.value: value_from_ast_untyped(each.default_value)
        for each in operation.variable_definitions or ()
        if each.default_value
    }
    return operation, fragments, defaults | (asked.variables or {})


def in_a_loop(main: Callable[[], Any]) -> Any:  # noqa: ANN401
    """What a coroutine gives: a cell's own loop is busy with the cell."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(main())).result()
