"""The site and the API, each at an address of its own, with a tap on the line to each."""

from collections.abc import Callable

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from labs.judges.pages import Answer, Api, Request, Seen, serving, visit
from labs.servers import Service
from labs.servers.hosting import Hosted
from labs.units.j07_4.hall import Hall
from labs.units.j07_4.messages import Cors, Piece
from labs.units.j07_4.tap import Log, Talk, Tap

METHODS = ("GET", "POST", "DELETE")


class Stage:
    """Flytower's site and API; `delay_ms` is how long anything is under way to each."""

    def __init__(self, delay_ms: float = 0) -> None:
        self._log = Log()
        self._wrong: Exception | None = None
        self._taps = Tap("site", self._log, delay_ms), Tap("api", self._log, delay_ms)
        self.site, self.api = (tap.url for tap in self._taps)
        self.gateway()
        self._hosted = Hosted(self._answered)
        self._taps[1].target = self._hosted.port
        self._page = Service.start("frontdoor", FRONTDOOR_API=self.api)
        self._taps[0].target = self._page.port

    def stop(self) -> None:
        """End all of it; what a kernel has started ends with it, too."""
        for tap in self._taps:
            tap.stop()
        self._hosted.stop()
        self._page.stop()

    def gateway(self) -> None:
        """A new evening, with the API behind the old gateway, which says what browsers need."""
        self.hall = Hall()
        self._app: ASGIApp = CORSMiddleware(
            serving(self.hall),
            allow_origins=[self.site],
            allow_credentials=True,
            allow_methods=METHODS,
            allow_headers=["Content-Type"],
        )

    def alone(self, change: Callable[[Request, Api], Answer] | None = None) -> None:
        """A new evening, with the API alone, or behind `change`."""
        hall = self.hall = Hall()

        def answered(request: Request) -> Answer:
            try:
                return change(request, hall) if change else hall(request)
            except Exception as error:
                self._wrong = error
                raise

        self._app = serving(answered)

    def behind(self, with_cors: Cors) -> None:
        """A new evening, with the API behind an answer to E2; raises what it raises."""
        with_cors(Request("GET", "/performances"), Hall(), set())
        self.alone(lambda request, api: with_cors(request, api, {self.site}))

    def visit(self, *clicks: str) -> Seen:
        """A guest opens the page of performance 7, and clicks on these seats.

        Raises what `change` raised when it was asked.
        """
        self._log.clear()
        self._wrong = None
        seen = visit(f"{self.site}/?performance=7", *clicks)
        if self._wrong:
            raise self._wrong
        return seen

    @property
    def pieces(self) -> list[Piece]:
        """What the taps have heard of the last visit."""
        return self._log.pieces()

    @property
    def talks(self) -> list[Talk]:
        """The same, request by request, with times."""
        return self._log.talks()

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._app(scope, receive, send)
