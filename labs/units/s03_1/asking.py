"""A schema is asked from cells and from checks, within this process and over HTTP."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, cast

import strawberry
from graphql import DocumentNode, FragmentDefinitionNode, get_operation_ast, value_from_ast_untyped
from strawberry.types import ExecutionResult

from labs.units.s03_1.office import Office


@dataclass(frozen=True)
class Said:
    """What came back, and what it cost."""

    data: Any
    errors: tuple[str, ...]
    statements: tuple[str, ...]
    rows: int = 0
    """How many rows they gave."""


def said(
    schema: strawberry.Schema,
    office: Office,
    context: Mapping[str, Any],
    query: str,
    variables: Mapping[str, Any] | None = None,
) -> Said:
    """Ask it, in a loop and a thread of its own."""
    before, rows = len(office.statements), office.rows

    async def ask() -> ExecutionResult:
        return await schema.execute(query, dict(variables or {}), context_value=dict(context))

    result = in_a_loop(ask)
    errors = tuple(str(getattr(error, "message", error)) for error in result.errors or ())
    return Said(result.data, errors, tuple(office.statements[before:]), office.rows - rows)


Parts = tuple[Any, dict[str, Any], dict[str, Any]]
"""The operation that will run, the fragments by name, and the variables, with their defaults."""


def parts_of(asked: Any) -> Parts:  # noqa: ANN401
    """Those of Strawberry's execution context."""
    return parts_in(asked.graphql_document, asked.operation_name, asked.variables or {})


def parts_in(
    document: DocumentNode, name: str | None = None, given: Mapping[str, Any] = {}
) -> Parts:
    """Those of a document, whose operation of this name gets these variables."""
    operation = cast(Any, get_operation_ast(document, name))
    fragments = {
        each.name.value: each
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }
    defaults = {
        each.variable.name.value: value_from_ast_untyped(each.default_value)
        for each in operation.variable_definitions or ()
        if each.default_value
    }
    return operation, fragments, {**defaults, **given}


def in_a_loop(main: Callable[[], Any]) -> Any:  # noqa: ANN401
    """What a coroutine gives: a cell's own loop is busy with the cell."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(main())).result()
