"""What the standard says of methods: RFC 9110, sections 9.2 and 9.3; of PATCH, RFC 5789."""

PROMISES: dict[str, tuple[bool, bool, bool]] = {
    "GET": (True, True, True),
    "HEAD": (True, True, False),
    "OPTIONS": (True, True, True),
    "PUT": (False, True, True),
    "DELETE": (False, True, True),
    "PATCH": (False, False, True),
    "POST": (False, False, True),
}
"""By method: whether it is safe, whether it is idempotent, whether its answers may have a body."""
