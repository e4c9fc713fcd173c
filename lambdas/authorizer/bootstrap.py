"""Composition root of the authorizer: one verifier, kept across invocations with its keys."""

from functools import cache

from jwt import PyJWKClient

from lambdas.authorizer.settings import AuthorizerSettings
from lambdas.authorizer.tokens import TokenVerifier

KEYS_TIMEOUT_S = 3
KEYS_LIFESPAN_S = 3600


@cache
def verifier() -> TokenVerifier:
    """Return the verifier that the environment configures."""
    settings = AuthorizerSettings()
    keys = PyJWKClient(settings.jwks_url, timeout=KEYS_TIMEOUT_S, lifespan=KEYS_LIFESPAN_S)
    return TokenVerifier(keys, issuer=settings.token_issuer, client_id=settings.user_pool_client_id)
