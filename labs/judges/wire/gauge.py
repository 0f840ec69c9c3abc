"""What a service that is asked sees of its callers: how many at once, and how many were refused."""

from dataclasses import dataclass

from labs.judges.judge import Judge
from labs.servers.http_client import HttpClient


@dataclass(frozen=True)
class Seen:
    """What was seen since the last reset."""

    requests: int
    peak: int
    """The most that were under way at one moment."""
    refused: int
    now: int


class Gauge:
    """The gauge of a service that has one at /gauge, as Flytower's partner does."""

    def __init__(self, url: str) -> None:
        self._client = HttpClient(url)

    def reset(self) -> None:
        self._client.delete("/gauge").raise_for_status()

    def read(self) -> Seen:
        got = self._client.get("/gauge").json()
        return Seen(*(int(got[name]) for name in ("requests", "peak", "refused", "now")))

    def was_kept(self, judge: Judge, called: str, *, least: int, most: int) -> Seen:
        """Raise CheckFailed unless the peak was from `least` to `most`; what was seen."""
        seen = self.read()
        judge.that(
            least <= seen.peak <= most,
            called=called,
            got=f"at most {seen.peak} requests under way at once, {seen.refused} refused",
            expected=f"from {least} to {most} at once",
            likely=[
                (seen.peak < least, "each waits for the one before: start them together."),
                (True, "nothing limits how many are under way: all are started at once."),
            ],
        )
        return seen
