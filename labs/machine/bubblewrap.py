"""bubblewrap on this machine: whether it can make a sandbox, and what to do where it cannot."""

import os
import shutil
import subprocess
import sys
from functools import cache

_SYSTEM = ("/usr", "/bin", "/lib", "/lib64")
_SECONDS = 30
_WITHOUT = "or grade without it: --sandbox off"
_CLOSED = f"""It needs user namespaces, which are closed here:
  on Ubuntu 24.04      sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0
  on older systems     sudo sysctl kernel.unprivileged_userns_clone=1
  in a container       docker run --security-opt seccomp=unconfined \\
                         --security-opt apparmor=unconfined …
Open them, {_WITHOUT}."""


def walls(program: str) -> list[str]:
    """How to start bubblewrap: namespaces of its own, /dev and /proc, and nothing else yet."""
    # As root, bubblewrap covers parts of /proc, and then Linux lets no room have its own.
    proc = ["--proc", "/proc"] if os.getuid() else ["--bind", "/proc", "/proc"]
    alone = ["--unshare-all", "--die-with-parent", "--new-session"]
    nobody = ["--uid", "1000", "--gid", "1000", "--hostname", "sandbox"]
    return [program, *alone, *nobody, "--dev", "/dev", *proc]


@cache
def why_no_bubblewrap() -> str:
    """Why bubblewrap cannot be used here and what to do about it; empty if it can."""
    if sys.platform != "linux":
        return f"bubblewrap is for Linux. Grade on Linux, {_WITHOUT}."
    program = shutil.which("bwrap")
    if program is None:
        return (
            "bubblewrap is not installed, so submissions cannot be shut in. Install it "
            f"(`sudo apt install bubblewrap`), {_WITHOUT}."
        )
    system = [word for path in _SYSTEM for word in ("--ro-bind-try", path, path)]
    command = [*walls(program), *system, "true"]
    try:
        subprocess.run(command, capture_output=True, text=True, check=True, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{program} does not run: {error}. Mend it, {_WITHOUT}."
    except subprocess.CalledProcessError as error:
        return f"bubblewrap cannot make a sandbox here: {error.stderr.strip()}\n{_CLOSED}"
    return ""
