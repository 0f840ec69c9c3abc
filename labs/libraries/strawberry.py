"""Strawberry: GraphQL in Python, its schema made of classes with type hints."""

from typing import ClassVar

from labs.libraries.library import Library


class Strawberry(Library):
    """The package strawberry-graphql."""

    key: ClassVar[str] = "strawberry-graphql"
    name = "Strawberry"
