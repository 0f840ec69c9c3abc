"""What tests rely on, as it was before a submission's first cell.

A submission runs in the process that runs the tests, so it can reach all that they use. Before
each test the functions and classes of every imported module are compared with what they were, and
of this library the constants, too; what the submission put in their place is taken out again, and
said. An audit hook, which cannot
be taken out (PEP 578), says who looks into the kernel itself.
"""

import asyncio.base_tasks
import builtins
import logging
import sys
import traceback
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FrameType, FunctionType, ModuleType
from typing import Any

from IPython.core.interactiveshell import InteractiveShell, _modified_open

import labs
from labs.grading.inside.versions import Versions

_KEPT_BY_IPYTHON = {"input", "print", "exit", "quit", "display", "get_ipython", "_"}
_CODE = (FunctionType, BuiltinFunctionType, type, staticmethod, classmethod, property)
_Table = list[Any] | set[Any] | dict[Any, Any]
_TABLES = (list, set, dict)
_ADDED_BY_PYTHON = "__warningregistry__"
_CHECKS = ("labs.", "unittest.", "pytest", "_pytest.", "numpy.testing", "pandas._testing")
_CELL = "ipykernel_"
"""In the file name of every cell."""

_LIBRARIES = (sys.prefix, sys.base_prefix, str(Path(labs.__file__).parent), "<frozen ")
"""Where code comes from that no cell has written."""

_LOOKING_IN = {
    "ctypes.dlopen": "loaded a library by ctypes",
    "gc.get_referents": "looked for what an object knows",
    "gc.get_objects": "went through all objects of the process",
    "gc.get_referrers": "looked for those who know an object",
    "sys._getframe": "looked into the frames of its callers",
    "sys._current_frames": "looked into the frames of all threads",
    "sys.setprofile": "set a profiler",
    "sys.settrace": "set a tracer",
    "sys.addaudithook": "set an audit hook",
}

_FRAMES = {"tb_frame", "gi_frame", "cr_frame", "ag_frame"}
"""Attributes that lead to a frame, and so to those of its callers."""

_GO_BETWEENS = ("inspect.py", "pathlib.py")
_ON_BEHALF: tuple[Any, ...] = (
    InteractiveShell.get_local_scope,
    InteractiveShell.var_expand,
    _modified_open,
    asyncio.base_tasks._task_get_stack,
    logging.currentframe,
    traceback.walk_stack,
    traceback.walk_tb,
)
_MESSENGERS = {function.__code__ for function in _ON_BEHALF}
"""Files, and functions, that look or open on behalf of their caller."""


@dataclass(frozen=True)
class Replaced:
    """Something that was not what it had been."""

    said: str
    by_cell: bool = False
    """What stood there instead was written in a cell: no test of the course put it there."""


class Guard:
    """Compares, restores, and tells; taken before the submission's first cell."""

    def __init__(self) -> None:
        self._kept: list[_Kept] = []
        self._modules = {
            name: module for name, module in sys.modules.items() if isinstance(module, ModuleType)
        }
        for name, module in self._modules.items():
            self._remember(module, name)
        self._imports = set(sys.modules)
        self._imported = Versions([sys.modules])
        self._versions = Versions([kept.owner.__dict__ for kept in self._kept])
        values = chain.from_iterable(kept.values.values() for kept in self._kept)
        self._functions = {id(value) for value in values if type(value) is FunctionType}
        self._with_tables = [kept for kept in self._kept if kept.tables]
        self._owners = {id(kept.owner) for kept in self._kept if _is_checked(kept.owner)}
        self._rewritten: dict[int, _Rewritten] = {}

    def _remember(self, module: ModuleType, name: str) -> None:
        kept = _Kept(module, _KEPT_BY_IPYTHON if module is builtins else ())
        self._kept.append(kept)
        for value in kept.values.values():
            if isinstance(value, type) and value.__module__ == name:
                self._kept.append(_Kept(value))

    def restore(self) -> list[Replaced]:
        """Put back what was replaced since the last time; say what it was."""
        found = list(self._restore_rewritten())
        if self._imported.changed():
            found += self._restore_modules()
        for index in self._versions.changed():
            owner = self._kept[index].owner
            for key, value, other in self._kept[index].replaced():
                said = f"it replaced {_name(owner)}.{key}"
                found.append(Replaced(said, by_cell=_is_theirs(other)))
                _set(owner, key, value)
            for key in self._kept[index].added():
                found.append(Replaced(f"it put {key} into {_name(owner)}", by_cell=True))
                delattr(owner, key)
        for kept in self._with_tables:
            for key in kept.restore_tables():
                found.append(Replaced(f"it changed {_name(kept.owner)}.{key}", by_cell=True))
        return found

    def _restore_rewritten(self) -> Iterator[Replaced]:
        rewritten, self._rewritten = self._rewritten, {}
        for one in rewritten.values():
            for key, value in one.attributes.items():
                _set(one.owner, key, value)
            yield Replaced(f"it rewrote {_name(one.owner)}", by_cell=_is_checked(one.owner))

    def _restore_modules(self) -> Iterator[Replaced]:
        for name, module in self._modules.items():
            if sys.modules.get(name, module) is not module:
                yield Replaced(f"it replaced the module {name}")
                sys.modules[name] = module
        for name in sys.modules.keys() - self._imports:
            self._imports.add(name)
            if not isinstance(sys.modules[name], ModuleType):
                yield Replaced(f"it put something in the place of the module {name}")

    def watch(self, tell: Callable[[bytes], object]) -> None:
        """From now on tell, a line for each, what only a look at the kernel needs; note rewritten
        code.

        Nothing takes an audit hook out again.
        """
        told: set[str] = set()
        asking: list[bool] = []

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            if event == "object.__setattr__":
                self._note(*arguments[:2])
            said = _LOOKING_IN.get(event)
            if event == "object.__getattr__" and arguments[1] in _FRAMES:
                said = "looked into the frames of its callers"
            if event == "open" and str(arguments[0]).startswith("/proc/"):
                said = f"opened {arguments[0]}"
            if said is None or said in told or asking:
                return
            asking.append(True)  # to ask for the frame is such an event, too
            frame: FrameType | None = sys._getframe(1)
            while frame and _asks_for_another(frame.f_code):
                frame = frame.f_back
            asking.clear()
            if frame and _CELL in frame.f_code.co_filename:
                told.add(said)
                tell(f"it {said}\n".encode(errors="backslashreplace"))

        sys.addaudithook(hook)

    def _note(self, owner: object, key: str) -> None:
        """Keep what a function that was there before is about to lose; or what says how a module
        or a class is looked into.
        """
        known = self._owners if key == "__class__" else self._functions
        if id(owner) in known:
            one = self._rewritten.setdefault(id(owner), _Rewritten(owner))
            one.attributes.setdefault(key, object.__getattribute__(owner, key))


@dataclass(frozen=True)
class _Rewritten:
    """What was changed of a function, or which class a module or a class has."""

    owner: object
    attributes: dict[str, object] = field(default_factory=dict)


class _Kept:
    """What stands in a module or a class for code, as it was; of this library also constants."""

    def __init__(self, owner: Any, without: Container[str] = ()) -> None:
        self.owner = owner
        self.values = {
            key: value
            for key, value in list(owner.__dict__.items())
            if key not in without and (_is_code(value) or (_is_ours(owner) and key.isupper()))
        }
        self._names = set(owner.__dict__) if _is_ours(owner) else None
        self.tables: dict[str, _Table] = {
            key: value.copy() for key, value in self.values.items() if type(value) in _TABLES
        }

    def added(self) -> list[str]:
        """What the submission put into a module or a class of the grader or of the checks."""
        if self._names is None:
            return []
        now = self.owner.__dict__
        new = now.keys() - self._names - {_ADDED_BY_PYTHON}
        return [key for key in new if _is_theirs(now[key])]

    def replaced(self) -> Iterator[tuple[str, object, object]]:
        """The names that were bound anew, what they stood for, and what they stand for now."""
        now = self.owner.__dict__
        for key, value in self.values.items():
            other = now.get(key, value)
            if other is not value and (_is_checked(self.owner) or _is_theirs(other)):
                yield key, value, other

    def restore_tables(self) -> Iterator[str]:
        """Put back what lists, sets and dicts held that are constants; their names."""
        for key, copy in self.tables.items():
            table: Any = self.values[key]
            if _contents(table) != _contents(copy):
                table.clear()
                (table.extend if isinstance(table, list) else table.update)(copy)
                yield key


def _contents(table: _Table) -> list[int]:
    """By identity: nothing of a submission is asked whether it is the same."""
    numbers = map(id, chain(table, table.values() if isinstance(table, dict) else ()))
    return sorted(numbers) if isinstance(table, set) else list(numbers)


def _is_checked(owner: object) -> bool:
    """Whether nobody has a good reason to change this: builtins, and what checks answers."""
    home = _home(owner)
    return home == "builtins" or home.startswith(_CHECKS)


def _is_ours(owner: object) -> bool:
    return _home(owner).startswith("labs.")


def _home(owner: object) -> str:
    kinds = type | FunctionType
    return str(owner.__module__ if isinstance(owner, kinds) else getattr(owner, "__name__", ""))


def _is_code(value: object) -> bool:
    return isinstance(value, (*_CODE, ModuleType))


def _is_theirs(value: object) -> bool:
    """Whether the submission made this; libraries replace parts of themselves, too."""
    if isinstance(value, ModuleType):
        return sys.modules.get(str(value.__name__)) is not value
    inner = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
    if isinstance(inner, type):
        return inner.__module__ == "__main__"
    code = getattr(inner, "__code__", None)
    return not isinstance(inner, _CODE) or (code is not None and _is_a_cells(code.co_filename))


def _asks_for_another(code: CodeType) -> bool:
    return code in _MESSENGERS or code.co_filename.endswith(_GO_BETWEENS)


def _is_a_cells(file: str) -> bool:
    return not file.startswith((*_LIBRARIES, "<test "))


def _name(owner: object) -> str:
    if isinstance(owner, type | FunctionType):
        return f"{owner.__module__}.{owner.__qualname__}"
    return str(getattr(owner, "__name__", owner))


def _set(owner: Any, key: str, value: object) -> None:
    """Set it, whatever the owner's own class says to that."""
    try:
        (type if isinstance(owner, type) else object).__setattr__(owner, key, value)
    except (AttributeError, TypeError):  # what cannot be set was not replaced, either
        return
