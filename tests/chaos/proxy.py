"""A proxy between AWS clients and the emulator that breaks things on purpose.

Nothing in the product knows of it: clients are pointed at it by ``AWS_ENDPOINT_URL``.
"""

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

HOP_BY_HOP = frozenset({"connection", "content-length", "date", "server", "transfer-encoding"})
SLOW_S = 0.5
PATIENCE_S = 30


class Fault(StrEnum):
    """What may happen to a request."""

    THROTTLED = "throttled"
    BROKEN = "error 500"
    REFUSED = "connection closed before it was sent on"
    LOST = "answer lost after it took effect"
    SLOW = "slow"
    TWICE = "sent twice"


ANYWHERE = (Fault.THROTTLED, Fault.BROKEN, Fault.REFUSED, Fault.LOST, Fault.SLOW)


@dataclass(frozen=True)
class Answer:
    """What a client gets."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class FaultyProxy:
    """Forwards to a port of the loopback; ``calm`` and ``storm`` are odds of a fault."""

    calm: ClassVar = 0.03
    storm: ClassVar = 0.7

    def __init__(self, port: int, seed: int) -> None:
        self.faults: Counter[tuple[str, Fault]] = Counter()
        self.requests: Counter[str] = Counter()
        self.stormy: frozenset[str] = frozenset()
        """Services that fail more often than not, for now."""
        self.enabled = True
        self.shut = False
        """Whether nothing is sent on."""
        self._port = port
        self._random = random.Random(f"{seed}/proxy")  # noqa: S311 - repeatable, guards nothing
        self._lock = threading.Lock()
        self._http = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    @contextmanager
    def running(self) -> Iterator["FaultyProxy"]:
        thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            thread.join()

    def fault_for(self, service: str, operation: str) -> Fault | None:
        """Throw the dice for a request."""
        with self._lock:
            self.requests[service] += 1
            if self.shut:
                self.faults[service, Fault.REFUSED] += 1
                return Fault.REFUSED
            odds = self.storm if service in self.stormy else self.calm
            if not self.enabled or self._random.random() >= odds:
                return None
            sends = operation == "SendMessage"
            fault = self._random.choice((*ANYWHERE, Fault.TWICE) if sends else ANYWHERE)
            self.faults[service, fault] += 1
            return fault

    def forward(self, request: BaseHTTPRequestHandler, body: bytes) -> Answer:
        """Send a request on as it came, host and signature included."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_S)
        try:
            connection.putrequest(
                request.command, request.path, skip_host=True, skip_accept_encoding=True
            )
            for name, value in request.headers.items():
                if name.lower() not in {"connection", "expect"}:
                    connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            kept = {k: v for k, v in answer.getheaders() if k.lower() not in HOP_BY_HOP}
            return Answer(answer.status, kept, answer.read())
        finally:
            connection.close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def __getattr__(self, name: str) -> Callable[[], None]:
                """Return what handles any method: the base class asks for ``do_GET`` and so on."""
                if not name.startswith("do_"):
                    raise AttributeError(name)
                return lambda: proxy.serve(self)

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        return Handler

    def serve(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request, or fail to."""
        if request.headers.get("expect"):
            request.send_response_only(100)
            request.end_headers()
        body = request.rfile.read(int(request.headers.get("content-length") or 0))
        service, operation = service_of(request.headers, request.command)
        fault = self.fault_for(service, operation)
        if fault is Fault.SLOW:
            time.sleep(SLOW_S)
        try:
            if fault is Fault.THROTTLED or fault is Fault.BROKEN:
                answer: Answer | None = refusal(service, fault)
            elif fault is Fault.REFUSED:
                answer = None
            else:
                answer = self.forward(request, body)
                if fault is Fault.TWICE:
                    answer = self.forward(request, body)
        except (OSError, http.client.HTTPException):
            answer = None  # the emulator is away
        if answer is None or fault is Fault.LOST:
            request.close_connection = True
            return
        _send(request, answer)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """Clients that were killed hang up in the middle; nothing is wrong with that."""


def service_of(headers: Mapping[str, str], method: str) -> tuple[str, str]:
    """Return the service that a request is for, and its operation."""
    target = headers.get("x-amz-target", "")
    if target.startswith("DynamoDB"):
        return "dynamodb", target.rpartition(".")[2]
    if target.startswith("AmazonSQS"):
        return "sqs", target.rpartition(".")[2]
    return "s3", method


def refusal(service: str, fault: Fault) -> Answer:
    """Return what AWS says when it throttles or breaks."""
    throttled = fault is Fault.THROTTLED
    if service == "s3":
        code = "SlowDown" if throttled else "InternalError"
        xml = f"<Error><Code>{code}</Code><Message>chaos</Message></Error>"
        return Answer(503 if throttled else 500, {"content-type": "application/xml"}, xml.encode())
    codes = {
        "dynamodb": ("ProvisionedThroughputExceededException", "InternalServerError"),
        "sqs": ("ThrottlingException", "InternalFailure"),
    }
    code = codes[service][0 if throttled else 1]
    body = json.dumps({"__type": f"com.amazonaws#{code}", "message": "chaos"}).encode()
    return Answer(400 if throttled else 500, {"content-type": "application/x-amz-json-1.0"}, body)


def _send(request: BaseHTTPRequestHandler, answer: Answer) -> None:
    lines = [f"HTTP/1.1 {answer.status} Status"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    no_body = request.command == "HEAD"
    if not no_body or "content-length" not in {name.lower() for name in answer.headers}:
        lines.append(f"content-length: {len(answer.body)}")
    head = ("\r\n".join(lines) + "\r\n\r\n").encode()
    try:
        request.wfile.write(head if no_body else head + answer.body)
    except OSError:
        request.close_connection = True
