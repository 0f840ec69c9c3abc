"""What protoc makes of a contract: Python for its messages, and for its services."""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from grpc_tools import protoc  # type: ignore[import-untyped]


class Generated(NamedTuple):
    """Two modules, as `import office_pb2, office_pb2_grpc` would give them."""

    pb2: Any
    pb2_grpc: Any


class ProtoError(ValueError):
    """A text that protoc does not understand; it says where."""


def generate(name: str, text: str) -> Generated:
    """The modules `<name>_pb2` and `<name>_pb2_grpc` of this contract.

    Raises ProtoError, with protoc's words, which begin with line and column.
    """
    if not isinstance(text, str):
        raise ProtoError(f"a contract is a text, not a {type(text).__name__}")
    with tempfile.TemporaryDirectory(prefix="flytower-proto-") as folder:
        (Path(folder) / f"{name}.proto").write_text(text, encoding="utf-8")
        with _said_to_stderr(Path(folder) / "said") as said:
            outs = [f"--{kind}_out={folder}" for kind in ("python", "grpc_python")]
            code = protoc.main(["protoc", f"-I{folder}", *outs, f"{name}.proto"])
        if code:
            raise ProtoError(re.sub(rf"\S*{name}\.proto:", "", said[0]).strip())
        pb2 = _module(f"{name}_pb2", Path(folder))
        return Generated(pb2, _module(f"{name}_pb2_grpc", Path(folder), pb2))


@contextmanager
def _said_to_stderr(file: Path) -> Iterator[list[str]]:
    """What protoc, which is no Python, writes there meanwhile."""
    said: list[str] = []
    kept = os.dup(2)
    try:
        with file.open("wb") as into:
            os.dup2(into.fileno(), 2)
        yield said
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        said.append(file.read_text(encoding="utf-8", errors="replace"))


def _module(name: str, folder: Path, *needs: ModuleType) -> ModuleType:
    """The generated module, under nobody's name: a text may come again, changed."""
    source = (folder / f"{name}.py").read_text(encoding="utf-8")
    # A pool refuses a second version of a message, and here two must live side by side.
    source = source.replace("_descriptor_pool.Default()", "_descriptor_pool.DescriptorPool()")
    module = ModuleType(name)
    before = {each.__name__: sys.modules.get(each.__name__) for each in needs}
    sys.modules.update({each.__name__: each for each in needs})
    try:
        exec(compile(source, f"{name}.py", "exec"), module.__dict__)  # noqa: S102 - protoc's own
    finally:
        for each, was in before.items():
            if was is None:
                del sys.modules[each]
            else:
                sys.modules[each] = was
    return module
