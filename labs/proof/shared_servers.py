"""One server of each kind for many variants of a unit, which take a database each."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from labs.course.units import Unit
from labs.machine.parts import imported_servers
from labs.servers import server_kinds


@contextmanager
def shared_servers(unit: Unit) -> Iterator[Mapping[str, str]]:
    """Start what the unit uses and may be shared; yields the variables that lead notebooks there.

    An address that the environment has already is left as it is.
    """
    used = set(imported_servers(unit.read()))
    with ExitStack() as stack:
        yield {
            kind.variable: stack.enter_context(kind().launch()).url
            for kind in server_kinds()
            if kind.__name__ in used and kind.variable and kind.variable not in os.environ
        }
