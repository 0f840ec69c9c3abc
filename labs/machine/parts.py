"""All parts of the course, with the written units that need each, as they are on this machine.

A server, language, library or tool is a part by being in `labs.servers`, `labs.languages`,
`labs.libraries` or `labs.tools`.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode
from pydantic import BaseModel

from labs.course.units import Unit, all_units
from labs.languages import Python, language_kinds
from labs.libraries import library_kinds
from labs.machine.system_parts import SYSTEM_PARTS
from labs.parts import MissingPartError, Part
from labs.servers import server_kinds
from labs.tools import tool_kinds

_ROOMS = ("labs.servers", "labs.languages", "labs.libraries", "labs.tools")


class UnknownPartError(LookupError):
    """No part has this key."""


@dataclass(frozen=True)
class Need:
    """A part, and who needs it."""

    part: type[Part]
    units: Sequence[str] = field(default=())
    """The written units that do."""

    def state(self) -> "PartState":
        """Look for it now."""
        state = PartState(
            part=self.part.key,
            name=self.part.name,
            needed_by=list(self.units),
            serves=self.part.serves,
            install=self.part.install(),
        )
        try:
            found = self.part.look()
        except MissingPartError as error:
            return state.model_copy(update={"problem": str(error)})
        return state.model_copy(update={"found": found.where, "version": found.version})


class PartState(BaseModel, frozen=True):
    """A part as it is now, on this machine."""

    part: str
    name: str
    found: str | None = None
    """Where: an address, or the path of a program; None if it is not there."""
    version: str = ""
    needed_by: list[str]
    serves: str
    install: str
    problem: str = ""
    """Why what is there cannot be used."""

    @property
    def lacking(self) -> bool:
        """Whether a written unit needs it and it is not there."""
        return bool(self.needed_by) and self.found is None


def needs(units: Sequence[Unit] | None = None) -> list[Need]:
    """Every part, with the units among these (or all) that need it."""
    units = all_units() if units is None else units
    names = [unit.name for unit in units]
    imports = [(unit.name, set(_imported(unit.read()))) for unit in units]
    return [
        Need(Python, names),
        *(
            Need(kind, [unit for unit, imported in imports if kind.__name__ in imported])
            for kind in lesson_parts()
        ),
        *map(Need, SYSTEM_PARTS),
    ]


def lesson_parts() -> Iterator[type[Part]]:
    """The parts that notebooks can import, and commands bring: not the Python that runs this."""
    yield from server_kinds()
    yield from (kind for kind in language_kinds() if kind is not Python)
    yield from library_kinds()
    yield from tool_kinds()


def find_needs(*keys: str) -> list[Need]:
    """The parts with these keys; raises UnknownPartError, with those that there are."""
    known = {need.part.key: need for need in needs()}
    for key in keys:
        if key not in known:
            raise UnknownPartError(f"There is no part {key!r}. There are: {', '.join(known)}.")
    return [known[key] for key in keys]


def imported_servers(notebook: NotebookNode) -> Iterator[str]:
    """The names that a notebook takes from `labs.servers`."""
    return _imported(notebook, ["labs.servers"])


def _imported(notebook: NotebookNode, modules: Sequence[str] = _ROOMS) -> Iterator[str]:
    """The names that a notebook takes from these modules."""
    for cell in notebook.cells:
        python = cell.cell_type == "code" and not cell.source.startswith("%%")
        if python and any(module in cell.source for module in modules):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.ImportFrom) and node.module in modules:
                    yield from (alias.name for alias in node.names)
