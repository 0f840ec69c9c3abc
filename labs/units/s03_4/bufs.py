"""Buf's opinion of two versions of a contract."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from labs.tools import Buf

_RULES = "version: v2\nbreaking:\n  use:\n    - WIRE_JSON\n"


def findings(older: str, newer: str) -> list[str]:
    """What breaks for those who have the older one, rule and words, in Buf's order.

    Raises ValueError if Buf cannot read one of them.
    """
    with TemporaryDirectory(prefix="flytower-buf-") as folder:
        for name, text in (("older", older), ("newer", newer)):
            home = Path(folder) / name
            home.mkdir()
            (home / "buf.yaml").write_text(_RULES, encoding="utf-8")
            (home / "ticket.proto").write_text(text, encoding="utf-8")
        asked = ("newer", "--against", "older", "--error-format=json")
        ran = Buf.run("breaking", *asked, cwd=Path(folder))
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    if ran.returncode not in {0, 100} or any(each["type"] == "COMPILE" for each in found):
        raise ValueError(f"Buf cannot compare them: {ran.stderr.strip()} {ran.stdout.strip()}")
    return [f"{each['type']}: {each['message']}" for each in found]
