"""Whether the API runs, and whether anything is new."""

from http import HTTPStatus

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response, content_types
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware

import errata
from lambdas.admin_api.models.system import Health, Version
from lambdas.admin_api.services import Injected

router = Router()


def _conditional(
    app: APIGatewayHttpResolver, next_middleware: NextMiddleware
) -> Response[dict[str, str]]:
    """Answer 304 when the caller has the current version already (RFC 9110, 13.1.2)."""
    response = next_middleware(app)
    known = app.current_event.headers.get("if-none-match", "")
    # CloudFront weakens an ETag when it compresses; the comparison is the weak one.
    tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
    if tags.isdisjoint({response.headers["ETag"], "*"}):
        return response
    del response.headers["Content-Type"]
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=response.headers)


@router.get("/api/health", tags=["system"], operation_id="getHealth", summary="Is the API up?")
def get_health() -> Health:
    """Answer without touching any store."""
    return Health(status="ok", version=errata.__version__)


@router.get(
    "/api/version",
    tags=["system"],
    operation_id="getVersion",
    summary="Has anything changed?",
    description="Cheap enough to poll. Send the last ETag as If-None-Match to get 304.",
    responses={
        200: {"description": "The current version, with an ETag."},
        304: {"description": "Nothing has changed since If-None-Match.", "content": {}},
    },
    middlewares=[_conditional],
)
def get_version(services: Injected) -> Response[Version]:
    """Return the token that changes with every write."""
    version = services.diagnoses.version()
    return Response(
        status_code=HTTPStatus.OK,
        content_type=content_types.APPLICATION_JSON,
        body=Version(version=version),
        headers={"ETag": f'"{version}"', "Cache-Control": "private, no-cache"},
    )
