"""What befalls a store in E3, and what its caches must do meanwhile and afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from redis import Redis, RedisError

from labs.judges import CheckFailed, Judge, commands
from labs.measure import Proxy
from labs.units.j05_4.backends import HANGS, Backend, Cache

NEIGHBOURS = dict.fromkeys(("7", "pages", "pages:7", "cache", "page:7"), b"theirs")
DIDO = {"title": "Dido"}


def is_as_before(backend: Backend, cache: Cache, namespace: str) -> None:
    """Judge that a file which is free again holds {"7": DIDO}, and takes new copies."""
    back, later = "when the file is free again", backend.make(namespace)
    for which, again in (("the same object", cache), ("a later one", later)):
        backend.judge.equal(
            backend.recall(again, "7", back),
            (True, DIDO),
            called=f"recall('7') by {which}, {back}",
            likely="nothing has changed in the file: look there.",
        )
    for which, again in (("a later object", later), ("the same object", cache)):
        backend.remember(again, "8", which, f"by {which}, {back} (after a recall by both)")
        backend.judge.equal(
            backend.recall(backend.make(namespace), "8", back),
            (True, which),
            called=f"remember('8', {which!r}) {back}, recall('8') by another object",
            likely="is it committed?",
        )


@contextmanager
def beside_neighbours(judge: Judge, client: Redis) -> Iterator[None]:
    """Judge that what is kept in the block lies under cache:…, for ever, and the rest stays."""
    client.mset(NEIGHBOURS)
    yield
    keys = [key.decode() for key in client.scan_iter() if isinstance(key, bytes)]
    foreign = [key for key in keys if not key.startswith("cache:") and key not in NEIGHBOURS]
    judge.that(
        not foreign,
        called="the keys of Valkey, after the contract",
        got=f"{foreign[:3]}",
        expected="keys that begin with cache:",
        likely="put cache: in front of each.",
    )
    theirs = dict(zip(NEIGHBOURS, client.mget(NEIGHBOURS), strict=True))
    judge.equal(
        theirs,
        NEIGHBOURS,
        called="what the neighbours keep under their own keys",
        likely="you wrote to their keys, or deleted them: yours begin with cache:.",
    )
    lives = {client.ttl(key) for key in keys}
    judge.that(
        lives == {-1},
        called="TTL of all keys",
        got=lives,
        expected="-1, no expiry",
        likely="a copy was set with an expiry.",
    )


def asks_once(backend: Backend, client: Redis) -> None:
    """Judge that a look and a copy are one command each."""
    cache = backend.make("pages")
    for method, words in (("remember", ("7", DIDO)), ("recall", ("7",))):
        with commands(client) as seen:
            getattr(cache, method)(*words)
        backend.judge.that(
            len(seen.calls) == 1,
            called=f"{backend.name}: {method}, as Valkey sees it",
            got=", ".join(f"{line:.30}" for line in seen.lines) or "no command",
            expected="one command",
            likely="each command is a wait: GET alone tells whether there is a copy, SET replaces.",
        )


def share_a_copy(backend: Backend, writer: Cache, reader: Cache, turn: str, when: str) -> None:
    """Judge that a copy lies in Valkey: another object finds it."""
    backend.remember(writer, "7", turn, when)
    backend.judge.equal(
        backend.recall(reader, "7", when),
        (True, turn),
        called=f"remember('7', {turn!r}) by one object, recall('7') by another, before "
        f"Valkey {turn}",
        likely="the copy is kept in the object, not in the store.",
    )


def is_told_when_full(backend: Backend, cache: Cache, client: Redis) -> None:
    """Judge that CacheDownError is raised for a copy that does not fit; then make room again."""
    backend.remember(cache, "7", "kept", "when Valkey is back")
    client.config_set("maxmemory", 1)
    try:
        cache.remember("7", "newer")
        got = "no error"
    except backend.down:
        got = "CacheDownError"
    except RedisError as error:
        got = f"{type(error).__name__}: {error}"
    client.config_set("maxmemory", "64mb")
    backend.judge.that(
        got == "CacheDownError",
        called="remember('7', 'newer'), while Valkey's memory is full",
        got=got,
        expected="CacheDownError",
        likely=[
            (
                got == "no error",
                "the copy was not kept, and nobody is told: raise CacheDownError.",
            ),
            (
                True,
                "RedisError is the parent of all that this client raises about its server.",
            ),
        ],
    )
    backend.remember(cache, "7", "near", "when Valkey has room again")


def waits_but_not_for_long(backend: Backend, namespace: str) -> None:
    """Judge a cache on Valkey, while each of its replies takes 0.1 seconds, then 0.4."""
    with Proxy.start(str(backend.place)) as between:
        behind = replace(backend, place=between.url)
        cache = behind.make(namespace)
        behind.remember(cache, "7", "near", "when Valkey has room again")
        between.delay_ms = 100
        _waits(behind, cache, between)
        between.delay_ms = 400
        _does_not_wait_for_long(behind, cache, between)


def _waits(backend: Backend, cache: Cache, between: Proxy) -> None:
    expected = "(True, 'near'), then (True, 'near')"
    for _ in range(3):  # a busy machine may hold up a reply that was in time
        before = between.connections
        try:
            recalled = cache.recall("7")
            cache.remember("7", "near")
            got = f"{recalled}, then {cache.recall('7')}"
            break
        except backend.down as error:
            got = f"CacheDownError, from {type(error.__cause__ or error.__context__).__name__}"
    backend.judge.that(
        got == expected,
        called="recall, remember, recall, while each reply of Valkey takes 0.1 seconds",
        got=got,
        expected=expected,
        likely="each reply was on its way: a socket_timeout of a quarter of a second waits for it.",
    )
    connections = between.connections - before
    backend.judge.that(
        connections <= 1,
        called="recall, remember, recall, while each reply of Valkey takes 0.1 seconds",
        got=f"{connections} new connections",
        expected="the one that was there",
        likely="a client is made for each call, and connects each time: make it in __init__.",
    )


def _does_not_wait_for_long(backend: Backend, cache: Cache, between: Proxy) -> None:
    try:
        before = between.connections
        backend.is_down(cache, HANGS)
    except CheckFailed:  # a busy machine may look at the clock too late
        before = between.connections
        backend.is_down(cache, HANGS)
    calls = between.connections - before
    backend.judge.that(
        calls <= 2,
        called="recall and remember, while Valkey hangs: each reply takes 0.4 seconds",
        got=f"{calls} new connections",
        expected="one for each try at most",
        likely="after a timeout it is tried again: retry=Retry(NoBackoff(), 0).",
    )
