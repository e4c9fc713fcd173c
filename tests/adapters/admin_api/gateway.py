"""API Gateway as far as the function can tell: HTTP in, events of payload 2.0 to it, HTTP out."""

import base64
import copy
import json
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Request, Response

from tests.unit.admin_api.client import EVENT

Json = dict[str, Any]
Handler = Callable[[Json], Json]

FORBIDDEN = {"message": "Forbidden"}
"""What the gateway itself says to whom its authorizer does not let in."""


class Gateway:
    """A WSGI application in front of a handler; one bearer token opens what is not public.

    Parameters
    ----------
    public : set of (str, str)
        Method and path of what needs no token.
    token : str
    """

    def __init__(self, public: frozenset[tuple[str, str]], token: str) -> None:
        self.handler: Handler | None = None
        self._public = public
        self._token = token

    @Request.application
    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        known = request.headers.get("authorization") == f"Bearer {self._token}"
        if not known and (request.method, request.path) not in self._public:
            return _json(HTTPStatus.FORBIDDEN, FORBIDDEN)
        assert self.handler is not None, "no function is behind the gateway"
        return _answer(self.handler(_event(request, known=known)))


def _event(request: Request, *, known: bool) -> Json:
    event: Json = copy.deepcopy(EVENT)
    event["rawPath"] = event["requestContext"]["http"]["path"] = request.path
    event["requestContext"]["http"]["method"] = request.method
    event["rawQueryString"] = request.query_string.decode("latin-1")
    event["queryStringParameters"] = {
        name: ",".join(values) for name, values in request.args.lists()
    }
    event["headers"] = {name.lower(): value for name, value in request.headers.items()}
    event["cookies"] = event["headers"].pop("cookie", "").split("; ")
    event["requestContext"]["authorizer"]["lambda"]["groups"] = ["admin"]
    if not known:
        del event["requestContext"]["authorizer"]
    if body := request.get_data():
        event["body"], event["isBase64Encoded"] = _text(body)
    return event


def _text(body: bytes) -> tuple[str, bool]:
    try:
        return body.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), True


def _answer(response: Json) -> Response:
    body = response["body"].encode()
    if response["isBase64Encoded"]:
        body = base64.b64decode(body)
    headers: Iterable[tuple[str, str]] = response["headers"].items()
    answer = Response(body, response["statusCode"], list(headers))
    for cookie in response.get("cookies", []):
        answer.headers.add("Set-Cookie", cookie)
    return answer


def _json(status: HTTPStatus, body: Json) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")
