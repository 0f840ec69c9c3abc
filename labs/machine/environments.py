"""Binder's environment, made of the one for conda: `python -m labs.machine.environments`."""

from labs.settings import ROOT

SOURCE = ROOT / "environment.yml"
BINDER = ROOT / "binder" / "environment.yml"

_HEADER = "# Made of ../environment.yml by `python -m labs.machine.environments`: edit that one.\n"


def binder_environment(source: str) -> str:
    """The same environment for a file in binder/: without its comments, the lock one level up."""
    lines = [line for line in source.splitlines(keepends=True) if not line.startswith("#")]
    return _HEADER + "".join(lines).replace("-r requirements.lock", "-r ../requirements.lock")


def main() -> None:
    """Write binder/environment.yml."""
    BINDER.write_text(binder_environment(SOURCE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
