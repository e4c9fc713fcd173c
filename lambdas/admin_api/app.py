"""The API put together: the door, the routes, the errors, the headers."""

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.api_gateway import ResponseBuilder
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.admin_api import errors
from lambdas.admin_api.guard import admit
from lambdas.admin_api.routes import experiments, failures, groups, session, stats, system
from lambdas.admin_api.services import Services

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

app = APIGatewayHttpResolver(enable_validation=True, response_validation_error_http_code=500)
for module in (system, session, experiments, failures, groups, stats):
    app.include_router(module.router)
errors.install(app)


def respond(event: dict[str, Any], context: LambdaContext, services: Services) -> dict[str, Any]:
    """Answer one request of API Gateway (payload 2.0) with the services given."""
    request = APIGatewayProxyEventV2(event)
    try:
        identity = admit(request)
    except errors.RefusedError as error:
        response = ResponseBuilder[APIGatewayProxyEventV2](errors.refuse(error)).build(request)
    else:
        app.append_context(services=services, identity=identity)
        response = app.resolve(event, context)
    response["headers"] = HEADERS | response["headers"]
    return response
