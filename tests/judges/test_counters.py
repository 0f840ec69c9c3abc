"""Counts: every call, every command, in order, the same at each run."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis

from labs.judges import CountingOrigin, commands


def test_an_origin_counts_calls_in_all_and_for_each_argument() -> None:
    origin = CountingOrigin({7: "Dido", 3: "Medea"}.__getitem__)
    assert [origin(7), origin(3), origin(7)] == ["Dido", "Medea", "Dido"]
    assert (origin.calls, origin.asked[7], origin.asked[3], origin.asked[9]) == (3, 2, 1, 0)


def test_an_origin_counts_a_call_that_raises() -> None:
    origin = CountingOrigin[int, str]({}.__getitem__)
    with pytest.raises(KeyError):
        origin(9)
    assert origin.calls == 1


def test_an_origin_counts_calls_from_many_threads() -> None:
    origin = CountingOrigin(str)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(origin, [1, 2] * 2_000))
    assert (origin.calls, origin.asked[1]) == (4_000, 2_000)


def test_commands_are_seen_with_their_arguments_and_in_order(valkey: Redis) -> None:
    with commands(valkey) as seen:
        valkey.set("page:7", '{"title": "Dido \\"and\\" Æneas"}', ex=60)
        valkey.get("page:7")
    assert seen.calls == [
        ("SET", "page:7", '{"title": "Dido \\"and\\" Æneas"}', "EX", "60"),
        ("GET", "page:7"),
    ]
    assert seen.names == {"SET": 1, "GET": 1}
    assert seen.lines[1] == "GET page:7"


@pytest.mark.parametrize("value", ["", " ", "a b", '"', "\\", "\r\n\t", "\\x41", "[0 lua]", "é"])
def test_any_text_survives(valkey: Redis, value: str) -> None:
    with commands(valkey) as seen:
        valkey.set("key", value)
    assert seen.calls == [("SET", "key", value)]


def test_bytes_that_are_no_text_are_shown(valkey: Redis) -> None:
    with commands(valkey) as seen:
        valkey.set("key", b"\x80\x04")
    assert seen.calls == [("SET", "key", "\\x80\x04")]


def test_new_connections_of_others_are_seen_and_their_handshake_is_not(valkey: Redis) -> None:
    port = valkey.connection_pool.connection_kwargs["port"]
    with commands(valkey) as seen, Redis(port=port, decode_responses=True) as other:
        other.get("page:7")
    assert seen.lines == ["GET page:7"]


def test_on_a_shared_server_only_its_own_database_is_looked_at(valkey: Redis) -> None:
    port = valkey.connection_pool.connection_kwargs["port"]
    with Redis(port=port, db=3) as ours, Redis(port=port) as health_check, commands(ours) as seen:
        health_check.ping()
        ours.get("page:7")
    assert seen.lines == ["GET page:7"]


def test_a_client_that_decodes_may_watch_too(valkey: Redis) -> None:
    port = valkey.connection_pool.connection_kwargs["port"]
    with Redis(port=port, decode_responses=True) as other, commands(other) as seen:
        valkey.get("page:7")
    assert seen.lines == ["GET page:7"]


def test_nothing_is_missed_among_thousands_from_many_threads(valkey: Redis) -> None:
    with commands(valkey) as seen, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: valkey.set(f"page:{n}", "x" * 500), range(3_000)))
    assert seen.names == {"SET": 3_000}
    assert len(set(seen.calls)) == 3_000


def test_commands_inside_of_a_script_are_left_out(valkey: Redis) -> None:
    with commands(valkey) as seen:
        valkey.eval("return redis.call('GET', KEYS[1])", 1, "page:7")
    assert seen.names == {"EVAL": 1}


def test_an_error_inside_of_the_block_is_raised(valkey: Redis) -> None:
    with pytest.raises(ZeroDivisionError), commands(valkey):
        1 / 0  # noqa: B018
    assert valkey.ping()
