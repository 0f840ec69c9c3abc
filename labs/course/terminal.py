"""The shell of JupyterLab's terminal: the user's own, with its own settings, and it knows `labs`.

Jupyter itself would start a login shell, and a profile may set PATH anew: Debian's does. Here the
shell reads the files that it reads in any terminal window; then the course's programs are put in
front of whatever these have made of PATH.
"""

from collections.abc import Callable
from pathlib import Path

_STARTUP = Path(__file__).with_name("shells")

_Command = Callable[[str], list[str]]


def shell_command(shell: str, programs: Path) -> list[str]:
    """The command that starts this shell with the folder `programs` first in its PATH.

    A shell that is not known keeps the PATH of the server that starts it.
    """
    start = _KNOWN.get(Path(shell).name)
    return ["env", f"LABS_BIN={programs}", *start(shell)] if start else [shell]


def _by_env(shell: str) -> list[str]:
    return [f"ENV={_STARTUP / 'shrc'}", shell, "-i"]


_KNOWN: dict[str, _Command] = {
    "bash": lambda shell: [shell, "--rcfile", str(_STARTUP / "bashrc")],
    "fish": lambda shell: [shell, "--init-command", "set --global --export PATH $LABS_BIN $PATH"],
    "zsh": lambda shell: [f"ZDOTDIR={_STARTUP}", shell],
    **dict.fromkeys(("ash", "dash", "ksh", "mksh", "sh"), _by_env),
}
"""Each has its own way to be told something after its own files."""
