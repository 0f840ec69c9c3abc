"""A schema is asked from cells and from checks, within this process and over HTTP."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

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


def said(
    schema: Schema,
    office: Office,
    context: Mapping[str, Any],
    query: str,
    variables: Mapping[str, Any] | None = None,
) -> Said:
    """Ask it, in a loop and a thread of its own."""
    before = len(office.statements)

    async def ask() -> Result:
        return await schema.execute(query, dict(variables or {}), context_value=dict(context))

    result = in_a_loop(ask)
    errors = tuple(str(getattr(error, "message", error)) for error in result.errors or ())
    return Said(result.data, errors, tuple(office.statements[before:]))


def in_a_loop(main: Callable[[], Any]) -> Any:  # noqa: ANN401
    """What a coroutine gives: a cell's own loop is busy with the cell."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(main())).result()
