"""What keep_all has left in Valkey, in E2, and whether its lives are spread."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from redis import Redis

from labs.judges import Judge

Page = dict[str, object]


@dataclass(frozen=True)
class Kept:
    """The lives of many copies, right after they were kept."""

    judge: Judge
    called: str
    ttl_ms: int
    jitter_ms: int
    left: list[int]
    """What PTTL says of each page: milliseconds, -1 for no end, -2 for no such key."""
    given: list[int]
    """The numbers that the commands carried."""
    late_ms: float
    """How much time went by until PTTL was asked."""

    def all_there(self) -> None:
        """Judge that each page is kept."""
        missing = self.left.count(-2)
        self.judge.that(
            not missing,
            called=self.called,
            got=f"{missing} pages are not there",
            expected=f"{len(self.left)} pages",
            likely=[
                (missing == len(self.left), "is the key page:<id>?"),
                (True, "some pages are left out, or already over: PX takes milliseconds."),
            ],
        )

    def all_end(self, commands: Counter[str]) -> None:
        """Judge that each has an end, given in the command that wrote it."""
        endless = self.left.count(-1)
        self.judge.that(
            not endless,
            called=self.called,
            got=f"{endless} pages without an end",
            expected="a life for each",
            likely="SET needs px=, or the copy lives for ever.",
        )
        self.judge.that(
            not [name for name in commands if "EXPIRE" in name or name == "GETEX"],
            called=self.called,
            got=f"{dict(commands)}",
            expected="value and life in one command",
            likely="give SET the life itself: px=.",
        )

    def within_limits(self) -> None:
        """Judge that no life is too long or too short."""
        longest, shortest = max(self.left), min(self.left)
        self.judge.that(
            longest <= self.ttl_ms,
            called=self.called,
            got=f"a copy that lives {longest} ms more",
            expected=f"at most {self.ttl_ms} ms",
            likely=[
                (longest > 100 * self.ttl_ms, "px= takes milliseconds, ex= seconds."),
                (True, "jitter shortens a life, it never lengthens it."),
            ],
        )
        least = self.ttl_ms - self.jitter_ms
        self.judge.that(
            shortest >= least - self.late_ms,
            called=self.called,
            got=f"a copy that lives only {shortest} ms more",
            expected=f"at least {least} ms, less the time since then",
            likely="the jitter is subtracted once, and at most jitter_ms.",
        )

    def all_drawn(self) -> None:
        """Judge that each life of a small jitter comes up, and without jitter the whole one."""
        if not self.given or max(self.given) > self.ttl_ms:
            return
        lives = list(range(self.ttl_ms - self.jitter_ms, self.ttl_ms + 1))
        self.judge.that(
            sorted(set(self.given)) == lives,
            called=self.called,
            got=f"lives of {sorted(set(self.given))}",
            expected=f"lives of {lives}",
            likely=[
                (
                    max(self.given) <= self.ttl_ms // 1_000,
                    "px= takes milliseconds, ex= seconds.",
                ),
                (self.jitter_ms, "both ends may be drawn, ttl_ms - jitter_ms and ttl_ms."),
                (True, "jitter_ms may be 0: then nothing is subtracted."),
            ],
        )

    def drawn(self, *, asked: bool) -> None:
        """Judge that the lives were drawn, each anew; `asked` tells whether rng was."""
        self.judge.that(
            asked,
            called=self.called,
            got="rng was never asked",
            expected="lives drawn from rng",
            likely=[
                (len(set(self.given)) == 1, "no draw, no jitter: rng.randint."),
                (True, "draw from the rng that is passed in, not from others."),
            ],
        )
        lives, count = set(self.given), len(self.left)
        self.judge.that(
            len(lives) > count * 3 // 4,
            called=self.called,
            got=f"only {len(lives)} different lives",
            expected=f"about as many as copies ({count})",
            likely=[
                (
                    len(lives) == 1,
                    "all have the same life: draw in the loop, once for each page.",
                ),
                (
                    lives <= {self.ttl_ms - self.jitter_ms, self.ttl_ms},
                    "the lives crowd: all of them should be about equally likely.",
                ),
                (
                    max(lives, default=0) <= self.ttl_ms // 1_000
                    or not any(life % 1_000 for life in lives),
                    "the lives are whole seconds: too coarse; draw milliseconds.",
                ),
                (True, f"only {len(lives)} different lives: draw single milliseconds."),
            ],
        )

    def even(self) -> None:
        """Judge that the lives are spread over the whole jitter, and crowd nowhere."""
        lives, count = self._lives(), len(self.left)
        third = self.jitter_ms / 3
        shorter = Counter(min(int((self.ttl_ms - life) / third), 2) for life in lives)
        ends = [shorter[part] for part in (2, 1, 0)]
        self.judge.that(
            0.2 * count < min(ends) and max(ends) < 0.47 * count,
            called=self.called,
            got=f"{' + '.join(map(str, ends))} copies end in the thirds of the jitter",
            expected=f"about {count // 3} in each",
            likely="the lives crowd: all of them should be about equally likely.",
        )
        self.judge.that(
            min(lives) <= self.ttl_ms - 0.9 * self.jitter_ms
            and max(lives) >= self.ttl_ms - 0.1 * self.jitter_ms,
            called=self.called,
            got=f"lives from {min(lives)} to {max(lives)} ms",
            expected=f"lives from {self.ttl_ms - self.jitter_ms} to {self.ttl_ms} ms",
            likely="the lives use only a part of the jitter: draw between ttl_ms - jitter_ms and "
            "ttl_ms.",
        )

    def _lives(self) -> list[int]:
        """Those that were asked for, whatever time has gone by since; else what is left of them."""
        told = self.given and max(self.given) <= self.ttl_ms
        return self.given if told else self.left


def is_json(judge: Judge, client: Redis, pages: Mapping[int, Page], page_id: int) -> None:
    """Judge that the copy of this page is its JSON."""
    raw = client.get(f"page:{page_id}") or b""
    try:
        copy = json.loads(raw)
    except ValueError:
        copy = raw
    judge.that(
        copy == pages[page_id],
        called=f"GET page:{page_id}",
        got=raw[:100],
        expected=json.dumps(pages[page_id]),
        likely=[
            (raw == b"an older copy", "the older copy has stayed: no NX here, SET replaces it."),
            (
                copy == json.loads(json.dumps(pages)),
                "these are all pages under one key: keep the one, json.dumps(page).",
            ),
            (True, "the value is json.dumps(page)."),
        ],
    )
