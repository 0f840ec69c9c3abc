"""SSLyze: a stranger's look at what a TLS server accepts."""

from typing import ClassVar

from labs.libraries.library import Library


class SSLyze(Library):
    """The package of that name."""

    key: ClassVar[str] = "sslyze"
    name = "SSLyze"
