"""Programs whose races are stepped."""

from labs.units.s01_3.paced import _paced

OFFICE = """\
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
class Office { Map<Show, java.util.concurrent.atomic.AtomicInteger> left; }
"""


def test_an_atomic_integer_is_the_one_beside_the_program() -> None:
    lines = _paced(OFFICE).splitlines()
    assert lines[1:] == ["", "class Office { Map<Show, AtomicInteger> left; }"]
