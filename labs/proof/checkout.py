"""The files of this checkout: what git has of it, or would have."""

import subprocess
from pathlib import Path

from labs.settings import ROOT


def files(root: Path = ROOT) -> list[Path]:
    """Every file that is tracked, or new and not ignored, in the order of the names.

    Raises RuntimeError if `root` is no git checkout.
    """
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(
            f"The files of {root} cannot be listed: {done.stderr.strip()}\n"
            "What to do: work in a clone, with git on this machine."
        )
    names = sorted(set(filter(None, done.stdout.split("\0"))))
    return [path for name in names if (path := root / name).is_file()]
