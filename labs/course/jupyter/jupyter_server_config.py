"""What JupyterLab cannot be told in JSON, since it differs between machines."""

import os
import shutil
import sys
from pathlib import Path

from labs.course.terminal import shell_command

_shell = shutil.which(os.environ.get("SHELL", "")) or "sh"
os.environ["LABS_COLOUR"] = "1"  # for the kernels that it starts
c = get_config()  # type: ignore[name-defined]  # noqa: F821 - Jupyter's own
c.ServerApp.terminado_settings = {
    "shell_command": shell_command(_shell, Path(sys.executable).parent)
}
