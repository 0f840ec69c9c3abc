"""What is likely behind a wrong answer to J07.3, in words."""

import ssl

from labs.judges.judge import Likely

CHECKS_NOTHING = "CERT_NONE checks nothing at all: leave verify_mode as it is made."
NAMES = "names are compared if check_hostname stays on and server_hostname is the host."
NAMES_BY_SSL = "leave check_hostname on: ssl compares whole names, and with the right field."
SELF_SIGNED = "anybody can sign for themselves: the CA that is trusted is the one in `ca`."
UNKNOWN_CA = "the CA has the right name and another key: names of CAs prove nothing, keys do."
OLD_TLS = "create_default_context refuses TLS 1.0 and 1.1: leave minimum_version and ciphers."
OWN_CA = "`ca` is the only CA that this call trusts: make a context in each call."


def why_not_answered(error: Exception) -> Likely:
    """Why the right door was not spoken to."""
    code = getattr(error, "verify_code", None)
    return [
        (
            code in {62, 64},
            "server_hostname is the name that is asked for: the host, not the address.",
        ),
        (
            code in {18, 19, 20},
            "this call does not trust its own `ca`: create_default_context(cadata=ca), anew in "
            "each call (another call's `ca` is another one).",
        ),
        (
            isinstance(error, FileNotFoundError | OSError) and error.errno in {2, 36},
            "`ca` is no file but the text of one: cadata=ca.",
        ),
        (isinstance(error, ssl.SSLError), "TLS 1.2 is as good as TLS 1.3: both are spoken here."),
        (
            isinstance(error, TimeoutError),
            'the door has closed the line: recv gives b"" then, and that is the end.',
        ),
        (
            not isinstance(error, OSError),
            'an answer need not say how long it is: read on until recv gives b"".',
        ),
    ]


def why_this_answer(got: object, right: bytes) -> Likely:
    """Why what came back is not the answer."""
    return [
        (got is None, "is a `return` missing?"),
        (
            isinstance(got, bytes) and got.strip() == right.strip(),
            "return the bytes as they came, the blank ones at the end, too.",
        ),
        (
            isinstance(got, bytes) and right.startswith(got),
            'one recv is not one answer (J07.1): read on until recv gives b"".',
        ),
        (
            isinstance(got, bytes) and right.endswith(got),
            "the answer is head and body, all that came.",
        ),
        (isinstance(got, str), "return the bytes as they came, decode nothing."),
    ]


def why_no_error(got: object, error: Exception | None, otherwise: str) -> Likely:
    """Why ssl's own error did not come out."""
    return [
        (error is not None, "let ssl's error out as it is: catch nothing, wrap nothing."),
        (
            not got,
            "an `except` has swallowed it: catch nothing, so that nobody takes this for an answer.",
        ),
        (True, otherwise),
    ]


def why_this_word(got: object, right: str, error: Exception | None) -> Likely:
    """Why an attempt was given another word than the right one."""
    verification = isinstance(error, ssl.SSLCertVerificationError)
    return [
        (
            verification and right == "certificate",
            'this code is none of those in the table, so it is any other one: "certificate".',
        ),
        (got is None, "is a `return` missing?"),
        (
            error is None and right == "fine",
            "nothing was raised: whatever attempt returns, the server was the right one.",
        ),
        (
            right == "TLS" and type(error) is not ssl.SSLError,
            "each SSLError is about TLS, those with a class of their own as well.",
        ),
        (
            got == "nobody" and isinstance(error, ssl.SSLError),
            "an SSLError is an OSError, too: the first `except` that fits wins, so the most "
            "special one stands first.",
        ),
        (
            got == "TLS" and verification,
            "an SSLCertVerificationError is an SSLError, too: the most special `except` first.",
        ),
        (
            verification,
            "decide by verify_code, as the table has it: the words are OpenSSL's, and change "
            "with its version.",
        ),
        (
            isinstance(error, OSError) and not isinstance(error, ssl.SSLError),
            'whatever else is an OSError is "nobody": refused, reset, timed out, no route.',
        ),
    ]


def why_certificate_refused(error: Exception) -> Likely:
    """Why a client will not take the learner's certificate."""
    code = getattr(error, "verify_code", None)
    return [
        (
            code == 62,
            "the host stands in the common name alone: browsers read the SubjectAlternativeName.",
        ),
        (
            code == 88 or "Subject empty" in str(error),
            "without a subject, the SubjectAlternativeName must be critical: named(host).",
        ),
        (
            code == 82 or "keyCertSign" in str(error),
            "key_cert_sign is an authority's right. This key signs no certificates.",
        ),
        (
            code == 92 or "Subject Key" in str(error),
            "BasicConstraints(ca=True) says that the door is an authority, and a CA must say "
            "what its key may do. A door is none: ca=False.",
        ),
        (code in {9, 10}, "it does not hold today: count both dates from `now`."),
        (
            code in {7, 18, 20},
            "the issuer is authority.certificate.subject, and authority.key signs.",
        ),
        (
            "Key Identifier" in str(error),
            "the AuthorityKeyIdentifier, made of the authority's key, is missing.",
        ),
    ]
