"""nginx: passes requests on to other servers, keeps answers, and holds callers back."""

import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Self

from labs.parts import Debian
from labs.parts.debian import libraries
from labs.servers.http_client import HttpClient
from labs.servers.server import LOOPBACK, Server, on_path

_OUTSIDE_PATH = ("/usr/sbin/nginx", "/opt/homebrew/bin/nginx", "/usr/local/sbin/nginx")
_ELSEWHERE = """\
  brew install nginx        on macOS
  sudo dnf install nginx    on Fedora and its like; any `nginx` in PATH will do"""
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
_CONFIGURATION = """\
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events {{ worker_connections 512; }}
http {{
{temporary}
    access_log access.log;
    server_tokens off;
    {http}
    server {{
        listen {host}:{port};
        location = /nginx-is-here {{ access_log off; return 204; }}
        {server}
    }}
}}
"""


class Nginx(Server):
    """An nginx of one's own with one site, as its configuration's own words say.

    It is one process, where a real one is a master and its workers: killed, it is gone.

    Its folder holds `access.log`, and what it caches if told `proxy_cache_path cache …`.
    """

    key: ClassVar[str] = "nginx"
    name = "nginx"
    recipe: ClassVar[Debian] = Debian(
        folder="nginx",
        packages=("nginx",),
        program="usr/sbin/nginx",
        size="1 MB to fetch, 3 MB on disk",
        elsewhere=_ELSEWHERE,
    )

    def __init__(self, server: str = "", http: str = "") -> None:
        self._blocks = {"server": server, "http": http}

    @classmethod
    def start(cls, server: str = "", *, http: str = "", own: bool = True) -> Self:
        """Start one whose `server` block has these directives, and whose `http` block those.

        Raises ServerError, with the line at fault, if nginx cannot read them.
        """
        return cls(server, http).launch()

    @classmethod
    def find(cls) -> Path | None:
        installed = next(filter(Path.exists, map(Path, _OUTSIDE_PATH)), None)
        return on_path("nginx") or installed or cls.recipe.found()

    @classmethod
    def version(cls) -> str:
        """Such as `1.22.1`; raises ServerError if there is none."""
        program = cls.program()
        said = subprocess.run(
            [program, "-v"],
            capture_output=True,
            text=True,
            env=dict(libraries(program)),
            check=False,
        ).stderr
        found = re.search(r"nginx/([\d.]+)", said)
        return found[1] if found else ""

    def prepare(self) -> None:
        kept = "\n".join(f"    {each}_temp_path tmp/{each};" for each in _TEMPORARY)
        (self.folder / "tmp").mkdir()
        text = _CONFIGURATION.format(temporary=kept, host=LOOPBACK, port=self.port, **self._blocks)
        (self.folder / "nginx.conf").write_text(text, encoding="utf-8")

    def command(self) -> Sequence[str | Path]:
        # -e: else the place that it was built for is tried before the configuration is read
        return [self.program(), "-e", "stderr", "-p", self.folder, "-c", "nginx.conf"]

    def environment(self) -> Mapping[str, str]:
        return libraries(self.program())

    def probe(self) -> None:
        with self.client() as client:
            client.get("/nginx-is-here", timeout=1).raise_for_status()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def client(self) -> HttpClient:
        """A session that takes paths: `site.client().get("/performances/7")`."""
        return HttpClient(self.url)
