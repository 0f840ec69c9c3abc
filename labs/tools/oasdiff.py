"""oasdiff: two OpenAPI documents, and which differences break those who call the older one."""

from pathlib import Path
from typing import ClassVar

from labs.parts import Go
from labs.servers.server import on_path
from labs.tools.tool import Tool


class Oasdiff(Tool):
    """`Oasdiff.run("breaking", old, new, "--format", "json")`: a list of findings, each an id."""

    key: ClassVar[str] = "oasdiff"
    name = "oasdiff"
    recipe: ClassVar[Go] = Go(
        folder=Path(__file__).with_name("oasdiff"),
        package="github.com/oasdiff/oasdiff",
        program="oasdiff",
        size="30 MB to fetch, 20 MB on disk, half a minute",
    )

    @classmethod
    def find(cls) -> Path | None:
        return on_path("oasdiff") or cls.recipe.found()

    @classmethod
    def version(cls) -> str:
        """Such as `1.37.0`; of one on PATH it is not known."""
        return cls.recipe.module_version() if cls.find() == cls.recipe.found() else ""
