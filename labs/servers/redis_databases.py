"""An empty database on a Redis that the user brought, without touching what is theirs."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import parse_qsl, urlencode, urlsplit

from redis import ConnectionPool, Redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, RedisError, ResponseError
from redis.retry import Retry

from labs.servers.server import ServerError

OURS = "flytower:databases"
"""A set in database 0: the numbers of the databases that the course has in use, or left behind."""

_SECONDS = 2.0
_USUAL = 16


class RedisDatabase:
    """One numbered database, held by the name of a connection: the claim ends with the kernel."""

    def __init__(self, address: str) -> None:
        """Take one that is empty, or that a killed kernel of this course left behind.

        Raises ServerError if `address` does not lead to a Redis, or no database is free.
        """
        place = _reach(address)
        self._address = address
        self._holder = Redis.from_pool(
            ConnectionPool.from_url(
                _numbered(address, 0),
                max_connections=1,  # the one whose name is the claim
                decode_responses=True,
                socket_timeout=_SECONDS,
                retry=Retry(NoBackoff(), 0),
            )
        )
        with ExitStack() as unless_claimed, _explained(place):
            unless_claimed.callback(self._holder.close)
            self._number = self._take(place)
            # A server may hang up on clients that say nothing for long, but not on subscribers.
            self._subscription = self._holder.pubsub()  # type: ignore[no-untyped-call]
            self._subscription.subscribe(_name(self._number))
            unless_claimed.pop_all()

    @property
    def url(self) -> str:
        return _numbered(self._address, self._number)

    def release(self) -> None:
        """Empty it and give it back."""
        with suppress(RedisError), _client(self.url) as client:
            client.flushdb()
        with suppress(RedisError), _client(_numbered(self._address, 0)) as client:
            client.srem(OURS, self._number)
        self._subscription.close()
        self._holder.close()

    def _take(self, place: str) -> int:
        self._holder.ping()
        for number in range(1, self._count()):
            if self._hold(number) and self._make_empty(number):
                return number
        raise ServerError(
            f"REDIS_URL leads to {place}, where no database is free: each holds data or is in use "
            "by another notebook.\nWhat to do: shut down other notebooks, raise `databases` in "
            "that server's configuration, or unset REDIS_URL and a server is started here."
        )

    def _count(self) -> int:
        try:
            return int(self._holder.config_get("databases")["databases"] or _USUAL)
        except (ResponseError, KeyError):  # hosted servers refuse CONFIG
            return _USUAL

    def _hold(self, number: int) -> bool:
        """Put the name on; it is ours if nobody bore it at that moment."""
        with self._holder.pipeline(transaction=True) as together:
            together.client_setname(_name(number))
            together.client_list()
            clients = together.execute()[1]
        return [client["name"] for client in clients].count(_name(number)) == 1

    def _make_empty(self, number: int) -> bool:
        """Whether the database may be used; what a killed kernel left there is removed."""
        with _client(_numbered(self._address, number)) as client:
            if self._holder.sismember(OURS, str(number)):
                client.flushdb()
            elif client.dbsize():
                return False
        self._holder.sadd(OURS, number)
        return True


@contextmanager
def _explained(place: str) -> Iterator[None]:
    """Say what an error of the server at `place` means."""
    try:
        yield
    except AuthenticationError:
        raise ServerError(
            f"REDIS_URL leads to {place}, which asks for a password or refuses the one given.\n"
            "What to do: write it as redis://:password@host:port."
        ) from None
    except RedisError as error:
        raise ServerError(
            f"REDIS_URL leads to {place}, which does not answer as Redis should: {error}\n"
            "What to do: correct REDIS_URL, or unset it and a server is started here."
        ) from None


def _client(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=_SECONDS, retry=Retry(NoBackoff(), 0))


def _name(number: int) -> str:
    return f"flytower-db-{number}"


def _numbered(address: str, number: int) -> str:
    parts = urlsplit(address)
    query = [(key, value) for key, value in parse_qsl(parts.query) if key != "db"]
    return parts._replace(path=f"/{number}", query=urlencode(query)).geturl()


def _reach(address: str) -> str:
    """`host:port`, without the password; raises ServerError if nothing listens there."""
    parts = urlsplit(address)
    try:
        host, port = parts.hostname or "localhost", parts.port or 6379
    except ValueError:
        host = ""
    if parts.scheme not in ("redis", "rediss") or not host:
        raise ServerError(
            "REDIS_URL is not the address of a Redis.\n"
            "What to do: write it as redis://host:port, or rediss://host:port with TLS; or unset "
            "it and a server is started here."
        )
    try:
        socket.create_connection((host, port), _SECONDS).close()
    except OSError as error:
        raise ServerError(
            f"REDIS_URL leads to {host}:{port}, where nothing answers ({error}).\n"
            "What to do: start that server, or unset REDIS_URL and a server is started here."
        ) from None
    return f"{host}:{port}"
