"""A folder for what a lesson writes, which goes with its kernel, however that ends."""

import tempfile
from pathlib import Path

from labs.servers import watcher


def own_folder(prefix: str = "flytower-own-") -> Path:
    """A new, empty folder among the temporary ones.

    It is removed when this process has ended, also by a kill, which leaves those of
    `tempfile.TemporaryDirectory` behind.
    """
    folder = Path(tempfile.mkdtemp(prefix=prefix)).resolve()
    watcher.watch(folder)
    return folder
