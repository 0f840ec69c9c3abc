"""The `labs` command. Each command is thin: what it does is in the rooms below.

Modules are imported inside the commands, so that `labs --help` answers at once.
"""

from labs.cli import bench, learning, machine, teaching, writing
from labs.cli.app import app

__all__ = ["app", "bench", "learning", "machine", "teaching", "writing"]
