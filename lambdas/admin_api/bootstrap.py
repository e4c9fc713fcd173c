"""Composition root of the admin API: the real services, made once per environment."""

from datetime import UTC, datetime
from functools import cache

import boto3
from botocore.config import Config

from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.s3 import S3Artifacts
from lambdas.admin_api.services import Services
from lambdas.admin_api.settings import AdminApiSettings
from lambdas.admin_api.sign_in import CognitoSignIn

# Several tries must fit into the 29 s that API Gateway waits.
CLIENTS = Config(
    connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3}
)


@cache
def services() -> Services:
    """Return the services that the environment names."""
    settings = AdminApiSettings()
    store = DynamoDbStore(boto3.resource("dynamodb", config=CLIENTS).Table(settings.table))
    return Services(
        experiments=store,
        diagnoses=store,
        artifacts=S3Artifacts(boto3.client("s3", config=CLIENTS), settings.artifacts_bucket),
        sign_in=CognitoSignIn(
            boto3.client("cognito-idp", config=CLIENTS),
            settings.user_pool_id,
            settings.user_pool_client_id,
        ),
        clock=lambda: datetime.now(UTC),
    )
