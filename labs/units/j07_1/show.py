r"""Bytes as they are, with each line's end to be seen."""

WIDTH = 95


def show(message: bytes, lines: int = 20) -> None:
    r"""Print a message line by line: \r\n where it stands, a byte that is not ASCII as \xc5."""
    parts = message.splitlines(keepends=True)
    for part in parts[:lines]:
        text = repr(part)[2:-1].replace("\\'", "'")
        print(text if len(text) <= WIDTH else f"{text[: WIDTH - 2]} …")
    if len(parts) > lines:
        print(f"… and {len(b''.join(parts[lines:])):,} bytes more")


def about_the_body(message: bytes) -> bytes:
    """The message with those of its headers alone that speak of its body."""
    head, end, body = message.partition(b"\r\n\r\n")
    first, *headers = head.split(b"\r\n")
    kept = [header for header in headers if header.lower().startswith(b"content-")]
    return b"\r\n".join([first, *kept]) + end + body
