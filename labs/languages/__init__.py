"""Programs in other languages: written in `%%program` cells, run by their real runtimes.

    from labs.languages import Node

In a notebook this makes `%%program` known, and says at once if the language is not here.
A class in a file of its own is known by being there.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from labs.languages.child import Limits as Limits
from labs.languages.errors import CompileError as CompileError
from labs.languages.errors import LanguageError as LanguageError
from labs.languages.errors import LimitError as LimitError
from labs.languages.errors import NotWrittenError as NotWrittenError
from labs.languages.errors import ProgramError as ProgramError
from labs.languages.language import Language as Language
from labs.languages.programs import in_notebook
from labs.languages.ran import Ran as Ran
from labs.parts.declared import declared, declared_as

if TYPE_CHECKING:  # for editors and type checkers, which do not look into folders
    from labs.languages.go import Go as Go
    from labs.languages.gorace import GoRace as GoRace
    from labs.languages.java import Java as Java
    from labs.languages.node import Node as Node
    from labs.languages.php import PHP as PHP
    from labs.languages.python import Python as Python
    from labs.languages.ruby import Ruby as Ruby
    from labs.languages.typescript import TypeScript as TypeScript

_FIXED = (
    CompileError,
    Language,
    LanguageError,
    LimitError,
    Limits,
    NotWrittenError,
    ProgramError,
    Ran,
)


def language_kinds() -> Iterator[type[Language]]:
    """The classes of languages that notebooks can import."""
    return declared(__name__, __path__, Language)


def language_of(ending: str) -> type[Language] | None:
    """The language of programs whose names end so (`mjs`), if there is one."""
    return next((kind for kind in language_kinds() if ending in kind.endings), None)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    """A language: looked for when it is imported, so that a unit's first cell says what lacks."""
    if name == "__all__":
        return [kind.__name__ for kind in (*_FIXED, *language_kinds())]
    if language := declared_as(__name__, name, Language):
        if in_notebook():
            language.check()
        return language
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__getattr__("__all__")]
