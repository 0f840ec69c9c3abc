"""What a client gets through a gateway, and how often the box office saw it."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

from labs.servers import Nginx
from labs.units.s12_2.gate import Asked, Reply
from labs.units.s12_2.upstream import Upstream

PATIENCE = {"silent": 0.3}
"""Seconds that gateways wait for a byte in an experiment of this name; in others, long."""


def tried(
    gateway: str, box: Upstream, method: str, path: str, headers: Mapping[str, str] | None = None
) -> str:
    """`502 x2` for a 502 after two arrivals; `cut` for an answer that never ends."""
    before = len(box.seen)
    with httpx.Client(trust_env=False, timeout=5) as client:
        body = b"seat A1" if method in {"POST", "PUT", "PATCH"} else None
        told = ""
        try:
            with client.stream(method, gateway + path, content=body, headers=headers) as reply:
                told = str(reply.status_code)
                for _ in reply.iter_raw():
                    pass
        except httpx.TransportError:
            told = f"{told} cut".strip()
    return f"{told} x{len(box.seen) - before}"


def beside(box: Upstream, gone: str) -> Nginx:
    """An nginx before the box office; below /gone/ its first upstream refuses connections, and
    below /none/ both do."""
    office, nowhere = urlsplit(box.url).netloc, urlsplit(gone).netloc
    pairs = {"office": (office, office), "gone": (nowhere, office), "none": (nowhere, nowhere)}
    http = "".join(
        f"upstream {name} {{ server {one} max_fails=0; server {two} max_fails=0 backup; }}\n"
        for name, (one, two) in pairs.items()
    )
    server = f"""
        location / {{ proxy_pass http://office; }}
        location = /zoo/silent {{
            proxy_read_timeout {PATIENCE["silent"] * 1000:.0f}ms;
            proxy_pass http://office;
        }}
        location /gone/ {{ proxy_pass http://gone/; }}
        location /none/ {{ proxy_pass http://none/; }}
    """
    return Nginx.start(server, http=http)


async def answered(asked: Asked) -> Reply:
    """A line that loses nothing: what is sent has its 200."""
    del asked
    return Reply(200)
