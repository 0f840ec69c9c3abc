"""A service for tests: ready at once, says its variable GREETING, and has a child process."""

import http.server
import os
import subprocess
import sys
from typing import Any


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = (
            b"ready" if self.path == "/readyz" else os.environ.get("GREETING", self.path).encode()
        )
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


if __name__ == "__main__":
    child = [sys.executable, "-c", "import time; time.sleep(600)"]
    subprocess.Popen(child)
    address = ("127.0.0.1", int(os.environ["PORT"]))
    http.server.ThreadingHTTPServer(address, Handler).serve_forever()
