"""What J08.2's apps keep, and how they look at a review: nothing of it is Flask's."""

import threading

SHOWS = (1, 2, 3)


class Shelf:
    """Reviews by number; many threads may use it at once."""

    def __init__(self) -> None:
        self._reviews: dict[int, dict[str, object]] = {}
        self._last = 0
        self._lock = threading.Lock()

    def add(self, show: int, stars: int, text: str) -> dict[str, object]:
        """The review, with an id: from 1, and no id twice."""
        with self._lock:
            self._last += 1
            review = {"id": self._last, "show": show, "stars": stars, "text": text}
            self._reviews[self._last] = review
        return review

    def all(self) -> list[dict[str, object]]:
        """Oldest first."""
        with self._lock:
            return list(self._reviews.values())

    def find(self, number: int) -> dict[str, object] | None:
        return self._reviews.get(number)

    def remove(self, number: int) -> bool:
        """Whether it was there."""
        return self._reviews.pop(number, None) is not None


def why_wrong(body: object) -> str | None:
    """What a body lacks to be a review; None if nothing."""
    if not isinstance(body, dict):
        return "A review is an object."
    stars, text = body.get("stars"), body.get("text")
    if type(stars) is not int or not 1 <= stars <= 5:  # to isinstance, True is an int
        return "stars: a whole number from 1 to 5."
    if not isinstance(text, str) or not 1 <= len(text) <= 500:
        return "text: 1 to 500 characters."
    return None
