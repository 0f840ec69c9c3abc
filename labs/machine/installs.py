"""Bringing parts to this machine, each by the recipe that its class declares."""

import importlib
from collections.abc import Callable

from labs.machine.parts import Need, lesson_parts
from labs.machine.system_packages import install_missing
from labs.machine.system_parts import SYSTEM_PARTS
from labs.parts import InstallError

__all__ = ["InstallError", "bring", "bring_all_for_tests"]


def bring(need: Need, say: Callable[[str], object]) -> None:
    """Bring the part unless it is here, telling what is done; raises InstallError if it fails."""
    part, state = need.part, need.state()
    if state.found:
        say(f"{part.name} is here already: {state.found}")
        return
    if part.recipe is None:
        raise InstallError(f"{part.name} is not brought by this command: {part.install()}.")
    if state.problem:
        raise InstallError(state.problem)  # it is here; to bring it once more would change nothing
    part.bring(say)
    importlib.invalidate_caches()
    state = need.state()
    if state.found is None:
        raise InstallError(state.problem or f"{part.name} is still not found.")
    say(f"{part.name} is here: {state.found} {state.version}".rstrip())


def bring_all_for_tests(say: Callable[[str], object]) -> None:
    """Bring every part that is missing. Of system packages a line says what this user cannot.

    Raises InstallError if a part that lessons use cannot be brought.
    """
    if line := install_missing([part.recipe for part in SYSTEM_PARTS]):
        say(line)
    for part in lesson_parts():
        if not part.is_here():
            bring(Need(part), say)
