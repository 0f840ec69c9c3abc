"""What tests rely on, as it was before a submission's first cell.

A submission runs in the process that runs the tests, so it can reach all that they use. Before
each test the functions and classes of every imported module are compared with what they were;
what the submission put in their place is taken out again, and said. An audit hook, which cannot
be taken out (PEP 578), says who looks into the kernel itself.
"""

import builtins
import sys
from collections.abc import Callable, Iterator
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

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
        self._modules: list[tuple[Any, str, Any]] = []
        for name, module in list(sys.modules.items()):
            if isinstance(module, ModuleType):
                self._remember(module, name)
        self._codes = [
            (value, value.__code__) for _, _, value in self._modules if type(value) is FunctionType
        ]

    def _remember(self, module: ModuleType, name: str) -> None:
        for key, value in list(vars(module).items()):
            if not isinstance(value, _CODE) or (module is builtins and key in _KEPT_BY_IPYTHON):
                continue
            self._modules.append((module, key, value))
            if isinstance(value, type) and value.__module__ == name:
                for inner, attribute in list(vars(value).items()):
                    if isinstance(attribute, _CODE):
                        self._modules.append((value, inner, attribute))

    def restore(self) -> list[str]:
        """Put back what the submission has replaced; say what it was."""
        said = []
        for owner, key, value in self._modules:
            now = owner.__dict__.get(key, value)
            if now is not value and (_is_checked(owner) or _is_theirs(now)):
                said.append(f"it replaced {_name(owner)}.{key}")
                _set(owner, key, value)
        for function, code in self._codes:
            if function.__code__ is not code:
                said.append(f"it rewrote {function.__module__}.{function.__qualname__}")
                function.__code__ = code
        return said


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


def watch(tell: Callable[[str], object]) -> None:
    """From now on tell, once each, what cells do that only a look at the kernel needs."""
    told: set[str] = set()
    asking: list[bool] = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
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


def liars(value: object, depth: int = 3) -> Iterator[str]:
    """Names of types that a submission made up to equal everything, found in a value."""
    kind = type(value)
    if kind.__module__ == "builtins":
        if depth and isinstance(value, (list, tuple, set, frozenset)):
            for item in list(value)[:1_000]:
                yield from liars(item, depth - 1)
        elif depth and isinstance(value, dict):
            for item in list(value.values())[:1_000]:
                yield from liars(item, depth - 1)
        return
    home = sys.modules.get(kind.__module__)
    if kind.__module__ != "__main__" and getattr(home, kind.__name__, None) is kind:
        return
    if (value == _Sentinel()) is True:
        yield kind.__qualname__


class _Sentinel:
    """Equal to nothing but itself."""
