"""Counts all that the jobs of J02.6 limit: `python -m labs.units.j02_6.ahead` prints it.

What the stores take has nothing to do with an answer. Many answers are tried in forks, of which
each would start the servers and kill them; a process of its own leaves nothing open before them.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict

from pydantic import TypeAdapter

from labs.units.j02_6.jobs import JOBS, OTHER_JOBS
from labs.units.j02_6.stores import STORES, VenueSeason, count
from labs.units.j02_6.stores.bench import remember

Counted = tuple[str, str, VenueSeason, int]
"""The store, the measure, the season, and what was counted."""

_COUNTS = TypeAdapter(list[Counted])


def count_ahead() -> None:
    """Have `count` know it all. Raises RuntimeError, with what was said, if counting fails."""
    done = subprocess.run(
        [sys.executable, "-m", __name__], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the stores cannot be counted: {done.stderr.strip()[-1_000:]}")
    for counted in _COUNTS.validate_json(done.stdout):
        remember(*counted)


def _counts() -> Iterator[Counted]:
    limited = {(data.season, measure) for data in [*JOBS, *OTHER_JOBS] for measure in data.limits}
    # By season: a store holds one at a time.
    for season, measure in sorted(limited, key=lambda each: (*asdict(each[0]).values(), each[1])):
        for store in STORES:
            yield store, measure, season, count(store, measure, season)


if __name__ == "__main__":
    print(_COUNTS.dump_json(list(_counts())).decode())
