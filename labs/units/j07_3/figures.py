"""The figure of J07.3: what each kind of line costs before the answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from labs.measure.charts.style import BLUE, FAINT, figure


@dataclass(frozen=True)
class Visit:
    """One request, from the first word to the answer's first bytes."""

    round_trips: int
    bytes_down: int
    """From the server, TLS's own included."""
    ms: float


def tls_visits(
    measured: Mapping[str, Visit],
    delay_ms: float,
    title: str = "How long until the answer begins to come",
) -> None:
    """A bar for each kind of line, and a mark at each round trip of `delay_ms`."""
    words = "; ".join(
        f"{name}: {visit.round_trips} round trips, {visit.ms:.0f} ms, "
        f"{visit.bytes_down:,} bytes from the server"
        for name, visit in measured.items()
    )
    words = words.replace(": 1 round trips", ": 1 round trip")
    with figure(
        title, f"The fastest of three visits, at {delay_ms:g} ms a round trip: {words}."
    ) as (axes,):
        names = list(measured)
        times = [measured[name].ms for name in names]
        axes.barh(names, times, height=0.55, color=BLUE)
        most = max(visit.round_trips for visit in measured.values())
        for trips in range(1, most + 1):
            axes.axvline(trips * delay_ms, color=FAINT, linewidth=1, linestyle="--", zorder=3)
        axes.secondary_xaxis("top").set_xticks(
            [trips * delay_ms for trips in range(1, most + 1)],
            ["1 round trip", *(f"{trips} round trips" for trips in range(2, most + 1))],
        )
        axes.invert_yaxis()
        axes.set(xlabel="ms", xlim=(0, None))
        axes.grid(visible=False, axis="y")
