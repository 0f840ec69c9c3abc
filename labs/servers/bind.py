"""BIND, a name server that much of the Internet runs: a real one, with zones of one's own."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, Self

from labs.parts import Debian
from labs.parts.debian import libraries
from labs.servers.server import LOOPBACK, Server, ServerError, free_ports, on_path

_OUTSIDE_PATH = ("/usr/sbin/named", "/opt/homebrew/sbin/named", "/usr/local/sbin/named")
_ELSEWHERE = """\
  brew install bind         on macOS
  sudo dnf install bind     on Fedora and its like; any `named` in PATH will do"""

_NONE: Mapping[str, str] = MappingProxyType({})
_OPTIONS = {
    "recursion": "no",
    "dnssec-validation": "no",
    "empty-zones-enable": "no",
    "notify": "no",
    "listen-on-v6": "{ none; }",
    "pid-file": "none",
    "session-keyfile": "none",
}


class Bind(Server):
    """A BIND of one's own, which answers for its zones over UDP and TCP.

    It asks no other server unless its options say so, and takes no orders (no rndc).
    """

    name = "BIND"
    key: ClassVar[str] = "bind"
    recipe: ClassVar[Debian] = Debian(
        folder="bind",
        packages=("bind9",),
        program="usr/sbin/named",
        size="3 MB to fetch, 7 MB on disk",
        elsewhere=_ELSEWHERE,
    )

    def __init__(
        self, zones: Mapping[str, str] = _NONE, options: Mapping[str, str] = _NONE
    ) -> None:
        self._zones = dict(zones)
        self._options = {**_OPTIONS, **options}

    @classmethod
    def start(
        cls,
        zones: Mapping[str, str] = _NONE,
        *,
        options: Mapping[str, str] = _NONE,
        own: bool = True,
    ) -> Self:
        """Start one with `zones`, a zone's name to its text.

        `options` go into its options block, such as `{"message-compression": "no"}`.
        Raises ServerError, with the line at fault, if a zone or an option cannot be read.
        """
        return cls(zones, options).launch()

    @classmethod
    def find(cls) -> Path | None:
        """The unpacked one first: AppArmor may keep a system's own from reading our folder."""
        installed = next(filter(Path.exists, map(Path, _OUTSIDE_PATH)), None)
        return cls.recipe.found() or on_path("named") or installed

    @classmethod
    def version(cls) -> str:
        """Such as `9.18.49`; raises ServerError if there is none."""
        said = re.search(r"BIND ([\d.]+)", _said(cls.program(), "-v")[0])
        return said[1] if said else ""

    def put(self, zone: str, text: str) -> None:
        """Serve this text for a zone that it has, from now on; its serial must be another one.

        Raises ServerError if it cannot be read, or is not served in time.
        """
        before, kept = self._serial(zone), self._zones[zone]
        self._zones[zone] = text
        try:
            self._write()
        except ServerError:
            self._zones[zone] = kept
            self._write()
            raise
        os.kill(self.pid or 0, signal.SIGHUP)
        deadline = time.monotonic() + self.patience
        while self._serial(zone) == before:
            if time.monotonic() > deadline:
                raise ServerError(
                    f"{self.name} still serves serial {before} of {zone}.\n"
                    "What to do: raise the serial in its SOA record."
                )
            time.sleep(0.01)

    def prepare(self) -> None:
        while not _free_for_udp(self.port):
            self.ports = free_ports(1)
        self._write()

    def command(self) -> Sequence[str | Path]:
        return [self.program(), "-g", "-4", "-n", "1", "-c", self.folder / "named.conf"]

    def environment(self) -> Mapping[str, str]:
        return libraries(self.program())

    def probe(self) -> None:
        import dns.message  # late: not every notebook needs it
        import dns.query

        for zone in self._zones:
            self._serial(zone)
        own = dns.message.make_query("version.bind", "TXT", "CH")
        for ask in (dns.query.tcp, dns.query.udp):
            ask(own, LOOPBACK, timeout=1, port=self.port)

    @property
    def url(self) -> str:
        return f"dns://{LOOPBACK}:{self.port}"

    def _serial(self, zone: str) -> int:
        """The serial of the zone that it serves; raises LookupError while it serves none."""
        import dns.message
        import dns.query

        asked = dns.message.make_query(zone, "SOA")
        answer = dns.query.tcp(asked, LOOPBACK, timeout=1, port=self.port)
        if not answer.answer:
            raise LookupError(f"{zone} is not loaded")
        return int(answer.answer[0][0].serial)

    def _write(self) -> None:
        """Write what named reads, and have it checked by BIND's own checker."""
        options = {**self._options, "listen-on": f"port {self.port} {{ {LOOPBACK}; }}"}
        blocks = ["options {", *(f"  {name} {value};" for name, value in options.items()), "};"]
        for number, (zone, text) in enumerate(self._zones.items()):
            (self.folder / f"{number}.zone").write_text(text, encoding="utf-8")
            blocks.append(f'zone "{zone}" {{ type primary; file "{number}.zone"; }};')
        configuration = self.folder / "named.conf"
        configuration.write_text("\n".join([*blocks, "controls {};", ""]), encoding="utf-8")
        said, code = _said(_checker(self.program()), "-z", configuration, cwd=self.folder)
        if code:
            faults = [line for line in said.splitlines() if "loaded serial" not in line]
            raise ServerError(
                "\n".join(["BIND cannot read its zones or options:", *faults[:6]])
                + "\nWhat to do: repair the line that it names."
            )


def _said(program: Path, *options: str | Path, cwd: Path | None = None) -> tuple[str, int]:
    """What a program of BIND's prints, and its exit code."""
    environment = {**os.environ, **libraries(program)}
    ran = subprocess.run(
        [program, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        cwd=cwd,
        check=False,
    )
    return ran.stdout, ran.returncode


def _checker(named: Path) -> Path:
    """What checks zones; raises ServerError if it did not come with the server."""
    near = (named.parent, named.parent.parent / "bin")
    found = next(filter(Path.exists, (each / "named-checkconf" for each in near)), None)
    if found is None:
        raise ServerError(
            f"{named} is here, but named-checkconf, which belongs to it, is not.\n"
            "What to do: install BIND anew, as a whole."
        )
    return found


def _free_for_udp(port: int) -> bool:
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
