"""Calls the API as API Gateway does: with a recorded event, changed where the test says."""

import base64
import copy
import gzip
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from lambdas.admin_api.app import respond
from lambdas.admin_api.services import Services

EVENT = json.loads((Path(__file__).parents[2] / "events" / "api_request.json").read_text())


@dataclass
class Context:
    """What the Lambda runtime says of an invocation."""

    function_name: str = "admin-api"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:admin-api"
    aws_request_id: str = "52fdfc07-2182-154f-163f-5f0f9a621d72"


@dataclass
class Answer:
    """An answer as the browser sees it."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: list[str] = field(default_factory=list)

    @property
    def json(self) -> Any:  # noqa: ANN401 JSON is what it is
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, str]:
        return self.json["error"]


@dataclass
class Client:
    """Somebody who calls the API; signed in unless ``identity`` is None."""

    services: Services
    identity: dict | None = field(
        default_factory=lambda: EVENT["requestContext"]["authorizer"]["lambda"]
    )

    def get(self, path: str, headers: dict | None = None, **query: object) -> Answer:
        return self.send("GET", path, headers=headers, query=query)

    def post(
        self,
        path: str,
        body: object = None,
        *,
        headers: dict | None = None,
        cookies: list[str] | None = None,
    ) -> Answer:
        sent = {"content-type": "application/json", "x-errata-request": "1"} | (headers or {})
        text = None if body is None else json.dumps(body)
        return self.send("POST", path, headers=sent, body=text, cookies=cookies)

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: dict | None = None,
        query: dict | None = None,
        body: str | None = None,
        cookies: list[str] | None = None,
        base64_encoded: bool = False,
    ) -> Answer:
        event = copy.deepcopy(EVENT)
        event["rawPath"] = event["requestContext"]["http"]["path"] = path
        event["requestContext"]["http"]["method"] = method
        event["headers"] |= headers or {}
        event["cookies"] = cookies or []
        event["isBase64Encoded"] = base64_encoded
        if query:
            event["rawQueryString"] = urlencode(query)
            event["queryStringParameters"] = {name: str(value) for name, value in query.items()}
        if body is not None:
            event["body"] = body
        if self.identity is None:
            del event["requestContext"]["authorizer"]
        else:
            event["requestContext"]["authorizer"]["lambda"] = self.identity
        return read(self.call(event))

    def call(self, event: dict) -> dict:
        """Hand an event to the API; tests of the whole function do it otherwise."""
        return respond(event, Context(), self.services)


def read(response: dict) -> Answer:
    """Undo what API Gateway undoes: base64; and the browser: gzip."""
    body = response["body"].encode()
    if response["isBase64Encoded"]:
        body = base64.b64decode(body)
    if response["headers"].get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    cookies = response.get("cookies", [])
    return Answer(response["statusCode"], response["headers"], body, cookies)
