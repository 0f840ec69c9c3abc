"""Schemathesis: tries a running API by what its own OpenAPI document promises."""

from typing import ClassVar

from labs.libraries.library import Library


class Schemathesis(Library):
    """The package of that name."""

    key: ClassVar[str] = "schemathesis"
    name = "Schemathesis"
