"""The API with an answer to E2 before it, at a real port, and all that is asked of both."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy

from labs.judges.pages import Answer, Request, serving
from labs.servers.hosting import hosted
from labs.units.j07_4.messages import Cors

PAGES: Mapping[str, Answer] = {
    "/performances/7/seats": Answer(200, {"Content-Type": "application/json"}, b'{"seats": []}'),
    "/performances": Answer(200, {"Vary": "Accept-Encoding", "ETag": '"p1"'}, b"[]"),
    "/holds": Answer(409, {"Content-Type": "application/problem+json"}, b'{"detail": "taken"}'),
    "/holds/41": Answer(204, {"Vary": "Cookie"}),
    "/reports": Answer(503, {"Vary": "X-Origin-Region"}, b"later"),
}
MISSING = Answer(404, {"Content-Type": "application/problem+json"}, b'{"detail": "nothing here"}')


class Door:
    """Answers a request by `cors`, and keeps what went wrong in it."""

    def __init__(self, cors: Cors, allowed: set[str]) -> None:
        self.cors = cors
        self.allowed = allowed
        self.url = ""
        self.pages = deepcopy(dict(PAGES))
        """One answer for each path, which all callers get."""
        self.forget()

    def forget(self) -> None:
        """Begin a new question."""
        self.reached: list[Request] = []
        """What has come to the API."""
        self.came: list[Request] = []
        """What has come to the door."""
        self.wrong: Exception | None = None
        self.returned: list[object] = []
        self.fits = False
        """Whether the last is an Answer that can be sent."""

    def api(self, request: Request) -> Answer:
        self.reached.append(request)
        return self.pages.get(request.path, MISSING)

    def __call__(self, request: Request) -> Answer:
        self.came.append(request)
        try:
            answer = self.cors(request, self.api, set(self.allowed))
        except Exception as error:
            self.wrong = error
            return Answer(500)
        self.returned.append(answer)
        self.fits = _fits(answer)
        return answer if self.fits else Answer(500)


def _fits(answer: object) -> bool:
    if not (isinstance(answer, Answer) and isinstance(answer.status, int)):
        return False
    texts = [text for pair in answer.headers.items() for text in pair]
    return isinstance(answer.body, bytes) and all(isinstance(text, str) for text in texts)


@contextmanager
def opened(cors: Cors, allowed: set[str]) -> Iterator[Door]:
    """Serve it for the length of the block."""
    door = Door(cors, allowed)
    with hosted(serving(door)) as site:
        door.url = site.url
        yield door
