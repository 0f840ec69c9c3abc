"""The proxy, before a real Valkey: what crosses is counted, delayed and cut."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from redis import ConnectionError as Unreachable
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from labs.measure import Proxy


@pytest.fixture
def proxy(valkey_port: int) -> Iterator[Proxy]:
    with Proxy.start(f"redis://127.0.0.1:{valkey_port}/0") as proxy:
        yield proxy


@pytest.fixture
def client(proxy: Proxy) -> Iterator[Redis]:
    """A connected client that does not try again."""
    with Redis.from_url(proxy.url, retry=Retry(NoBackoff(), 0)) as client:
        client.flushdb()
        yield client


def test_the_url_leads_through_the_proxy_to_the_same_database(valkey_port: int) -> None:
    with Proxy.start(f"redis://user:secret@localhost:{valkey_port}/3?protocol=3") as proxy:
        assert proxy.url == f"redis://user:secret@127.0.0.1:{proxy.port}/3?protocol=3"
        assert proxy.port != valkey_port


def test_a_bare_port_is_enough(valkey_port: int) -> None:
    with Proxy.start(valkey_port) as proxy, Redis(port=proxy.port) as client:
        assert client.ping()
        assert proxy.url == f"tcp://127.0.0.1:{proxy.port}"


@pytest.mark.parametrize("target", ["http://localhost", "nonsense", ""])
def test_a_target_without_a_port_is_refused(target: str) -> None:
    with pytest.raises(ValueError, match="names no host and port"):
        Proxy.start(target)


def test_each_command_is_one_round_trip(proxy: Proxy, client: Redis) -> None:
    with proxy.counting() as count:
        for n in range(20):
            client.set(f"page:{n}", n)
    assert (count.round_trips, count.connections) == (20, 0)


@pytest.mark.parametrize("size", [1, 700, 20_000], ids=["one piece", "many pieces", "huge"])
@pytest.mark.parametrize("delay_ms", [0, 4])
def test_a_pipeline_is_one_round_trip(
    proxy: Proxy, client: Redis, size: int, delay_ms: float
) -> None:
    proxy.delay_ms = delay_ms
    for _ in range(5):
        with proxy.counting() as count, client.pipeline(transaction=False) as pipeline:
            for n in range(100):
                pipeline.set(f"page:{n}", "x" * size)
            pipeline.execute()
        assert count.round_trips == 1


def test_a_long_answer_is_one_round_trip(proxy: Proxy, client: Redis) -> None:
    client.set("page:7", "x" * 3_000_000)
    with proxy.counting() as count:
        assert len(client.get("page:7")) == 3_000_000
    assert count.round_trips == 1
    assert count.bytes_down == 3_000_000 + len("$3000000\r\n\r\n")


def test_bytes_are_counted_each_way_exactly(proxy: Proxy, client: Redis) -> None:
    with proxy.counting() as count:
        client.get("page:7")
    assert count.bytes_up == len("*2\r\n$3\r\nGET\r\n$6\r\npage:7\r\n")
    assert count.bytes_down == len("_\r\n"), "null in the protocol RESP3"


def test_a_new_connection_counts_with_its_handshake(proxy: Proxy) -> None:
    with proxy.counting() as count, Redis.from_url(proxy.url) as client:
        client.ping()
    assert count.connections == 1
    assert count.round_trips > 1


def test_the_delay_is_added_to_each_round_trip(proxy: Proxy, client: Redis) -> None:
    proxy.delay_ms = 30
    start = time.monotonic()
    for _ in range(3):
        client.ping()
    assert time.monotonic() - start >= 0.090


def test_a_cut_breaks_old_and_new_connections_until_mended(proxy: Proxy, client: Redis) -> None:
    client.set("page:7", "Dido")
    proxy.cut()
    for _ in range(2):
        with pytest.raises(Unreachable):
            client.get("page:7")
    proxy.mend()
    assert client.get("page:7") == b"Dido"


def test_a_cut_ends_a_reply_that_is_under_way(proxy: Proxy, client: Redis) -> None:
    proxy.delay_ms = 60_000
    cut = threading.Timer(0.05, proxy.cut)
    cut.start()
    with pytest.raises(Unreachable):
        client.get("page:7")
    cut.join()


def test_a_server_that_is_not_there_looks_like_one(valkey_port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with (
        Proxy.start(port) as proxy,
        Redis(port=proxy.port, retry=Retry(NoBackoff(), 0)) as client,
    ):
        with pytest.raises(Unreachable):
            client.ping()
        assert proxy.connections == 0


def test_stopping_leaves_no_thread_and_no_port(valkey_port: int) -> None:
    proxy = Proxy.start(valkey_port)
    client = Redis(port=proxy.port)
    client.ping()
    proxy.delay_ms = 60_000
    proxy.stop()
    proxy.stop()
    proxy.cut()
    client.close()
    assert not [t for t in threading.enumerate() if t.name == "labs-proxy"]
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", proxy.port)) != 0


def test_a_server_that_hangs_up_is_heard_to_the_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with listening.accept()[0] as peer:
                question = b""
                while data := peer.recv(100):
                    question += data
                peer.sendall(question * 100_000)

        threading.Thread(target=serve).start()
        with (
            Proxy.start(listening.getsockname()[1]) as proxy,
            socket.create_connection(("127.0.0.1", proxy.port)) as client,
        ):
            client.sendall(b"hello")
            client.shutdown(socket.SHUT_WR)
            received = 0
            while data := client.recv(2**16):
                received += len(data)
    assert received == 500_000
