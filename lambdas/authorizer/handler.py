"""Entry point of the authorizer function."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.authorizer.bootstrap import verifier
from lambdas.authorizer.credentials import token_of
from lambdas.authorizer.tokens import InvalidTokenError

logger = Logger()


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_HTTP)
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Answer API Gateway whether a request may pass, and who sends it (simple response)."""
    token = token_of(event)
    if token is None:
        logger.info("no token")
        return {"isAuthorized": False}
    try:
        claims = verifier().verify(token)
    except InvalidTokenError as error:
        logger.warning("refused a token: %s", error)
        return {"isAuthorized": False}
    # Under the request's id, so that a line in the API's log leads to who was let in.
    logger.info("admitted %s", claims.sub)
    return {
        "isAuthorized": True,
        "context": {
            "sub": claims.sub,
            "username": claims.username,
            "groups": claims.groups,
            "expires_at": claims.exp,
        },
    }
