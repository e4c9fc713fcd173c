"""The API put together: the door, the routes, the errors, the headers."""

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.api_gateway import ResponseBuilder
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic_core import from_json, to_json

from errata.errors import InvalidInputError
from lambdas.admin_api import errors
from lambdas.admin_api.guard import admit
from lambdas.admin_api.routes import (
    audit,
    corrections,
    curves,
    differences,
    experiments,
    failures,
    groups,
    learned,
    session,
    stats,
    story,
    system,
    views,
)
from lambdas.admin_api.services import Services

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

ANSWER_LIMIT = 6_000_000
"""Bytes; Lambda's own limit is 6 MB, and what exceeds it reaches the caller as a bare 500."""


def _parse(body: str) -> Any:  # noqa: ANN401 JSON is what it is
    """Parse a body; unlike ``json.loads`` this one survives 30,000 nested lists."""
    try:
        return from_json(body)
    except ValueError as error:
        raise InvalidInputError("body", "is not JSON") from error


def _dump(body: object) -> str:
    return to_json(body).decode()


def _refuse_unknown_parameters(
    app: APIGatewayHttpResolver, next_middleware: NextMiddleware
) -> Response[Any]:
    """Refuse a misspelt filter: ignoring it would answer another question than was asked."""
    known = {field.alias for field in app.context["_route"].dependant.query_params}
    for name in app.current_event.query_string_parameters:
        if name not in known:
            raise InvalidInputError(name[:100], "is not a parameter of this path")
    return next_middleware(app)


def _bound_caller(app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> Response[Any]:
    """Refuse a caller who writes, or asks for what costs much, too often."""
    if identity := app.context["identity"]:  # strangers are throttled by the gateway
        services: Services = app.context["services"]
        operation = app.context["_route"].operation_id
        services.limits.check(
            identity.sub, app.current_event.http_method, operation, services.clock()
        )
    return next_middleware(app)


app = APIGatewayHttpResolver(
    serializer=_dump,
    enable_validation=True,
    response_validation_error_http_code=HTTPStatus.INTERNAL_SERVER_ERROR,
    json_body_deserializer=_parse,
)
for module in (
    system,
    session,
    experiments,
    curves,
    differences,
    failures,
    corrections,
    groups,
    learned,
    stats,
    story,
    views,
    audit,
):
    app.include_router(module.router)
app.use(middlewares=[_bound_caller, _refuse_unknown_parameters])
errors.install(app)


def respond(event: dict[str, Any], context: LambdaContext, services: Services) -> dict[str, Any]:
    """Answer one request of API Gateway (payload 2.0) with the services given."""
    request = APIGatewayProxyEventV2(event)
    try:
        identity = admit(request)
    except errors.RefusedError as error:
        response = _refusal(error, request)
    else:
        app.append_context(services=services, identity=identity)
        response = app.resolve(event, context)
    if len(to_json(response)) > ANSWER_LIMIT:
        response = _refusal(errors.TooMuchError(), request)
    # An empty text, as the gateway's contract has it, where Powertools leaves None (204, 304).
    return response | {"headers": HEADERS | response["headers"], "body": response["body"] or ""}


def _refusal(error: errors.RefusedError, request: APIGatewayProxyEventV2) -> dict[str, Any]:
    return ResponseBuilder[APIGatewayProxyEventV2](errors.refuse(error)).build(request)
