"""Programs of other people's that look at what a learner made, or at what is on the wire.

    from labs.tools import Buf
    Buf.run("lint", folder).stdout

In a notebook the import says at once if the program is not here. A class in a file of its own is
known by being there.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from labs.parts.declared import declared, declared_as
from labs.parts.notebook import shell
from labs.tools.tool import Tool as Tool
from labs.tools.tool import ToolError as ToolError

if TYPE_CHECKING:  # for editors and type checkers, which do not look into folders
    from labs.tools.buf import Buf as Buf
    from labs.tools.dig import Dig as Dig
    from labs.tools.oasdiff import Oasdiff as Oasdiff


def tool_kinds() -> Iterator[type[Tool]]:
    """The classes of tools that notebooks can import."""
    return declared(__name__, __path__, Tool)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    """A tool: looked for when it is imported, so that a unit's first cell says what lacks."""
    if name == "__all__":
        return ["Tool", "ToolError", *(kind.__name__ for kind in tool_kinds())]
    if kind := declared_as(__name__, name, Tool):
        if shell() is not None:
            kind.program()
        return kind
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__getattr__("__all__")]
