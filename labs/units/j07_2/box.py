"""The box office behind the counter: it keeps bookings, and knows nothing of HTTP."""

from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from labs.units.j07_2.trouble import BadValueError, CancelledError, NeverWasError, SeatTakenError

SEATS = frozenset(f"{row}{place}" for row in "ABCDE" for place in range(1, 9))


@dataclass(frozen=True)
class Booking:
    """A seat in somebody's name."""

    number: int
    name: str
    seat: str
    version: int = 1

    @property
    def etag(self) -> str:
        return f'"{self.number}-{self.version}"'

    @property
    def shown(self) -> dict[str, int | str]:
        """What its owner may read."""
        return {"number": self.number, "name": self.name, "seat": self.seat}


class Box:
    """All bookings of an evening."""

    def __init__(self, first: int = 1) -> None:
        self._bookings: dict[int, Booking | None] = {}
        self._numbers, self._reports = count(first), count(first)

    def book(self, wish: Any) -> Booking:  # noqa: ANN401 - it is looked at here
        """A new booking, for a wish such as {"name": "Ann", "seat": "A1"}.

        Raises BadValueError or SeatTakenError.
        """
        match wish:
            case {"name": str(name), "seat": str(seat)} if name and seat in SEATS:
                return self._booked(name, seat)
        raise BadValueError("send a name, and a seat from A1 to E8")

    def _booked(self, name: str, seat: str) -> Booking:
        if any(booking and booking.seat == seat for booking in self._bookings.values()):
            raise SeatTakenError(f"{seat} is taken")
        booking = Booking(next(self._numbers), name, seat)
        self._bookings[booking.number] = booking
        return booking

    def find(self, number: int) -> Booking:
        """Raises NeverWasError or CancelledError."""
        if number not in self._bookings:
            raise NeverWasError(f"there never was a booking {number}")
        booking = self._bookings[number]
        if booking is None:
            raise CancelledError(f"booking {number} was cancelled")
        return booking

    def rename(self, number: int, name: str) -> Booking:
        """The booking in another name. Raises NeverWasError or CancelledError."""
        booking = self.find(number)
        self._bookings[number] = replace(booking, name=name, version=booking.version + 1)
        return self.find(number)

    def cancel(self, number: int) -> None:
        """Raises NeverWasError or CancelledError."""
        self.find(number)
        self._bookings[number] = None

    def order_report(self) -> int:
        """Put a report in line, and give its number; it is written in the night."""
        return next(self._reports)
