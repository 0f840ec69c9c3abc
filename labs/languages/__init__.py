"""Programs in other languages: written in `%%program` cells, run by their real runtimes.

    from labs.languages import Node

In a notebook this makes `%%program` known, and says at once if the language is not here.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from labs.languages.language import Language, LanguageError, NotWrittenError, Ran
from labs.languages.programs import ProgramError, in_notebook

if TYPE_CHECKING:
    from labs.languages.node import Node

__all__ = ["Language", "LanguageError", "Node", "NotWrittenError", "ProgramError", "Ran"]

_MODULES = {"Node": "labs.languages.node"}


def __getattr__(name: str) -> type[Language]:
    """A language: looked for when it is imported, so that a unit's first cell says what lacks."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    language: type[Language] = getattr(import_module(_MODULES[name]), name)
    if in_notebook():
        language.check()
    return language
