"""What the course needs of a machine: how a part is declared, found, and brought.

A part is a class that says all that is particular to it, how it is brought among that: by a
`Wheel`, `Npm`, `Debian`, `Maven` or `Go`. Whatever lists parts finds the classes.
"""

from labs.parts.commands import InstallError
from labs.parts.debian import Debian
from labs.parts.go import Go
from labs.parts.maven import Maven
from labs.parts.npm import Npm
from labs.parts.part import Found, MissingPartError, Part
from labs.parts.recipe import Recipe
from labs.parts.wheel import Wheel

__all__ = [
    "Debian",
    "Found",
    "Go",
    "InstallError",
    "Maven",
    "MissingPartError",
    "Npm",
    "Part",
    "Recipe",
    "Wheel",
]
