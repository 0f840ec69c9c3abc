"""Why an answer to S12.1 may be as it is, in words."""

import ssl

from labs.judges.judge import Likely
from labs.units.s12_1.messages import CONTINUE, Refused

CERTIFICATE = "line.context = that of the name; by the name that the client asks for."
ALPN = "the protocol is chosen in the context that the callback has set: it needs the list, too."
UNKNOWN = "a name that is not there: return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME."
FIRST = "no name is no error: the first one's context goes on."
OWN = "another edge's name: each call of edge_context has contexts of its own."


def why_refused(error: Exception) -> Likely:
    """A legal head raised."""
    return [
        (isinstance(error, Refused), "this head is legal: one of your rules is too strict."),
        (isinstance(error, KeyError | IndexError | TypeError), "this field is not in each head."),
        (isinstance(error, ValueError), "split the bytes, then decode by latin-1."),
    ]


def why_this_part(part: str, got: object, wanted: object) -> Likely:
    """What is wrong with a part of a head."""
    return [
        (
            part == "length" and isinstance(wanted, int) and not isinstance(got, int),
            "a length is an int; without a length and without chunks it is 0.",
        ),
        (part == "length" and wanted is None, "chunks, in any letters' case: None."),
        (part == "version", "the text behind HTTP/, such as 1.1."),
        (
            part == "fields" and str(got).lower() == str(wanted).lower(),
            "names in small letters, values as they are.",
        ),
        (
            part == "fields" and _without_blanks(got) == _without_blanks(wanted),
            "blanks and tabs around a value do not belong to it: strip(' \\t').",
        ),
        (
            part == "fields",
            "each name has a list: a value for each of its lines, in their order.",
        ),
        (True, "text, not bytes; compare with the text, letter by letter."),
    ]


def _without_blanks(fields: object) -> str:
    return str(fields).replace(" ", "").replace("\\t", "")


def why_raised(error: Exception) -> Likely:
    """An edge raised."""
    return [
        (
            isinstance(error, RecursionError),
            "a piece may bring thousands of requests: a loop, not a call of itself.",
        ),
        (
            isinstance(error, Refused),
            "a Refused comes out: it is an answer, of head_of and of body_of alike.",
        ),
    ]


def why_said(got: object, due: bytes, likely: str) -> Likely:
    """What an edge said, and what was due."""
    said = got if isinstance(got, bytes) else b""
    return [
        (not isinstance(got, bytes), "fed returns bytes, b'' if there is nothing to say."),
        (said.replace(CONTINUE, b"") == due, "100 only if none of the body is here, and once."),
        (
            said.replace(b"\r\nConnection: close", b"") == due,
            "last=True is for the last answer of the line alone.",
        ),
        (
            said == due.replace(b"\r\nConnection: close", b""),
            f"the last answer says so: written(…, last=True). {likely}",
        ),
        (
            said and due.startswith(said),
            "a piece may bring several requests: keep what is left, loop until none is whole.",
        ),
        (True, likely),
    ]


def why_no_line(error: Exception) -> Likely:
    """A client's handshake failed."""
    return [
        (
            isinstance(error, ssl.SSLCertVerificationError),
            "the certificate is another name's: the callback sets line.context.",
        ),
        (
            isinstance(error, ssl.SSLError) and "VERSION" in str(error),
            "TLS 1.2 and 1.3 are both good enough.",
        ),
        (isinstance(error, ssl.SSLError), "the callback returns None where all is well."),
    ]


def why_no_line_without_files(error: Exception) -> Likely:
    """A client's handshake failed, after the files were moved away."""
    return [
        (isinstance(error, OSError), "read the files before you return, not at each handshake."),
    ]


def why_this_kind(*, lines: int, is_first: bool, is_restarted: bool = False) -> Likely:
    """Resumed where it should not be, or not resumed."""
    return [
        (lines != 1, "ask opens one line, says the request on it, and reads the answer."),
        (is_first, "another name's session was shown: keep them by host."),
        (is_restarted, "the server has started anew: keep the newest session, not the first."),
        (
            True,
            "TLS 1.3 sends the session after the handshake: keep line.session when the answer "
            "is read; show it with session=, in the same context.",
        ),
    ]
