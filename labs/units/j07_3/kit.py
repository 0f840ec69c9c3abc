"""What all checks of J07.3 share, and no answer changes: certificates, and servers' contexts."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cryptography.x509.oid import ExtendedKeyUsageOID

from labs.units.j07_3 import doors, papers
from labs.units.j07_3.papers import Pair


@dataclass(frozen=True)
class Kit:
    """Certificates and contexts, which no answer changes, for one host."""

    authority: Pair
    stranger: Pair
    """A CA that is none of ours."""
    right: Pair
    contexts: Mapping[str, ssl.SSLContext]


@cache
def tls_kit(host: str) -> Kit:
    """Made once for all answers."""
    authority, stranger = papers.root_pair("Flytower CA"), papers.root_pair("Another CA")
    right = papers.server_pair([host], authority)
    made = {name: make() for name, make in doors.contexts_by_name(authority, host).items()}
    two, three = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
    client = ExtendedKeyUsageOID.CLIENT_AUTH
    longer, elsewhere = f"{host}.cafe.example", "cafe.example"
    of_other_subject = papers.server_pair([host], authority, subject=elsewhere)
    of_its_subject = papers.server_pair([elsewhere], authority, subject=host)
    more = {
        "TLS 1.2": doors.speaking(doors.context_of(right), two, two),
        "TLS 1.3": doors.speaking(doors.context_of(of_other_subject), three, three),
        "longer name": doors.context_of(papers.server_pair([longer], authority)),
        "subject alone": doors.context_of(of_its_subject),
        "stranger's": doors.context_of(papers.server_pair([host], stranger)),
        "not yet": doors.context_of(papers.server_pair([host], authority, days=(300, 330))),
        "purpose": doors.context_of(papers.server_pair([host], authority, purpose=client)),
        "with its root": with_root(papers.server_pair([host], stranger), stranger),
    }
    return Kit(authority, stranger, right, made | more)


def with_root(pair: Pair, signer: Pair) -> ssl.SSLContext:
    """A server that sends its CA's certificate along, as if that proved something."""
    return doors.context_of(_Chained(pair.certificate, pair.key, signer))


@dataclass(frozen=True)
class _Chained(Pair):
    signer: Pair

    @property
    def pem(self) -> str:
        return super().pem + self.signer.pem
