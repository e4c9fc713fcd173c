"""Entry point of the admin API function."""

import re
import time
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from errata.adapters.tracing import mark
from lambdas.admin_api.app import respond
from lambdas.admin_api.bootstrap import services

logger = Logger()
EXPERIMENT = re.compile(r"/api/experiments/([0-9A-HJKMNP-TV-Z]{26})(?![^/])")


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_HTTP)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of API Gateway."""
    started_s = time.time()
    response = respond(event, context, services())
    http = event["requestContext"]["http"]
    logger.info("%s %s %s", http["method"], http["path"], response["statusCode"])
    if about := EXPERIMENT.match(http["path"]):
        told = {"experiment_id": about[1], "method": http["method"]}
        mark("answered", started_s=started_s, ended_s=time.time(), annotations=told)
    return response
