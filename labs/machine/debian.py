"""Programs out of the packages of Debian and Ubuntu, for a user who is not root.

apt fetches what this system lacks, into folders of its own and with its usual checks of hashes and
signatures; dpkg unpacks that into one private folder. Nothing is installed: no package's script
runs, and removing the folder removes everything.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from filelock import FileLock
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from labs.machine.commands import InstallError, run


def is_here() -> bool:
    """Whether this system has apt and dpkg."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg"))


def unpack(packages: Sequence[str], folder: Path, works: Callable[[Path], object]) -> None:
    """Bring the packages, and what they need, into `folder`, unless it is there already.

    A package may be a regular expression. `works` tries the programs where they are unpacked at
    first, and raises if they are of no use: `folder` is there whole and tried, or not at all.
    What was fetched before a failure is kept for the next time.
    Raises InstallError.
    """
    fetched = folder.with_name(f".{folder.name}-fetched")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f".{folder.name}-lock")):
            if folder.exists():  # another process was quicker
                return
            with _progress() as progress:
                _fetch(packages, fetched, progress)
                _unpack(fetched, folder, works, progress)
    except OSError as error:
        raise InstallError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}.\n"
            "What to do: make that possible, or name another folder in LABS_PROGRAMS."
        ) from None
    shutil.rmtree(fetched, ignore_errors=True)


def _fetch(packages: Sequence[str], fetched: Path, progress: Progress) -> None:
    """Have apt fetch the packages into `archives` there."""
    for each in (fetched / "lists", fetched / "archives"):
        (each / "partial").mkdir(parents=True, exist_ok=True)
    (fetched / "apt.conf").write_text(_configuration(fetched))
    apt = ["apt-get", "-qq", f"--config-file={fetched / 'apt.conf'}"]
    try:
        said = _step([*apt, "update"], "Reading the lists of packages", progress)
    except InstallError as error:  # a source that has nothing of these may be to blame
        said = f"{error}\n"
    install = [*apt, "install", "--download-only", "--yes", "--no-install-recommends", *packages]
    _step(install, "Fetching the packages", progress, said)


def _configuration(fetched: Path) -> str:
    """What keeps apt out of the system's folders; slim systems have no lists there anyway."""
    options = {
        "Dir::State::Lists": fetched / "lists",
        "Dir::State::extended_states": fetched / "extended_states",
        "Dir::Cache": fetched,
        "Dir::Cache::Archives": fetched / "archives",
        "Debug::NoLocking": "true",
        "APT::Sandbox::User": "",
        "APT::Status-Fd": 1,
        "APT::Get::AllowUnauthenticated": "false",
        "Acquire::Languages": "none",
        "Acquire::Retries": 3,
        "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
        "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled": "false",
    }
    return "".join(f'{name} "{value}";\n' for name, value in options.items())


def _step(command: Sequence[str], description: str, progress: Progress, said: str = "") -> str:
    task = progress.add_task(description, total=100)

    def follow(line: str) -> bool:
        """apt says `dlstatus:3:12.5000:Retrieving file 3 of 7`."""
        kind, _, rest = line.partition(":")
        if kind == "dlstatus":
            progress.update(task, completed=float(rest.split(":")[1]))
        return kind in ("dlstatus", "pmstatus")

    said = run(command, follow, said)
    progress.update(task, completed=100)
    return said


def _unpack(
    fetched: Path, folder: Path, works: Callable[[Path], object], progress: Progress
) -> None:
    """Unpack, try, and only then give the folder its name."""
    archives = sorted((fetched / "archives").glob("*.deb"))
    task = progress.add_task("Unpacking and trying", total=len(archives) + 1)
    unpacked = fetched / "unpacked"
    if unpacked.exists():  # of one that was killed
        shutil.rmtree(unpacked)
    unpacked.mkdir()
    for archive in archives:
        run(["dpkg", "--extract", archive, unpacked])
        progress.advance(task)
    works(unpacked)
    unpacked.rename(folder)
    progress.advance(task)


def _progress() -> Progress:
    """Nothing is shown where nobody looks."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    return Progress(*columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal)
