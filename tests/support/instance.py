"""The metadata service of a machine of Amazon EC2, on the loopback interface."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FakeInstance(ThreadingHTTPServer):
    """Answers like version 2 of the service: with a token, or not at all."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.metadata: dict[str, str] = {}
        self.tokens: list[str] = []
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def expire_tokens(self) -> None:
        self.tokens.clear()


class _Handler(BaseHTTPRequestHandler):
    server: FakeInstance

    def do_PUT(self) -> None:
        if self.path != "/latest/api/token" or not self.headers.get(
            "X-aws-ec2-metadata-token-ttl-seconds"
        ):
            self._answer(400, "")
            return
        self.server.tokens.append(f"token-{len(self.server.tokens)}-{id(self)}")
        self._answer(200, self.server.tokens[-1])

    def do_GET(self) -> None:
        if self.headers.get("X-aws-ec2-metadata-token") not in self.server.tokens:
            self._answer(401, "")
            return
        path = self.path.removeprefix("/latest/meta-data/")
        self.server.asked.append(path)
        found = self.server.metadata.get(path)
        self._answer(404 if found is None else 200, found or "")

    def _answer(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def fake_instance() -> Iterator[FakeInstance]:
    """Serve for the time of a block."""
    with FakeInstance() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
