"""JupyterLab's terminal finds `labs` in every shell, whatever the user's own files do to PATH."""

import os
import shutil
import sys
from pathlib import Path

import pexpect
import pytest

from labs.course.terminal import shell_command
from labs.settings import Settings

PROGRAMS = Path(sys.executable).parent
RESET = "PATH=/usr/bin:/bin; export PATH; MINE=kept; export MINE\n"
"""What stands in the users' files; Debian's own /etc/profile does as much to PATH."""

FILES = {
    "bash": {".bashrc": RESET, ".profile": RESET},
    "sh": {".profile": RESET},
    "zsh": {".zshenv": RESET, ".zshrc": RESET, ".zprofile": RESET},
    "fish": {".config/fish/config.fish": "set -gx PATH /usr/bin /bin; set -gx MINE kept\n"},
}
READS_NOTHING = {"sh"}
"""Of its files, if it is no login shell."""


ASKED = 'echo "<$(command -v labs) $MINE>"'


def found(name: str) -> str:
    """Where the shell is; `make test` brings those that this machine lacks."""
    if path := shutil.which(name):
        return path
    if Settings().require_all:
        pytest.fail(f"there is no {name} here")
    pytest.skip(f"there is no {name} here")


def said_in(command: list[str], home: Path, asked: str) -> str:
    """What an interactive shell in a terminal prints for `asked`, in pointed brackets."""
    kept = {name: os.environ[name] for name in ("LANG",) if name in os.environ}
    environment = kept | {"HOME": str(home), "PATH": "/usr/bin:/bin", "TERM": "dumb"}
    with pexpect.spawn(
        command[0], command[1:], env=environment, encoding="utf-8", timeout=60, dimensions=(40, 200)
    ) as shell:
        shell.sendline(asked)
        shell.expect(r"<(/[^>\r\n]*)>")
        return str(shell.match[1])


@pytest.mark.parametrize("name", FILES)
def test_labs_is_found_whatever_the_users_files_make_of_path(name: str, tmp_path: Path) -> None:
    shell = found(name)
    for file, text in FILES[name].items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    said = said_in(shell_command(shell, PROGRAMS), tmp_path, ASKED)
    mine = "" if name in READS_NOTHING else "kept"
    assert said == f"{PROGRAMS / 'labs'} {mine}"


def test_a_shell_that_is_not_known_is_started_as_it_is() -> None:
    assert shell_command("/opt/bin/xonsh", PROGRAMS) == ["/opt/bin/xonsh"]
