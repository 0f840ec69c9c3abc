"""What J07.3 asks of an answer: each check is one claim."""

import os
import ssl
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from labs.judges import Judge, judging
from labs.units.j07_3 import causes, doors, papers
from labs.units.j07_3.attempts import Attempt, at_door, nobody, other_attempts, raising
from labs.units.j07_3.doors import HOST, PAGE, Door
from labs.units.j07_3.kit import Kit, tls_kit, with_root
from labs.units.j07_3.papers import Pair

__all__ = ["HOST", "OTHER_HOST"]

OTHER_HOST = "screens.flytower.test"

Ask = Callable[[str, int, str, bytes], bytes]
ReasonOf = Callable[[Callable[[], object]], str]
Issue = Callable[[Pair, str, ec.EllipticCurvePublicKey, datetime], x509.Certificate]
DoorContext = Callable[[Path], ssl.SSLContext]


def before_all() -> None:
    """Make what all answers share."""
    tls_kit(HOST), tls_kit(OTHER_HOST)


# --- E1: ask the right one, or nobody ---------------------------------------------------------

ASK = "E1: the right server is asked, and no other one hears a byte"

WRONG: Mapping[str, tuple[str, type[ssl.SSLError]]] = {
    "expired": ("expired yesterday", ssl.SSLCertVerificationError),
    "other host": ("is for cafe.example", ssl.SSLCertVerificationError),
    "self-signed": ("is signed by itself", ssl.SSLCertVerificationError),
    "unknown CA": ("is signed by a CA that calls itself Flytower CA", ssl.SSLCertVerificationError),
    "old TLS": ("is right, on a server that speaks TLS 1.0 and 1.1 alone", ssl.SSLError),
}
"""What is said of each wrong door's certificate, and what ssl raises."""


def _request(host: str) -> bytes:
    return f"GET /guests HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()


def asks(ask: Ask, host: str) -> None:
    """The right door's answer comes back; each wrong one is refused, and hears nothing."""
    with judging(ASK) as judge:
        made = tls_kit(host)
        _answers(judge, ask, host, made.authority, Door(made.contexts["right"]))
        for name, (told, kind) in WRONG.items():
            _refuses(judge, ask, host, _Wrong(name, told, kind, made))


def asks_others(ask: Ask, host: str) -> None:
    """Long answers, either version; each call trusts its own CA, and none that the machine does."""
    with judging(ASK) as judge:
        made = tls_kit(host)
        for version in ("TLS 1.2", "TLS 1.3"):
            door = Door(made.contexts[version], PAGE * 4_000)
            _answers(judge, ask, host, made.authority, door)
        _answers(judge, ask, host, made.stranger, Door(made.contexts["stranger's"]))
        told = "is signed by a CA that another call has trusted, and this machine does"
        with _trusted_here(made.stranger.pem):
            _refuses(
                judge,
                ask,
                host,
                _Wrong("stranger's", told, ssl.SSLCertVerificationError, made),
            )


@contextmanager
def _trusted_here(pem: str) -> Iterator[None]:
    """This machine's own list of CAs holds one more."""
    before = os.environ.get("SSL_CERT_FILE")
    with tempfile.TemporaryDirectory(prefix="flytower-trust-") as folder:
        path = Path(folder) / "trusted.pem"
        path.write_text(pem)
        os.environ["SSL_CERT_FILE"] = str(path)
        try:
            yield
        finally:
            del os.environ["SSL_CERT_FILE"]
            if before is not None:
                os.environ["SSL_CERT_FILE"] = before


def _answers(
    judge: Judge,
    ask: Ask,
    host: str,
    authority: Pair,
    door: Door,
) -> None:
    with door:
        called = f"ask_securely('{host}', port, ca, request), where the server is the right one"
        with judge.calling(called, likely=causes.why_not_answered):
            got = ask(host, door.port, authority.pem, _request(host))
        right = door.answer
        judge.that(
            got == right,
            called=called,
            got=f"{len(got):,} bytes of {len(right):,}" if isinstance(got, bytes) else repr(got),
            expected=f"all {len(right):,} bytes of its answer",
            likely=causes.why_this_answer(got, right),
        )
        judge.equal(
            door.heard,
            _request(host),
            called=f"{called}; what the server has heard",
            likely="send the request as it is, once.",
        )
        judge.equal(
            door.lines,
            1,
            called=f"{called}; connections",
            likely="one is enough: it is checked, asked and read to its end.",
        )


@dataclass(frozen=True)
class _Wrong:
    """A door that is not the one that was asked for."""

    name: str
    told: str
    kind: type[ssl.SSLError]
    kit: Kit


def _refuses(judge: Judge, ask: Ask, host: str, wrong: _Wrong) -> None:
    called = f"ask_securely('{host}', port, ca, request); the server's certificate {wrong.told}"
    got, error = None, None
    with Door(wrong.kit.contexts[wrong.name]) as door:
        try:
            got = ask(host, door.port, wrong.kit.authority.pem, _request(host))
        except NotImplementedError:
            raise
        except Exception as raised:
            error = raised
        heard, lines = door.heard, door.lines
    judge.that(
        not heard,
        called=called,
        got=f"the server has heard {heard!r:.60}",
        expected="not a byte of the request gets there",
        likely=causes.ACCEPTED.get(wrong.name, "`ca` is the only CA that this call trusts."),
    )
    judge.that(
        isinstance(error, wrong.kind),
        called=called,
        got=f"{type(error).__name__}: {error}" if error else f"no error; returned {got!r:.60}",
        expected=f"ssl's {wrong.kind.__name__} comes out",
        likely=causes.why_no_error(got, error, wrong.name),
    )
    judge.that(
        lines == 1,
        called=called,
        got=f"{lines} connections",
        expected="1 connection: no second try",
        likely="who is refused once is not asked again, in no other way either.",
    )


# --- E2: what is to be done -------------------------------------------------------------------

REASON = "E2: each refusal gets the word for what is to be done"


VISIBLE: Mapping[str, str] = {
    "right": "fine",
    "expired": "date",
    "other host": "name",
    "self-signed": "signer",
    "unknown CA": "signer",
    "old TLS": "TLS",
}


def reasons(reason_of: ReasonOf, host: str) -> None:
    """The six doors of the lesson, and one that is closed."""
    with judging(REASON) as judge, ExitStack() as stack:
        made = tls_kit(host)
        for name, right in VISIBLE.items():
            door = stack.enter_context(Door(made.contexts[name]))
            _is_word(
                judge,
                reason_of,
                at_door(f"the door {name!r}", right, door, host, made.authority.pem),
            )
        _is_word(judge, reason_of, Attempt("a port where nobody listens", "nobody", nobody))


def other_reasons(reason_of: ReasonOf, host: str) -> None:
    """Other servers, other words of the same error, other failures; a bug is none of them."""
    with judging(REASON) as judge, ExitStack() as stack:
        for attempt in other_attempts(host, stack):
            _is_word(judge, reason_of, attempt)
        for bug in (ValueError("no port"), KeyError("port")):
            attempt = Attempt(f"attempt raises {type(bug).__name__}", "", raising(bug))
            _lets_out(judge, reason_of, attempt, bug)


def _is_word(judge: Judge, reason_of: ReasonOf, attempt: Attempt) -> None:
    called = f"reason_of(attempt), {attempt.told}"
    with judge.calling(
        called, likely=lambda error: causes.why_this_word(error, attempt.right, error)
    ):
        got = reason_of(attempt)
    error = attempt.error
    told = f", raised {type(error).__name__}, code {getattr(error, 'verify_code', None)}"
    judge.equal(
        got,
        attempt.right,
        called=called + (told if error else ""),
        likely=causes.why_this_word(got, attempt.right, error),
    )
    judge.equal(
        attempt.calls,
        1,
        called=f"{called}; calls of attempt",
        likely="call it once: each call knocks at the door.",
    )


def _lets_out(judge: Judge, reason_of: ReasonOf, attempt: Attempt, bug: Exception) -> None:
    got: object = None
    try:
        got = repr(reason_of(attempt))
    except Exception as error:
        got = error
    judge.that(
        got is bug,
        called=f"reason_of(attempt), {attempt.told}",
        got=got if isinstance(got, str) else f"{type(got).__name__}: {got}",
        expected=f"that {type(bug).__name__} comes out",
        likely="this is a bug in the program, and no server's fault: catch the three classes of "
        "the table, and no other one.",
    )


# --- E3: a door of one's own ------------------------------------------------------------------

PAPER = "E3: the certificate is for one name, for 90 days, and signs nothing"
CONTEXT = "E3: the door speaks TLS 1.2 and 1.3 with good ciphers, and nothing else"
SECOND = timedelta(seconds=1)


def _browser(ca: str) -> ssl.SSLContext:
    """A client as strict as browsers are."""
    client = ssl.create_default_context(cadata=ca)
    client.hostname_checks_common_name = False
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    return client


def papers_hold(issue: Issue, host: str) -> None:
    """A strict client takes the door for the host, and for no other one; it signs nothing."""
    with judging(PAPER) as judge:
        authority, now = tls_kit(host).authority, datetime.now(UTC)
        pair = _issued(judge, issue, authority, host, now)
        _is_taken(judge, pair, host, authority)
        _has_dates(judge, pair, host, now)
        _signs_nothing(judge, pair, host, authority)


def papers_of_others(issue: Issue, host: str) -> None:
    """By another authority, at another time, twice: nothing is left from the call before."""
    with judging(PAPER) as judge:
        authority, now = tls_kit(host).stranger, datetime(2031, 2, 28, 22, 30, 15, tzinfo=UTC)
        pairs = [_issued(judge, issue, authority, host, now) for _ in range(2)]
        for pair in pairs:
            _has_dates(judge, pair, host, now)
        numbers = {pair.certificate.serial_number for pair in pairs}
        judge.that(
            len(numbers) == 2,
            called=f"issue(authority, '{host}', …), twice; the serial numbers",
            got=f"{numbers.pop()} both times",
            expected="another number for each",
            likely="x509.random_serial_number() draws one.",
        )
        pair = _issued(judge, issue, authority, host, datetime.now(UTC))
        _is_taken(judge, pair, host, authority)


def _issued(judge: Judge, issue: Issue, authority: Pair, host: str, now: datetime) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    called = f"issue(authority, '{host}', public_key, now)"
    with judge.calling(called):
        got = issue(authority, host, key.public_key(), now)
    judge.that(
        isinstance(got, x509.Certificate),
        called=called,
        got=f"{got!r:.80}",
        expected="a certificate",
        likely="is a `return` missing? .sign(…) makes the certificate of the builder.",
    )
    judge.that(
        got.public_key() == key.public_key(),
        called=f"{called}; its public key",
        got="another public key",
        expected="the one that was passed in",
        likely="it is the door's key that is vouched for, not the authority's.",
    )
    return Pair(got, key)


def _is_taken(judge: Judge, pair: Pair, host: str, authority: Pair) -> None:
    with Door(doors.context_of(pair)) as door:
        called = f"a strict client asks for {host} at a door with this certificate"
        with judge.calling(called, expected="it is taken", likely=causes.why_certificate_refused):
            doors.knock_at(door.port, host, _browser(authority.pem))
        for other in ("cafe.example", f"www.{host}", "flytower.test", "localhost", "127.0.0.1"):
            called = f"a strict client asks for {other} at a door with the certificate of {host}"
            judge.that(
                not _knocks(door, other, _browser(authority.pem)),
                called=called,
                got="it is taken",
                expected="it is refused: the name is another one",
                likely="the certificate is for the host alone: no other name, no *.",
            )


def _knocks(door: Door, host: str, client: ssl.SSLContext) -> bool:
    try:
        return bool(doors.knock_at(door.port, host, client))
    except OSError:  # refused, in whatever way
        return False


def _has_dates(judge: Judge, pair: Pair, host: str, now: datetime) -> None:
    certificate = pair.certificate
    for told, got, right in (
        ("begins", certificate.not_valid_before_utc, now - timedelta(hours=1)),
        ("ends", certificate.not_valid_after_utc, now + timedelta(days=90)),
    ):
        judge.that(
            abs(got - right) < SECOND,
            called=f"issue(authority, '{host}', public_key, now = {now:%Y-%m-%d %H:%M:%S})",
            got=f"{told} {got:%Y-%m-%d %H:%M:%S}",
            expected=f"{told} {right:%Y-%m-%d %H:%M:%S}",
            likely="it begins an hour before `now`, and ends 90 days after `now`, which is passed "
            "in; timedelta(hours=1), timedelta(days=90).",
        )


def _signs_nothing(judge: Judge, pair: Pair, host: str, authority: Pair) -> None:
    """What the door's key signs is worth nothing."""
    forged = papers.server_pair(["bank.example"], pair)
    with Door(with_root(forged, pair)) as door:
        judge.that(
            not _knocks(door, "bank.example", ssl.create_default_context(cadata=authority.pem)),
            called=f"the certificate of {host} has signed another one, for bank.example; a client "
            "asks for bank.example there",
            got="it is taken",
            expected="it is refused",
            likely="BasicConstraints(ca=True) makes an authority of each door: ca=False.",
        )


def contexts_hold(door_context: DoorContext, host: str) -> None:
    """What good clients offer is taken, what only old ones offer is refused."""
    with judging(CONTEXT) as judge:
        made = tls_kit(host)
        _speaks(judge, _made(judge, door_context, made.right), host, made.authority.pem)


def contexts_of_two(door_context: DoorContext, host: str) -> None:
    """Two doors at once, each with the certificate of its own file."""
    with judging(CONTEXT) as judge:
        made = tls_kit(host)
        other = papers.server_pair(["other.flytower.test"], made.stranger)
        pairs = {"other.flytower.test": (other, made.stranger), host: (made.right, made.authority)}
        ready = {name: _made(judge, door_context, pair) for name, (pair, _) in pairs.items()}
        for name, context in ready.items():
            _speaks(judge, context, name, pairs[name][1].pem)


def _made(judge: Judge, door_context: DoorContext, pair: Pair) -> ssl.SSLContext:
    with (
        tempfile.TemporaryDirectory(prefix="flytower-pair-") as folder,
        judge.calling("door_context(pem_file)"),
    ):
        context = door_context(doors.pem_written(pair, Path(folder)))
    judge.that(
        isinstance(context, ssl.SSLContext),
        called="door_context(pem_file)",
        got=repr(context),
        expected="an SSLContext",
        likely="is a `return` missing?",
    )
    return context


OFFERS: Sequence[tuple[str, ssl.TLSVersion, str, bool]] = (
    ("TLS 1.3", ssl.TLSVersion.TLSv1_3, "", True),
    ("TLS 1.2, ECDHE with AES-GCM", ssl.TLSVersion.TLSv1_2, "ECDHE+AESGCM", True),
    ("TLS 1.2, ECDHE with ChaCha20", ssl.TLSVersion.TLSv1_2, "ECDHE+CHACHA20", True),
    ("TLS 1.1", ssl.TLSVersion.TLSv1_1, "", False),
    ("TLS 1.0", ssl.TLSVersion.TLSv1, "", False),
    ("TLS 1.2, ECDHE with AES-CBC", ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES256-SHA384", False),
    ("TLS 1.2, ECDHE with AES-CCM", ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES128-CCM", False),
)
"""What a client offers, and whether a door takes it."""


def _offering(ca: str, version: ssl.TLSVersion, ciphers: str) -> ssl.SSLContext:
    client = doors.speaking(ssl.create_default_context(cadata=ca), version, version)
    if ciphers:
        client.set_ciphers(ciphers)
    return client


def _speaks(judge: Judge, context: ssl.SSLContext, host: str, ca: str) -> None:
    with Door(context) as door:
        for told, version, ciphers, taken in OFFERS:
            called = f"a client offers {told} at a door with door_context(pem_file)"
            client = _offering(ca, version, ciphers)
            if taken:
                with judge.calling(called, expected="it is taken", likely=_why_not_taken):
                    doors.knock_at(door.port, host, client)
                continue
            judge.that(
                not _knocks(door, host, client),
                called=called,
                got="it is taken",
                expected="it is refused",
                likely=[
                    (ciphers, "set_ciphers names what TLS 1.2 may use: the two of the text."),
                    (True, "minimum_version is ssl.TLSVersion.TLSv1_2."),
                ],
            )


def _why_not_taken(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "load_cert_chain(pem_file) brings the certificate of this very file."
    return (
        "a server's context is SSLContext(ssl.PROTOCOL_TLS_SERVER) with load_cert_chain(pem_file); "
        "TLS 1.2 and 1.3, and both kinds of cipher, are wanted."
    )
