"""An IPython kernel without sockets: it runs cells in this process and keeps what they show.

It is the kernel that nbgrader starts, so cells meet the same shell, the same running event loop
and the same `input`; only the messages stay here, as the outputs of a notebook.
"""

import io
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.session import Session
from traitlets.config import Config

from labs.grading.inside import exam
from labs.grading.inside.asking import MadeUpError
from labs.grading.inside.guard import Guard

KEPT_CHARACTERS = 10_000_000
"""Of what one cell writes to its streams; what is beyond it is dropped, and said."""

_STREAMS = ("stdout", "stderr")
_SHOWN = {"display_data", "execute_result", "error"}
_CUT = "\n… the rest of the output was dropped: a cell keeps {:,} characters.\n"


class Outputs(list[dict[str, Any]]):
    """The outputs of one cell, in the form of a notebook."""

    def __init__(self) -> None:
        super().__init__()
        self.characters = 0
        self._clear_before_next = False

    def stream(self, name: str, text: str) -> None:
        left = KEPT_CHARACTERS - self.characters
        if left < 0:
            return
        self.characters += len(text)
        if len(text) > left:
            text = text[:left] + _CUT.format(KEPT_CHARACTERS)
        self._make_room()
        last = self[-1] if self else {}
        if last.get("name") != name:
            last = {"output_type": "stream", "name": name, "text": io.StringIO()}
            self.append(last)
        last["text"].write(text)

    def message(self, kind: str, content: dict[str, Any]) -> None:
        """Take a message that the kernel would publish."""
        if kind == "clear_output":
            if content.get("wait"):
                self._clear_before_next = True
            else:
                self.clear()
        elif kind in _SHOWN:
            self._make_room()
            self.append({"output_type": kind, **content})

    def _make_room(self) -> None:
        if self._clear_before_next:
            self.clear()
            self._clear_before_next = False

    def plain(self) -> list[dict[str, Any]]:
        """The outputs as values that can be sent."""
        return [
            {**output, "text": output["text"].getvalue()}
            if output["output_type"] == "stream"
            else {key: value for key, value in output.items() if key != "transient"}
            for output in self
        ]


class _Recorder(Session):
    """A session whose messages go to the outputs of the running cell."""

    outputs: Outputs = Outputs()

    def send(
        self, stream: object, msg_or_type: Any, content: Any = None, *_: Any, **__: Any
    ) -> Any:
        if isinstance(msg_or_type, dict):
            kind, content = msg_or_type["header"]["msg_type"], msg_or_type["content"]
        else:
            kind = msg_or_type
        self.outputs.message(kind, content or {})
        return None


class _Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of the cells."""

    encoding = "UTF-8"

    def __init__(self, name: str, recorder: _Recorder) -> None:
        self.name = f"<{name}>"
        self._name = name
        self._recorder = recorder

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._recorder.outputs.stream(self._name, text)
        return len(text)

    def writable(self) -> bool:
        return True


class Kernel:
    """Runs cells; each `run` gives the cell's outputs and its number."""

    def __init__(self) -> None:
        self._recorder = _Recorder()
        sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type]  # it would start threads
        config = Config()
        config.IPKernelApp.log_level = logging.ERROR  # libraries look for this name
        config.HistoryManager.enabled = False  # its thread would stand in the way of a fork
        kernel: Any = IPythonKernel  # untyped
        self._kernel = kernel(session=self._recorder, config=config, shell_class=_shell_class())
        self._kernel.log = logging.getLogger(__name__)
        self._kernel.shell_channel_thread = _NoThread()
        self._kernel.shell.exit_now = False
        self._files: dict[str, int] = {}
        self.guard: Guard | None = None
        """Set before the first cell of a submission."""

    def asked_to_exit(self) -> bool:
        """Whether a cell asked for the kernel's end, by `exit` or `quit`, since the last call."""
        asked = bool(self._kernel.shell.exit_now)
        self._kernel.shell.exit_now = False
        return asked

    @contextmanager
    def streams(self) -> Iterator[None]:
        """Keep what Python code writes, for a while."""
        kept = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = (_Stream(name, self._recorder) for name in _STREAMS)
        try:
            yield
        finally:
            sys.stdout, sys.stderr = kept

    def open_streams(self) -> None:
        """Take over stdout and stderr, also what C code and programs write there."""
        for name in _STREAMS:
            setattr(sys, name, _Stream(name, self._recorder))
            self._files[name] = os.memfd_create(name) if hasattr(os, "memfd_create") else _file()
            os.dup2(self._files[name], 1 if name == "stdout" else 2)

    async def run(self, source: str) -> tuple[list[dict[str, Any]], int]:
        outputs = self._recorder.outputs = Outputs()
        header = {"msg_id": os.urandom(8).hex(), "msg_type": "execute_request"}
        self._kernel.shell.set_parent({"header": header, "content": {}, "metadata": {}})
        reply = await self._kernel.do_execute(source, silent=False, allow_stdin=False)
        self._collect(outputs)
        _say_the_error(outputs, reply)
        return outputs.plain(), int(reply.get("execution_count", 0))

    async def run_test(self, source: str) -> tuple[list[dict[str, Any]], int, list[str]]:
        """Run a test past the shell; what the submission had put in its way comes last."""
        said = [one.said for one in self.guard.restore()] if self.guard else []
        if not exam.is_python(source):  # a magic needs the shell
            return *await self.run(source), said
        outputs = self._recorder.outputs = Outputs()
        shell = self._kernel.shell
        number = int(shell.execution_count)
        shell.execution_count = number + 1
        with self.streams():
            value, error = await exam.run_test(source, shell.user_ns)
        late = self.guard.restore() if self.guard else []
        for one in late:  # done by an answer that the test called
            if one.by_cell and error is None:
                error = MadeUpError(f"while it was tested, {one.said}")
        said += [one.said for one in late]
        self._collect(outputs)
        if error is not None:
            outputs.append(exam.error_output(error))
        elif value is not None:
            outputs.append(exam.value_output(value, number, None))
        if isinstance(error, MadeUpError):
            said.append(str(error))
        return outputs.plain(), number, said

    def _collect(self, outputs: Outputs) -> None:
        for name, file in self._files.items():
            size = os.fstat(file).st_size
            if size:
                text = os.pread(file, min(size, KEPT_CHARACTERS), 0).decode(errors="replace")
                outputs.stream(name, text)
                os.ftruncate(file, 0)
                os.lseek(file, 0, os.SEEK_SET)


def _shell_class() -> type[ZMQInteractiveShell]:
    """The shell of a notebook, by that name: libraries ask for it."""

    def enable_gui(shell: Any, gui: str | None = None) -> None:
        """Take note of the event loop of a toolkit; there is none to run here."""
        shell.active_eventloop = gui

    name = ZMQInteractiveShell.__name__
    return type(name, (ZMQInteractiveShell,), {"enable_gui": enable_gui})


class _NoThread:
    """Stands where the kernel looks for the thread of its sockets."""

    parent_thread = None


def _file() -> int:
    file, path = tempfile.mkstemp()
    Path(path).unlink()
    return file


def _say_the_error(outputs: Outputs, reply: dict[str, Any]) -> None:
    """As nbgrader does: an error that was shown nowhere is added from the reply."""
    if reply.get("status") != "error":
        return
    if any(o["output_type"] == "error" and o["ename"] == reply["ename"] for o in outputs):
        return
    traceback = list(reply.get("traceback") or [])
    outputs.append(
        {
            "output_type": "error",
            "ename": reply["ename"],
            "evalue": reply["evalue"],
            "traceback": traceback or ["ERROR: An error occurred while showtraceback was disabled"],
        }
    )
