"""A terminal of a JupyterLab that runs, spoken to as the browser does."""

import json
import re

import requests
from websocket import create_connection


def answer_in_terminal(url: str, token: str, line: str) -> str:
    """What a new terminal of the server at `url` prints for `line`, in pointed brackets.

    The line itself, which is shown as it is typed, must not hold these around what it prints.
    """
    made = requests.post(
        f"{url}api/terminals", headers={"Authorization": f"token {token}"}, timeout=60
    )
    made.raise_for_status()
    address = f"{url.replace('http', 'ws', 1)}terminals/websocket/{made.json()['name']}"
    shown = ""
    connection = create_connection(f"{address}?token={token}", timeout=60)
    try:
        connection.send(json.dumps(["stdin", f"{line}\r"]))
        while not (found := re.search(r"<(/[^>\r\n]*)>", shown)):
            kind, *parts = json.loads(connection.recv())
            shown += parts[0] if kind == "stdout" else ""
    finally:
        connection.close()
    return found[1]
