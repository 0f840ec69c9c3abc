"""Programs out of the packages of Debian and Ubuntu, for a user who is not root.

apt fetches what this system lacks, into folders of its own and with its usual checks of hashes and
signatures; dpkg unpacks that into one private folder. Nothing is installed: no package's script
runs, and removing the folder removes everything.
"""

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from labs.parts.commands import InstallError, run
from labs.parts.progress import progress
from labs.parts.recipe import Unpacked, programs

if TYPE_CHECKING:
    from rich.progress import Progress


@dataclass(frozen=True)
class Debian(Unpacked):
    """Packages, and what they need, unpacked into a folder and tried there."""

    folder: str
    """Its name."""

    packages: Sequence[str]
    """Names, or regular expressions, as some names have a version in them."""

    program: str
    """Where the program is then, such as `usr/sbin/mariadbd`, or a pattern, as `usr/bin/php8.*`."""

    size: str
    """What has to be fetched and kept, such as `20 MB to fetch, 90 MB on disk`."""

    elsewhere: str
    """What to do on a system without apt, a line each."""

    @property
    def says(self) -> str:
        return (
            "Fetching packages from this system's own source, and unpacking them into a folder of "
            f"your own: no root, about {self.size} …"
        )

    def home(self) -> Path:
        return programs() / self.folder

    def fill(self, draft: Path) -> None:
        if not (shutil.which("apt-get") and shutil.which("dpkg")):
            raise InstallError(
                f"{Path(self.program).name} is unpacked from packages of Debian or Ubuntu, but "
                f"here is no apt.\nWhat to do, whichever suits you:\n{self.elsewhere}"
            )
        with progress(of_bytes=True) as shown:
            _fetch(self.packages, self._fetched(), shown)
        with progress() as shown:
            archives = sorted((self._fetched() / "archives").glob("*.deb"))
            for archive in shown.track(archives, description="Unpacking"):
                run(["dpkg", "--extract", archive, draft])
        _relink(draft)

    def forget_fetched(self) -> None:
        shutil.rmtree(self._fetched(), ignore_errors=True)

    def _fetched(self) -> Path:
        return self.home().with_name(f".{self.folder}-fetched")


def libraries(program: Path) -> dict[str, str]:
    """The variable by which a program finds the libraries that were unpacked with it, if any."""
    roots = [each.parent for each in program.resolve().parents if each.name == "usr"]
    unpacked = [root for root in roots if root != Path("/")]
    folders = [each for root in unpacked for each in root.glob("usr/lib/*-linux-gnu*")]
    folders += [each for root in unpacked for each in root.glob("lib/*-linux-gnu*")]
    return {"LD_LIBRARY_PATH": os.pathsep.join(map(str, folders))} if folders else {}


def _fetch(packages: Sequence[str], fetched: Path, shown: "Progress") -> None:
    """Have apt fetch the packages into `archives` there; it goes on where it was interrupted."""
    for each in (fetched / "lists", fetched / "archives"):
        (each / "partial").mkdir(parents=True, exist_ok=True)
    (fetched / "apt.conf").write_text(_configuration(fetched))
    apt = ["apt-get", "-qq", f"--config-file={fetched / 'apt.conf'}"]
    task = shown.add_task("Reading the lists of packages", total=None)
    try:
        said = run([*apt, "update"], _taken)
    except InstallError as error:  # a source that has nothing of these may be to blame
        said = f"{error}\n"
    install = [*apt, "install", "--download-only", "--yes", "--no-install-recommends", *packages]
    total = _bytes(run([*install, "--print-uris"], said=said))
    shown.update(task, description="Fetching the packages", total=total)

    def follow(line: str) -> bool:
        """apt says `dlstatus:3:12.5000:Retrieving file 3 of 7`."""
        if line.startswith("dlstatus:"):
            shown.update(task, completed=total * float(line.split(":")[2]) / 100)
        return _taken(line)

    run(install, follow, said=said)
    shown.update(task, completed=total)


def _relink(unpacked: Path) -> None:
    """Let links that name a place of the whole system lead to what was unpacked for it."""
    for link in unpacked.rglob("*"):
        if link.is_symlink() and (target := link.readlink()).is_absolute():
            here = unpacked / target.relative_to("/")
            if here.exists():
                link.unlink()
                link.symlink_to(os.path.relpath(here, link.parent))


def _taken(line: str) -> bool:
    """Whether it tells of progress, which is not for people."""
    return line.startswith(("dlstatus:", "pmstatus:"))


def _bytes(uris: str) -> int:
    """How much apt will fetch: it prints `'address' name bytes hash`."""
    return sum(int(size) for size in re.findall(r"^'.*' \S+ (\d+) ", uris, re.MULTILINE))


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
