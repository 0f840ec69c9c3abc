"""Programs in Java, out of the jars that a pom.xml names.

Beside the pom stands jars.sha256, as `sha256sum` writes it: every jar that belongs to the program,
by its version and its checksum. `python -m labs.parts.maven labs/servers/<name>` makes it.
"""

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from labs.parts.commands import InstallError, run
from labs.parts.debian import Debian
from labs.parts.java import JAVA
from labs.parts.progress import progress
from labs.parts.recipe import Unpacked, Verify, programs

MAVEN = Debian(
    "maven",
    ["maven"],
    "usr/share/maven/bin/mvn",
    size="70 MB to fetch, 220 MB on disk",
    elsewhere="  brew install maven\n  conda install -c conda-forge maven",
)
"""For machines that have none; it is needed once, not to run what it has fetched."""

_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_CHECKSUMS = "jars.sha256"


@dataclass(frozen=True)
class Maven(Unpacked):
    """The jars of a pom.xml; Maven keeps what it fetched before a break in the user's own cache."""

    folder: Path
    """With pom.xml and jars.sha256."""

    program: str
    """The jar that stands for the part."""

    size: str
    """What has to be fetched and kept."""

    least_java: int = 17

    @property
    def says(self) -> str:
        return (
            f"Fetching the jars of {self.folder.name}/pom.xml with Maven, and Maven and Java if "
            f"this machine has none: about {self.size} …"
        )

    def home(self) -> Path:
        pinned = (self.folder / _CHECKSUMS).read_bytes()
        return programs() / f"{self.folder.name}-{hashlib.sha256(pinned).hexdigest()[:12]}"

    def bring(self, verify: Verify) -> None:
        """See Recipe. Java stays: the program runs on it."""
        JAVA.bring((self.least_java,))
        super().bring(verify)

    def fill(self, draft: Path) -> None:
        wanted = checksums(self.folder)
        fetch(self.folder / "pom.xml", draft, self.least_java, len(wanted))
        found = {jar.name: _sha256(jar) for jar in draft.glob("*.jar")}
        if found != wanted:
            names = sorted(name for name, _ in found.items() ^ wanted.items())
            raise InstallError(
                f"What was fetched is not what {self.folder.name}/{_CHECKSUMS} names: "
                f"{', '.join(dict.fromkeys(names))}.\n"
                "Likely cause: a proxy or a mirror changed it.\n"
                "What to do: remove those from Maven's cache (~/.m2/repository), or name another "
                "mirror in ~/.m2/settings.xml, then run this again."
            )


def checksums(folder: Path) -> Mapping[str, str]:
    """The checksum of each jar, by its name."""
    lines = (folder / _CHECKSUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}


def fetch(pom: Path, place: Path, least_java: int, count: int | None = None) -> None:
    """Copy the jars of a pom into a folder. Raises InstallError, with Maven's words."""
    java = JAVA.bring((least_java,))
    maven = shutil.which("mvn") or MAVEN.found()
    if maven is None:
        MAVEN.bring(lambda mvn: run([mvn, "--version"], env={"JAVA_HOME": _home(java)}))
        maven = MAVEN.found() or MAVEN.program
    with tempfile.TemporaryDirectory() as folder, progress() as shown:
        shutil.copy(pom, folder)  # Maven may write beside it
        task = shown.add_task("Fetching jars", total=count)

        def follow(line: str) -> bool:
            """Maven says `Downloaded from central: … (12 kB at 34 kB/s)`."""
            if "Downloaded from" in line and ".jar " in line:
                shown.advance(task)
            return "Download" in line or "Progress" in line

        command = [maven, "--batch-mode", "--strict-checksums", _COPY]
        options = [f"-DoutputDirectory={place}", "-DincludeScope=runtime"]
        run([*command, *options], follow, cwd=Path(folder), env={"JAVA_HOME": _home(java)})


def _home(java: Path) -> str:
    return str(java.resolve().parent.parent)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main(folder: Path) -> None:
    """Write jars.sha256 anew, by what the pom brings today."""
    with tempfile.TemporaryDirectory() as jars:
        fetch(folder / "pom.xml", Path(jars), least_java=17)
        lines = [f"{_sha256(jar)}  {jar.name}\n" for jar in sorted(Path(jars).glob("*.jar"))]
    (folder / _CHECKSUMS).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
