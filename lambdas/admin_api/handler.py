"""Entry point of the admin API function."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.admin_api.app import respond
from lambdas.admin_api.bootstrap import services

logger = Logger()


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_HTTP)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of API Gateway."""
    response = respond(event, context, services())
    http = event["requestContext"]["http"]
    logger.info("%s %s %s", http["method"], http["path"], response["statusCode"])
    return response
