"""What the environment may tell the course, in one place."""

from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
"""The checkout: `labs` is installed editable, since notebooks and data stand beside it."""


class Settings(BaseSettings):
    """Read anew at each `Settings()`, so that a test or a notebook may change the environment."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    testing: bool = Field(default=False, validation_alias="LABS_TEST")
    """Under the course's own gates: experiments take one repetition."""

    grading: str | None = Field(default=None, validation_alias="NBGRADER_EXECUTION")
    """Set by nbgrader alone: "autograde" or "validate"."""

    silent: bool = Field(default=False, validation_alias="LABS_QUIET")
    """Set by `labs check` and `labs render`: no progress bars, all repetitions."""

    colour: bool = Field(default=False, validation_alias="LABS_COLOUR")
    """Set for learners' notebooks: what passes is said in green. Stored outputs are plain."""

    require_all: bool = Field(default=False, validation_alias="LABS_REQUIRE_ALL")
    """A missing part is a failure, never a skip."""

    programs: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("flytower-labs"),
        validation_alias="LABS_PROGRAMS",
    )
    """Where `labs install` puts programs that it brings without root."""

    @property
    def quiet(self) -> bool:
        """True where nothing may reach stderr: nbgrader gives a cell that writes there 0 points."""
        return self.testing or self.silent or self.grading is not None
