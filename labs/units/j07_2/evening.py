"""What forty guests were answered on Saturday, as addresses of the status zoo."""

import json
import random
from urllib.parse import urlencode

JSON, HTML = "application/json", "text/html; charset=utf-8"


def wished(status: int, body: str = "", kind: str = JSON, *headers: str) -> str:
    """The address at which the zoo answers so."""
    return f"/status/{status}?" + urlencode(
        [("body", body), ("type", kind), *(("header", line) for line in headers)]
    )


def evening(seed: int = 7) -> list[str]:
    """One address for each guest, in the order of their coming."""
    booked = [json.dumps({"number": n, "seat": f"B{n}", "error": None}) for n in range(1, 32)]
    answers = [wished(200, body) for body in booked]
    answers += [wished(200, json.dumps({"error": f"C{n} is taken"})) for n in range(1, 5)]
    answers += [wished(200, "<h1>Back in a minute</h1>", HTML)] * 2
    answers += [wished(200, '{"number": 32, "sea'), wished(200)]
    answers += [wished(503, json.dumps({"error": "closed"}), JSON, "Retry-After: 60")]
    random.Random(seed).shuffle(answers)  # noqa: S311 - the same at each run
    return answers
