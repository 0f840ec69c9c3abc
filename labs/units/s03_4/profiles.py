"""Tables of measured ways, and who calls."""

from collections.abc import Sequence

from labs.units.s03_4.ways import Profile, Way

Ways = Sequence[Way]

HALL: Ways = (
    Way("JSON over HTTP", 14_000, 1_700, 3.0, 9.0, in_browsers=True),
    Way("protobuf over gRPC", 4_400, 1_400, 0.75, 1.5, in_browsers=False),
)
TIGHT: Ways = (
    Way("fat", 9_000, 3_000, 1.0, 4.0, in_browsers=True),
    Way("a twin of fat", 8_900, 3_000, 1.0, 4.0, in_browsers=True),
    Way("steady, HTTP/2", 8_000, 5_000, 2.5, 3.0, in_browsers=False),
    Way("lean", 4_000, 3_000, 2.0, 30.0, in_browsers=True),
    Way("nearly odd", 12_000, 12_500, 0.502, 2.5, in_browsers=True),
    Way("odd", 12_000, 12_500, 0.5, 2.5, in_browsers=True),
    Way("zipped", 2_960, 3_020, 3.9, 40.0, in_browsers=True),
)
"""No way is the best of all: by usual and slow calls, plain and gzip, slow and fast lines.

The first of two equals is neither the first by name nor the smaller one; two differ by less than
a hundredth; gzip makes some larger; and a name says nothing of browsers.
"""

PROFILES = (
    Profile("a page", in_browser=True, unzips=True, bytes_per_ms=500, percentile=50),
    Profile("the notifier", in_browser=False, unzips=False, bytes_per_ms=100_000, percentile=99),
    Profile("a phone abroad", in_browser=False, unzips=True, bytes_per_ms=20, percentile=50),
)
PROFILES_ELSE = tuple(
    Profile("another", browser, unzips, speed, percentile)
    for browser in (True, False)
    for unzips in (True, False)
    for speed in (1_000_000, 4_000, 1_000, 10)
    for percentile in (50, 99)
)


def least(ways: Ways, profile: Profile, *, anywhere: bool = False) -> str | None:
    """The quickest for this caller: each way is weighed in turn. `anywhere`: as if a browser
    could call all."""
    best: tuple[float, str] | None = None
    for way in ways:
        if profile.in_browser and not way.in_browsers and not anywhere:
            continue
        carried = way.gzip_bytes if profile.unzips else way.plain_bytes
        took = {50: way.p50_ms, 99: way.p99_ms}[profile.percentile]
        took += carried / profile.bytes_per_ms
        if best is None or took < best[0]:
            best = (took, way.name)
    return best and best[1]
