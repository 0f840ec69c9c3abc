"""What a client gets through a gateway, and how often the box office saw it."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

from labs.servers import Nginx
from labs.units.s12_2.upstream import Upstream

PATIENCE = 0.3
"""Seconds that both gateways of the experiments wait for a byte."""


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
    """An nginx before the box office; below /gone/ its first upstream refuses connections."""
    office = urlsplit(box.url).netloc
    groups = {"office": f"{office} max_fails=0", "gone": f"{urlsplit(gone).netloc} max_fails=0"}
    http = "".join(
        f"upstream {name} {{ server {first}; server {office} max_fails=0 backup; }}\n"
        for name, first in groups.items()
    )
    server = f"""
        proxy_read_timeout {PATIENCE * 1000:.0f}ms;
        location / {{ proxy_pass http://office; }}
        location /gone/ {{ proxy_pass http://gone/; }}
    """
    return Nginx.start(server, http=http)
