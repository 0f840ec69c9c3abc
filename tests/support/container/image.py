"""An image that answers as the official Redis one does, made of what this machine has.

It holds Valkey from the wheel, bash for the health check, and the libraries of both.
"""

import io
import re
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

from labs.servers import Valkey
from tests.support.container.engine import Docker

_BIN = "/usr/local/bin"
_LIBRARY = re.compile(r"(/\S+) \(0x")
_CHANGES = [
    f"ENV PATH={_BIN}:/bin",
    'CMD ["redis-server"]',
    "WORKDIR /data",
    "VOLUME /data",
    "EXPOSE 6379",
]


def make_image(docker: Docker, name: str) -> None:
    """Make the image `name` on this engine; nothing is downloaded."""
    changes = (part for change in _CHANGES for part in ("--change", change))
    docker.run("import", *changes, "-", name, stdin=_archive())


def _archive() -> bytes:
    """All files of the image as a tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", dereference=True) as archive:
        for name, path in _files():
            archive.add(path, name)
    return buffer.getvalue()


def _files() -> Iterator[tuple[str, Path]]:
    """Each file's place in the image, and where it is here."""
    valkey, bash = Valkey.program(), Path("/bin/bash")
    yield f"{_BIN}/valkey-server", valkey
    yield "/bin/bash", bash
    for script in ("redis-server", "redis-cli"):
        yield f"{_BIN}/{script}", Path(__file__).parent / script
    for library in sorted({*_libraries(valkey), *_libraries(bash)}):
        yield library, Path(library)


def _libraries(program: Path) -> list[str]:
    """The shared libraries of `program`, and what loads them."""
    told = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return _LIBRARY.findall(told)
