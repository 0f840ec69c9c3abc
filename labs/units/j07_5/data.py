"""The zones of J07.5, and the names that its checks ask for."""

from collections.abc import Mapping, Sequence
from itertools import count

OLD, NEW = "192.0.2.7", "192.0.2.99"

_FLYTOWER = """\
$TTL 300
@            SOA    ns ines {serial} 60 60 60 60
             NS     ns
ns           A      127.0.0.1
www       {ttl}  A      {address}
shop         CNAME  www
tickets      CNAME  shop
notes        TXT    "doors open at 19:00"
here         CNAME  there
there        CNAME  here
aberdeen     NS     ns.aberdeen
ns.aberdeen  A      127.0.0.1
"""

_ORKNEY = """\
$TTL 86400
@            SOA    ns.flytower.test. ines.flytower.test. 1 60 60 60 60
             NS     ns.flytower.test.
www          A      192.0.2.20
             A      192.0.2.21
             A      192.0.2.22
             AAAA   2001:db8::20
             TXT    "the theatre in Kirkwall" "and the hall in Stromness"
box          CNAME  www
door         0  CNAME  box
sales        CNAME  tickets.flytower.test.
*.seats      A      192.0.2.255
row-a.left.gallery.kirkwall     2147483647  A  10.0.0.1
row-b.left.gallery.kirkwall     CNAME  row-a.left.gallery
row-c.left.gallery.kirkwall     CNAME  row-a.left.gallery.kirkwall
a            CNAME  b
b            CNAME  c
c            CNAME  a
"""

_STAGES = """\
$TTL 60
@            SOA    ns.flytower.test. ines.flytower.test. 1 60 60 60 60
             NS     ns.flytower.test.
"""

MANY = 40
"""So many addresses has the name in `stages.test` that has most."""


_serials = count(1)


def flytower(address: str = OLD, ttl: int = 2) -> str:
    """The zone `flytower.test`, whose site is at this address; its serial is new each time."""
    return _FLYTOWER.format(address=address, ttl=ttl, serial=next(_serials))


def _stages() -> str:
    """A zone whose `s<n>` has n addresses."""
    counts = [(many, each) for many in range(1, MANY + 1) for each in range(many)]
    return _STAGES + "".join(f"s{many} A 198.51.100.{each}\n" for many, each in counts)


ZONES: Mapping[str, str] = {"flytower.test": flytower(), "stages.test": _stages()}
OTHER_ZONES: Mapping[str, str] = {**ZONES, "orkney.test": _ORKNEY}

Asked = tuple[str, str]
"""A name and a type."""

_AT_FLYTOWER = [
    *(
        (f"{label}.flytower.test", "A")
        for label in ("www", "shop", "tickets", "nobody", "ns", "notes", "here", "there")
    ),
    ("flytower.test", "A"),
    ("WWW.FlyTower.test", "A"),
    ("shop.flytower.test", "CNAME"),
    ("tickets.flytower.test", "CNAME"),
    ("notes.flytower.test", "TXT"),
    ("www.flytower.test", "AAAA"),
    ("no.such.name.flytower.test", "A"),
    ("box.aberdeen.flytower.test", "A"),
    ("www.flytower.tent", "A"),
]
_AT_STAGES = [(f"s{many}.stages.test", "A") for many in (*range(1, 21), 29, 30, 41)]
FORTY: Sequence[Asked] = (*_AT_FLYTOWER, *_AT_STAGES)

OTHERS: Sequence[Asked] = (
    *((f"{label}.orkney.test", "A") for label in ("www", "box", "door", "sales", "a", "b", "zz")),
    *((f"row-{row}.left.gallery.kirkwall.orkney.test", "A") for row in "abc"),
    ("www.orkney.test", "AAAA"),
    ("www.orkney.test", "TXT"),
    ("box.orkney.test", "TXT"),
    ("7.seats.orkney.test", "A"),
    ("gallery.kirkwall.orkney.test", "A"),
    *_AT_FLYTOWER,
    *_AT_STAGES[:8],
)
