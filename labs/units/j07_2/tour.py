"""Five requests at a counter, and what they are answered."""

from labs.servers.hosting import hosted
from labs.units.j07_2 import stage
from labs.units.j07_2.counter import Counter, Handlers, Refusal
from labs.units.j07_2.situations import OWN, Situation, Wanted

ANN, BO = ({"name": name, "seat": "A1"} for name in ("Ann", "Bo"))
ANY = Wanted(200, {}, OWN)

TOUR = (
    Situation("a seat for Ann", "POST", "/bookings", ANY, ANN),
    Situation("her seat, for Bo", "POST", "/bookings", ANY, BO),
    Situation("a seat of nowhere", "POST", "/bookings", ANY, ANN | {"seat": "Z9"}),
    Situation("no key", "POST", "/bookings", ANY, BO, key=""),
    Situation(
        "a mistake inside",
        "POST",
        "/bookings",
        ANY,
        BO,
        trouble=RuntimeError("no such column: SELECT seet FROM customers"),
    ),
)


def at_the_counter(handlers: Handlers, refusal: Refusal) -> None:
    """Print what each request is answered; raises what a handler or `refusal` does wrong."""
    counter = Counter(handlers, refusal)
    with hosted(counter) as site, stage.client_of(site.url) as client:
        for situation in TOUR:
            reply = situation.ask(client, counter)
            if counter.errors:
                raise counter.errors[0]
            names = ("location", "retry-after", "www-authenticate", "allow")
            said = "".join(
                f"{name}: {reply.headers[name]} " for name in names if name in reply.headers
            )
            print(f"{situation.about:20}{reply.status_code} {said}{reply.text}")
