"""What tests rely on, as it was before a submission's first cell.

A submission runs in the process that runs the tests, so it can reach all that they use. Before
each test the functions and classes of every imported module are compared with what they were;
what the submission put in their place is taken out again, and said. An audit hook, which cannot
be taken out (PEP 578), says who looks into the kernel itself.
"""

import builtins
import sys
from collections.abc import Callable, Container, Iterator
from itertools import chain
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from labs.grading.inside.versions import Versions

_KEPT_BY_IPYTHON = {"input", "print", "exit", "quit", "display", "get_ipython", "_"}
_CODE = (FunctionType, BuiltinFunctionType, type, staticmethod, classmethod, property)
_CHECKS = ("labs.", "unittest.", "pytest", "_pytest.", "numpy.testing", "pandas._testing")
_CELL = "ipykernel_"
"""In the file name of every cell."""

_LOOKING_IN = {
    "ctypes.dlopen": "loaded a library by ctypes",
    "gc.get_objects": "went through all objects of the process",
    "gc.get_referrers": "looked for those who know an object",
    "sys._getframe": "looked into the frames of its callers",
    "sys._current_frames": "looked into the frames of all threads",
    "sys.setprofile": "set a profiler",
    "sys.settrace": "set a tracer",
    "sys.addaudithook": "set an audit hook",
}


class Guard:
    """Compares, restores, and tells; taken before the submission's first cell."""

    def __init__(self) -> None:
        self._kept: list[_Kept] = []
        for name, module in list(sys.modules.items()):
            if isinstance(module, ModuleType):
                self._remember(module, name)
        self._versions = Versions([kept.owner for kept in self._kept])
        values = chain.from_iterable(kept.values.values() for kept in self._kept)
        self._functions = {id(value) for value in values if type(value) is FunctionType}
        self._rewritten: dict[tuple[FunctionType, str], object] = {}

    def _remember(self, module: ModuleType, name: str) -> None:
        kept = _Kept(module, _KEPT_BY_IPYTHON if module is builtins else ())
        self._kept.append(kept)
        for value in kept.values.values():
            if isinstance(value, type) and value.__module__ == name:
                self._kept.append(_Kept(value))

    def restore(self) -> list[str]:
        """Put back what the submission has replaced; say what it was."""
        said = []
        for index in self._versions.changed():
            owner = self._kept[index].owner
            for key, value in self._kept[index].replaced():
                said.append(f"it replaced {_name(owner)}.{key}")
                _set(owner, key, value)
        for (function, key), value in self._rewritten.items():
            said.append(f"it rewrote {function.__module__}.{function.__qualname__}")
            setattr(function, key, value)
        self._rewritten.clear()
        return said

    def watch(self, tell: Callable[[str], object]) -> None:
        """From now on tell, once each, what only a look at the kernel needs; note rewritten code.

        Nothing takes an audit hook out again.
        """
        told: set[str] = set()
        asking: list[bool] = []

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            if event == "object.__setattr__":
                self._note(*arguments[:2])
            said = _LOOKING_IN.get(event)
            if event == "open" and str(arguments[0]).startswith("/proc/"):
                said = f"opened {arguments[0]}"
            if said is None or said in told or asking:
                return
            asking.append(True)  # to ask for the frame is such an event, too
            frame = sys._getframe(1)
            asking.clear()
            if _CELL in frame.f_code.co_filename:
                told.add(said)
                tell(f"it {said}")

        sys.addaudithook(hook)

    def _note(self, function: object, key: str) -> None:
        """Keep what a function that was there before is about to lose."""
        if isinstance(function, FunctionType) and id(function) in self._functions:
            self._rewritten.setdefault((function, key), getattr(function, key))


class _Kept:
    """The functions and classes of a module or a class, as they were."""

    def __init__(self, owner: Any, without: Container[str] = ()) -> None:
        self.owner = owner
        self.values = {
            key: value
            for key, value in list(owner.__dict__.items())
            if isinstance(value, _CODE) and key not in without
        }

    def replaced(self) -> Iterator[tuple[str, object]]:
        """The names that the submission bound anew, and what they stood for."""
        now = self.owner.__dict__
        for key, value in self.values.items():
            other = now.get(key, value)
            if other is not value and (_is_checked(self.owner) or _is_theirs(other)):
                yield key, value


def _is_checked(owner: object) -> bool:
    """Whether nobody has a good reason to change this: builtins, and what checks answers."""
    home = owner.__module__ if isinstance(owner, type) else str(getattr(owner, "__name__", ""))
    return home == "builtins" or home.startswith(_CHECKS)


def _is_theirs(value: object) -> bool:
    """Whether the submission made this; libraries replace parts of themselves, too."""
    inner = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
    if isinstance(inner, type):
        return inner.__module__ == "__main__"
    code = getattr(inner, "__code__", None)
    return not isinstance(inner, _CODE) or (code is not None and _CELL in code.co_filename)


def _name(owner: object) -> str:
    if isinstance(owner, type):
        return f"{owner.__module__}.{owner.__qualname__}"
    return str(getattr(owner, "__name__", owner))


def _set(owner: Any, key: str, value: object) -> None:
    try:
        setattr(owner, key, value)
    except (AttributeError, TypeError):  # what cannot be set was not replaced, either
        return
