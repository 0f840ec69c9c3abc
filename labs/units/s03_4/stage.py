"""Servers of a servicer, and what goes on in them."""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc

from labs.units.s03_4.protos import Generated

_THREADS = 8
_CONNECTED_IN = 20
# What a handler raises is told by checks; on stderr it would cost a cell its points.
logging.getLogger("grpc._server").disabled = True


@dataclass
class Site:
    """A servicer that is served."""

    address: str
    channel: grpc.Channel
    ended: list[str] = field(default_factory=list)
    """The names of the calls that are over for the server, however they ended."""
    raised: list[str] = field(default_factory=list)
    """What handlers raised, other than by `context.abort`."""
    moved: threading.Condition = field(default_factory=threading.Condition)
    running: int = 0
    """Handlers at work, also for callers who have gone."""

    def rest(self, calls: int, patience: float = 20) -> None:
        """Wait until so many calls in all are over for the server, and no handler works on."""
        with self.moved:
            self.moved.wait_for(lambda: len(self.ended) >= calls and not self.running, patience)


@contextmanager
def serving(made: Generated, servicer: object) -> Iterator[Site]:
    """Serve the one service of a contract, for the length of the block."""
    [service] = made.pb2.DESCRIPTOR.services_by_name.values()
    server = grpc.server(ThreadPoolExecutor(_THREADS))
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    with grpc.insecure_channel(address) as channel:
        site = Site(address, channel)
        add = getattr(made.pb2_grpc, f"add_{service.name}Servicer_to_server")
        add(_Watched(servicer, site), server)
        server.start()
        grpc.channel_ready_future(channel).result(_CONNECTED_IN)  # a deadline is for the call alone
        try:
            yield site
        finally:
            server.stop(0).wait()


def stub_of(made: Generated, channel: grpc.Channel) -> Any:  # noqa: ANN401 - generated
    """The stub of the one service of a contract."""
    [service] = made.pb2.DESCRIPTOR.services_by_name.values()
    return getattr(made.pb2_grpc, f"{service.name}Stub")(channel)


class _Watched:
    """The servicer, whose calls are noted."""

    def __init__(self, servicer: object, site: Site) -> None:
        self._servicer, self._site = servicer, site

    def __getattr__(self, name: str) -> Callable[[Any, Any], Any]:
        handler = getattr(self._servicer, name)

        def watched(request: Any, context: Any) -> Any:  # noqa: ANN401
            self._note(running=1)
            if not context.add_callback(lambda: self._note(ended=name)):
                self._note(ended=name)  # it was over before it began
            try:
                answer = handler(request, context)
            except BaseException as error:
                self._end(error)
                raise
            if hasattr(answer, "__next__"):
                return self._iterated(answer)
            self._end()
            return answer

        return watched

    def _iterated(self, answers: Iterator[Any]) -> Iterator[Any]:
        try:
            yield from answers
        except GeneratorExit:
            self._end()
            raise
        except BaseException as error:
            self._end(error)
            raise
        self._end()

    def _end(self, error: BaseException | None = None) -> None:
        if error is not None and (str(error) or type(error) is not Exception):  # abort's is bare
            self._site.raised.append(f"{type(error).__name__}: {error}")
        self._note(running=-1)

    def _note(self, running: int = 0, ended: str = "") -> None:
        with self._site.moved:
            self._site.running += running
            self._site.ended += [ended] * bool(ended)
            self._site.moved.notify_all()
