"""Layers and handlers that note when they are entered and left."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

Next = Callable[[Any], Any]


class Broken(Exception):  # noqa: N818 - it breaks nothing of ours
    """What a handler raises."""


class Onion(NamedTuple):
    """Parts, and what they are to do."""

    called: str
    parts: Sequence[Callable[..., Any]]
    notes: "Notes"
    way: Sequence[str]
    """Who is called, on the way in."""


class Notes:
    """What the parts of one onion did, in order: `A in`, `A out` or `A failed`."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.answer = object()
        """What all of them answer who answer by themselves."""

    def layer(self, name: str) -> Callable[..., Any]:
        """One that hands on what it gets, both ways."""
        return lambda request, call_next: self._noted(name, lambda: call_next(request))

    def refusing(self, name: str) -> Callable[..., Any]:
        """One that answers by itself."""
        return lambda request, call_next: self._noted(name, lambda: self.answer)

    def catching(self, name: str, kind: type[Exception]) -> Callable[..., Any]:
        """One that answers by itself if an exception of this kind comes out."""

        def catch(request: object, call_next: Next) -> object:
            try:
                call_next(request)
            except kind:
                return self.answer
            return None

        return lambda request, call_next: self._noted(name, lambda: catch(request, call_next))

    def calling_twice(self, name: str, seen: list[object]) -> Callable[..., Any]:
        """One that calls further in two times, the second with another request, and keeps what
        came, or was raised."""

        def twice(request: object, call_next: Next) -> object:
            for given in (request, f"{request}, again"):
                try:
                    seen.append(call_next(given))
                except Exception as error:
                    seen.append(error)
            return self.answer

        return lambda request, call_next: self._noted(name, lambda: twice(request, call_next))

    def handler(self, name: str) -> Callable[..., Any]:
        """One that answers."""
        return lambda request: self._noted(name, lambda: self.answer)

    def raising(self, name: str, error: Exception) -> Callable[..., Any]:
        """One that fails."""

        def fail() -> object:
            raise error

        return lambda request: self._noted(name, fail)

    def _noted(self, name: str, inner: Callable[[], object]) -> object:
        self.heard.append(f"{name} in")
        try:
            answer = inner()
        except Exception:
            self.heard.append(f"{name} failed")
            raise
        self.heard.append(f"{name} out")
        return answer
