"""Settings of the authorizer function, from the environment the template gives it."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class AuthorizerSettings(BaseSettings):
    """Environment variables, prefix ``ERRATA_``."""

    model_config = SettingsConfigDict(env_prefix="ERRATA_", frozen=True)

    user_pool_client_id: str
    token_issuer: str
    """``iss`` of the tokens, for example ``https://cognito-idp.<region>.amazonaws.com/<pool>``."""
    jwks_url: str
    """Where the issuer publishes its keys; not derived from a token, which could name its own."""
