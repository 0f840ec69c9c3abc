"""The door of the box office: it asks whose key this is, and writes a log."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request

from labs.measure import own_folder


@dataclass
class Moment:
    """The second that it is."""

    now: int


class Door:
    """An app with one route, which takes a key from the header, or from the address."""

    def __init__(
        self,
        database: Path,
        admit: Callable[[Path, str, str, int], tuple[int, str]],
        written: Callable[[str], str],
        moment: Moment,
    ) -> None:
        """`written(line)` is what stands in the log in place of a line."""
        self._database, self._admit, self._written = database, admit, written
        self._moment = moment
        self.log = own_folder() / "door.log"
        """A line for each request."""
        self.log.touch()
        self.app = FastAPI()
        self.app.get("/seats")(self._seats)

    def _seats(self, request: Request) -> dict[str, int]:
        said = request.headers.get("Authorization", "").removeprefix("Bearer ")
        key = request.query_params.get("key") or said
        status, _ = self._admit(self._database, key, "read", self._moment.now)
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        line = f"GET {address} {status}"
        if status == 401:
            line += f" unknown key: {key}"
        with self.log.open("a", encoding="utf-8") as log:
            print(self._written(line), file=log)
        if status != 200:
            raise HTTPException(status)
        return {"free": 40}
