"""A browser without a screen: calls the site at its own address and keeps cookies."""

import json
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from infra.local.users import Credentials

PATIENCE_S = 60


@dataclass(frozen=True)
class Answer:
    """An HTTP response."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    cookies: SimpleCookie
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 whatever the server said
        return json.loads(self.body)


class Visitor:
    """Calls the site.

    Not every resolver knows that names below ``localhost`` are the loopback, as browsers do: the
    connection goes there, and the name into the Host header.
    """

    def __init__(self, site_url: str) -> None:
        self._host = urlsplit(site_url).netloc
        self._port = urlsplit(site_url).port
        self.cookies: dict[str, str] = {}

    def sign_in(self, user: Credentials) -> Answer:
        """Open a session with a name and a password."""
        return self.post("/api/session", user._asdict())

    def get(self, path: str, **headers: str) -> Answer:
        """Read something."""
        return self._call("GET", path, None, headers)

    def post(self, path: str, document: object) -> Answer:
        """Send a document."""
        headers = {"content-type": "application/json", "x-errata-request": "1"}
        return self._call("POST", path, json.dumps(document), headers)

    def wait_for(self, path: str) -> Answer:
        """Read something that is still to come."""
        deadline = time.monotonic() + PATIENCE_S
        while (answer := self.get(path)).status == 404 and time.monotonic() < deadline:
            time.sleep(0.1)
        return answer

    def _call(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answer:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Host": self._host, **({"Cookie": kept} if kept else {})}
        connection.request(method, path, body, {**own, **headers})
        response = connection.getresponse()
        cookies = SimpleCookie()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                cookies.load(value)
        self.cookies |= {name: morsel.value for name, morsel in cookies.items()}
        answer = Answer(
            response.status,
            {name.lower(): value for name, value in response.getheaders()},
            cookies,
            response.read(),
        )
        connection.close()
        return answer


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
