"""What takes long to make and is always the same: made once on a machine, then unpacked."""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import platformdirs


def archive(program: Path, *how: str) -> Path:
    """Where that is kept which just this `program` makes in just this way."""
    told = program.stat()
    key = repr((str(program), told.st_size, told.st_mtime_ns, how))
    name = f"{program.name}-{hashlib.sha256(key.encode()).hexdigest()[:12]}.tar"
    return platformdirs.user_cache_path("flytower-labs") / name


def unpack(kept: Path, folder: Path, names: Sequence[str]) -> bool:
    """Whether all of `names` now are in `folder`; if not, none of them is."""
    if kept.exists() and _tar("-xof", kept, folder) and all((folder / n).exists() for n in names):
        return True
    for name in names:  # somebody has damaged it
        shutil.rmtree(folder / name, ignore_errors=True)
        with suppress(OSError):
            (folder / name).unlink()
    return False


def keep(kept: Path, folder: Path, names: Sequence[str]) -> None:
    """Keep these, for this user's eyes only; where that fails, the next start takes as long."""
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as private:
            made = Path(private, kept.name)
            if _tar("-cf", made, folder, *names):
                made.chmod(0o600)
                made.replace(kept)


def _tar(what: str, kept: Path, folder: Path, *names: str) -> bool:
    """The program, since Python's own takes three times as long."""
    command = ["tar", what, str(kept), "-C", str(folder), *names]
    try:
        return not subprocess.run(command, capture_output=True, check=False).returncode
    except OSError:
        return False
