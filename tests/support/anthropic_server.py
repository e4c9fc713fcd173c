"""A server on the loopback that speaks the Messages API's wire format, well or badly on demand."""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Request = Mapping[str, Any]
CASE = re.compile(r"^Case ([0-9a-f]{16}), reported at stage (\w+)$", re.MULTILINE)


@dataclass(frozen=True)
class Response:
    """What goes over the wire, in one write: a second one would wait for the first one's ACK."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    claimed_length: int | None = None
    """Content-Length to announce, if not the true one."""
    drip_s: float | None = None
    """Pause after each byte of the body."""

    def head(self) -> bytes:
        length = len(self.body) if self.claimed_length is None else self.claimed_length
        is_chunked = "transfer-encoding" in self.headers
        headers = {
            "content-type": "application/json",
            **({} if is_chunked else {"content-length": str(length)}),
            "connection": "close",
            "request-id": "req_test",
            **self.headers,
        }
        lines = [f"HTTP/1.1 {self.status} Status", *(f"{k}: {v}" for k, v in headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


def case_ids(request: Request) -> list[str]:
    """The ids under which the request wants its answers, and not those that its data name."""
    return [case_id for case_id, _ in CASE.findall(unfenced(request))]


def unfenced(request: Request) -> str:
    """The request's own words: its text without what stands between fences."""
    text = str(request["messages"][0]["content"])
    fence = re.search("[0-9a-f]{32}", text)
    assert fence, "the request names its fence"
    return re.sub(rf"<{fence[0]} (\w+)>\n.*?\n</{fence[0]} \1>", "", text, flags=re.DOTALL)


def diagnosis(case_id: str, **changes: object) -> dict[str, object]:
    """One valid entry of an answer."""
    return {
        "id": case_id,
        "evidence": [],
        "root_cause": "numpy 1.26 is installed, but the code calls np.astype, which 2.0 added",
        "category": "import_error",
        "severity": "high",
        "stage": "encode",
        "fix_suggestion": "Call frame.astype(np.uint8) instead",
        "confidence": 0.9,
        **changes,
    }


def message(
    text: str,
    *,
    stop_reason: str = "end_turn",
    thinking: bool = False,
    input_tokens: int = 1_000,
    output_tokens: int = 200,
    cache_read_tokens: int = 0,
) -> Response:
    """A reply of the model."""
    content: list[dict[str, str]] = [{"type": "text", "text": text}]
    if thinking:
        content.insert(0, {"type": "thinking", "thinking": '{"diagnoses": []}', "signature": "x"})
    body = {
        "id": "msg_test",
        "type": "message",
        "role": "assistant",
        "model": "claude-haiku-5-5",
        "content": content,
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": {
            "input_tokens": input_tokens,
            "output_tokens": output_tokens,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": cache_read_tokens,
        },
    }
    return Response(json.dumps(body).encode())


def answer(*diagnoses: object) -> Response:
    """A reply with these entries."""
    return message(json.dumps({"diagnoses": diagnoses}))


def answer_all(request: Request, **changes: object) -> Response:
    """A valid reply to every case of the request."""
    return answer(*(diagnosis(case_id, **changes) for case_id in case_ids(request)))


def refused(status: int, kind: str = "error", **headers: str) -> Response:
    """An error of the API."""
    body = {"type": "error", "error": {"type": kind, "message": "no"}, "request_id": "req_test"}
    return Response(json.dumps(body).encode(), status, headers)


def nothing_there(*_: object) -> Response:
    """The answer of an endpoint that does not exist."""
    return refused(404, "not_found_error")


class AnthropicServer:
    """Answers every question by ``respond`` and remembers them all."""

    def __init__(self) -> None:
        self.respond: Callable[[Request], Response | None] = answer_all
        """Returns None to say nothing and keep the connection open until the server stops."""
        self.respond_elsewhere: Callable[[str, str, Request], Response | None] = nothing_there
        """What all other endpoints answer to a method, a path and a body."""
        self.requests: list[Request] = []
        self.headers: list[Mapping[str, str]] = []
        self.stopping = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                server.answer(self)

            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        return Handler

    def answer(self, connection: BaseHTTPRequestHandler) -> None:
        body = connection.rfile.read(int(connection.headers.get("content-length", 0)))
        request = json.loads(body or b"{}")
        if urlsplit(connection.path).path.endswith("/v1/messages"):
            self.requests.append(request)
            self.headers.append({name.lower(): it for name, it in connection.headers.items()})
            response = self.respond(request)
        else:
            response = self.respond_elsewhere(connection.command, connection.path, request)
        connection.close_connection = True
        if response is None:
            self.stopping.wait()
        elif response.drip_s is None:
            connection.wfile.write(response.head() + response.body)
        else:
            self._drip(connection, response, response.drip_s)

    def _drip(self, connection: BaseHTTPRequestHandler, response: Response, pause: float) -> None:
        connection.wfile.write(response.head())
        for byte in response.body:
            if self.stopping.wait(pause):
                return
            try:
                connection.wfile.write(bytes([byte]))
            except OSError:
                return

    @contextmanager
    def running(self) -> Iterator["AnthropicServer"]:
        thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.stop()
            thread.join()

    def stop(self) -> None:
        """Hang up on everybody, and be gone."""
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()
