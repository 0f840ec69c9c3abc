"""What J07.3 asks of an answer: each check is one claim."""

import os
import ssl
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from labs.judges import Judge, judging
from labs.units.j07_3 import causes, doors, papers
from labs.units.j07_3.attempts import Attempt, at_door, nobody, other_attempts, raising
from labs.units.j07_3.doors import HOST, PAGE, Door
from labs.units.j07_3.failing import broken_lines, hurried_lines
from labs.units.j07_3.kit import tls_kit, with_root
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


@dataclass(frozen=True)
class _Asking:
    """Calls of an answer, with one CA."""

    judge: Judge
    ask: Ask
    host: str
    ca: Pair

    @property
    def called(self) -> str:
        return f"ask_securely('{self.host}', port, ca, request)"

    @property
    def request(self) -> bytes:
        return f"GET /guests HTTP/1.1\r\nHost: {self.host}\r\nConnection: close\r\n\r\n".encode()

    def outcome_at(self, door: Door) -> tuple[object, Exception | None]:
        """What comes back, or which error comes out."""
        try:
            return self.ask(self.host, door.port, self.ca.pem, self.request), None
        except NotImplementedError:
            raise
        except Exception as error:
            return None, error


@dataclass(frozen=True)
class _Wrong:
    """A door that is not the one that was asked for."""

    told: str
    """Of its certificate."""
    likely: str
    """Why the request may have gone out to it."""
    kind: type[ssl.SSLError] = ssl.SSLCertVerificationError
    """What ssl raises."""


WRONG: Mapping[str, _Wrong] = {
    "expired": _Wrong("expired yesterday", causes.CHECKS_NOTHING),
    "other host": _Wrong("is for cafe.example", causes.NAMES),
    "longer name": _Wrong(
        "is for the host's name with .cafe.example after it", causes.NAMES_BY_SSL
    ),
    "subject alone": _Wrong(
        "has the host as subject, and is for cafe.example", causes.NAMES_BY_SSL
    ),
    "self-signed": _Wrong("is signed by itself", causes.SELF_SIGNED),
    "unknown CA": _Wrong("is signed by a CA that calls itself Flytower CA", causes.UNKNOWN_CA),
    "old TLS": _Wrong("is right; the server speaks TLS 1.0 and 1.1", causes.OLD_TLS, ssl.SSLError),
}


def asks(ask: Ask, host: str) -> None:
    """The right door's answer comes back; each wrong one is refused, and hears nothing."""
    with judging(ASK) as judge:
        made = tls_kit(host)
        asking = _Asking(judge, ask, host, made.authority)
        with Door(made.contexts["right"], PAGE + b"\n") as door:
            _answers(asking, door)
        for name, wrong in WRONG.items():
            with Door(made.contexts[name]) as door:
                _refuses(asking, door, wrong)


def asks_others(ask: Ask, host: str) -> None:
    """Long answers, either version; each call trusts its own CA, and none that the machine does."""
    with judging(ASK) as judge:
        made = tls_kit(host)
        ours, strangers = (_Asking(judge, ask, host, ca) for ca in (made.authority, made.stranger))
        trusted = _Wrong("is signed by a CA that another call has trusted", causes.OWN_CA)
        with Door(made.contexts["TLS 1.2"], PAGE * 4_000) as door:
            _answers(ours, door)
            _refuses(strangers, door, trusted)
        with Door(made.contexts["TLS 1.3"], PAGE * 4_000, sized=False) as door:
            _answers(ours, door)
        with Door(made.contexts["stranger's"]) as door, _trusted_here(made.stranger.pem):
            _answers(strangers, door)
            _refuses(ours, door, trusted)
        with Door(made.contexts["right"], PAGE * 4_000) as door, broken_lines():
            _whole_or_error(ours, door, "resets the line in mid-answer")
        with Door(made.contexts["right"], PAGE * 4_000) as door, hurried_lines():
            _whole_or_error(ours, door, "pauses for longer than any timeout")


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


def _answers(asking: _Asking, door: Door) -> None:
    judge, right = asking.judge, door.answer
    called = f"{asking.called}, where the server is the right one"
    with judge.calling(called, likely=causes.why_not_answered):
        got: object = asking.ask(asking.host, door.port, asking.ca.pem, asking.request)
    judge.that(
        got == right,
        called=called,
        got=f"{len(got):,} bytes of {len(right):,}" if isinstance(got, bytes) else repr(got),
        expected=f"all {len(right):,} bytes of its answer",
        likely=causes.why_this_answer(got, right),
    )
    judge.equal(
        door.heard,
        asking.request,
        called=f"{called}; what the server has heard",
        likely="send the request as it is, once.",
    )
    judge.equal(
        door.lines,
        1,
        called=f"{called}; connections",
        likely="one is enough: it is checked, asked and read to its end.",
    )


def _refuses(asking: _Asking, door: Door, wrong: _Wrong) -> None:
    judge, called = asking.judge, f"{asking.called}; the server's certificate {wrong.told}"
    before, lines = len(door.heard), door.lines
    got, error = asking.outcome_at(door)
    heard = door.heard[before:]
    judge.that(
        not heard,
        called=called,
        got=f"the server has heard {heard!r:.60}",
        expected="not a byte of the request gets there",
        likely=wrong.likely,
    )
    judge.that(
        isinstance(error, wrong.kind),
        called=called,
        got=f"{type(error).__name__}: {error}" if error else f"no error; returned {got!r:.60}",
        expected=f"ssl's {wrong.kind.__name__} comes out",
        likely=causes.why_no_error(got, error, wrong.likely),
    )
    _is_not_asked_again(judge, called, door.lines - lines)


def _whole_or_error(asking: _Asking, door: Door, told: str) -> None:
    """A part of an answer is not returned as if it were all, and nobody is asked twice."""
    judge, called = asking.judge, f"{asking.called}; the right server {told}"
    got, error = asking.outcome_at(door)
    judge.that(
        got == door.answer or isinstance(error, OSError),
        called=called,
        got=f"{type(error).__name__}: {error}" if error else f"no error; returned {got!r:.60}",
        expected="the socket's error comes out, or the whole answer back",
        likely="a part of an answer looks like a whole one: catch nothing.",
    )
    _is_not_asked_again(judge, called, door.lines)


def _is_not_asked_again(judge: Judge, called: str, lines: int) -> None:
    judge.that(
        lines == 1,
        called=called,
        got=f"{lines} connections",
        expected="1 connection: no second try",
        likely="who is refused is not asked again, in no other way either; and whose line has "
        "broken may have heard the request, and would hear it twice.",
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
        _says_whose(judge, pair, host)


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
        sister = f"sister.{host.partition('.')[2]}"
        for other in ("cafe.example", f"www.{host}", sister, "flytower.test", "127.0.0.1"):
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


def _says_whose(judge: Judge, pair: Pair, host: str) -> None:
    """What no client of today refuses, and each reader of the certificate sees."""
    certificate = pair.certificate
    rights = [each.value for each in certificate.extensions]
    judge.that(
        x509.BasicConstraints(ca=False, path_length=None) in rights,
        called=f"the extensions of the certificate of {host}",
        got=", ".join(type(each).__name__ for each in rights),
        expected="BasicConstraints with ca=False among them",
        likely="it says itself that it is no authority, as Tom's said that it was one.",
    )
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    judge.that(
        all(each.value == host for each in names),
        called=f"the subject of the certificate of {host}",
        got=certificate.subject.rfc4514_string(),
        expected=f"CN={host}",
        likely="named(host): it is for the host, and for no other name.",
    )


def contexts_hold(door_context: DoorContext, host: str) -> None:
    """What good clients offer is taken, what only old ones offer is refused."""
    with judging(CONTEXT) as judge:
        made = tls_kit(host)
        with _folder() as folder:
            context = _made(judge, door_context, made.right, folder)
        _speaks(judge, context, host, made.authority.pem)
        _is_plain(judge, context)


def contexts_of_two(door_context: DoorContext, host: str) -> None:
    """Two doors at once, each with the certificate that its file had then: it was renewed."""
    with judging(CONTEXT) as judge, _folder() as folder:
        made = tls_kit(host)
        other = papers.server_pair(["other.flytower.test"], made.stranger)
        pairs = {"other.flytower.test": (other, made.stranger), host: (made.right, made.authority)}
        ready = {
            name: _made(judge, door_context, pair, folder) for name, (pair, _) in pairs.items()
        }
        for name, context in ready.items():
            _speaks(judge, context, name, pairs[name][1].pem)
            _is_plain(judge, context)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="flytower-pair-") as folder:
        yield Path(folder)


def _made(judge: Judge, door_context: DoorContext, pair: Pair, folder: Path) -> ssl.SSLContext:
    with warnings.catch_warnings(), judge.calling("door_context(pem_file)"):
        warnings.simplefilter("ignore", DeprecationWarning)  # of OP_NO_TLSv1, which does it, too
        context = door_context(doors.pem_written(pair, folder))
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


CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"


def _for_tls_1_2(context: ssl.SSLContext) -> set[str]:
    return {each["name"] for each in context.get_ciphers() if each["protocol"] != "TLSv1.3"}


def _is_plain(judge: Judge, context: ssl.SSLContext) -> None:
    """What a client with one kind of key does not see: all ciphers, and OpenSSL's own limits."""
    right = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    least = right.security_level
    right.set_ciphers(CIPHERS)
    judge.equal(
        sorted(_for_tls_1_2(context)),
        sorted(_for_tls_1_2(right)),
        called="door_context(pem_file); its ciphers for TLS 1.2",
        likely=f'set_ciphers("{CIPHERS}"): all that this means, for whatever key the file has.',
    )
    judge.that(
        context.security_level >= least,
        called="door_context(pem_file); its security level",
        got=f"SECLEVEL {context.security_level}",
        expected=f"SECLEVEL {least}, as it is made",
        likely="@SECLEVEL=0 lets weak keys and signatures in: leave it out.",
    )
    judge.equal(
        context.verify_mode,
        ssl.CERT_NONE,
        called="door_context(pem_file); verify_mode, what it asks of clients",
        likely="clients of this door show no certificate: leave verify_mode as it is made.",
    )


def _why_not_taken(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "load_cert_chain(pem_file) brings the certificate of this very file, as it is now."
    return (
        "a server's context is SSLContext(ssl.PROTOCOL_TLS_SERVER) with load_cert_chain(pem_file); "
        "TLS 1.2 and 1.3, and both kinds of cipher, are wanted."
    )
