"""The options of `nbgrader_config.py`, for what the course does without nbgrader's command."""

from functools import cache

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from labs.settings import ROOT

CONFIG = ROOT / "nbgrader_config.py"


@cache
def nbgrader_options() -> Config:
    """What stock nbgrader is told, so that both work alike. Do not change the result."""
    options: Config = PyFileConfigLoader(CONFIG.name, path=str(CONFIG.parent)).load_config()
    return options
