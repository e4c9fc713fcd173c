"""Composition root of the admin API: the real services, made once per environment."""

from datetime import UTC, datetime
from functools import cache

import boto3

from errata.adapters.aws import CLIENTS
from errata.adapters.budget import DailyBudget
from errata.adapters.dynamodb import Cursors, DynamoDbStore
from errata.adapters.rates import CallerRates
from errata.adapters.s3 import S3Artifacts
from lambdas.admin_api.rates import CallerLimits
from lambdas.admin_api.services import Services
from lambdas.admin_api.settings import AdminApiSettings
from lambdas.admin_api.sign_in import CognitoSignIn


@cache
def services() -> Services:
    """Return the services that the environment names."""
    settings = AdminApiSettings()
    # Several tries of each client fit into the 29 s that API Gateway waits.
    table = boto3.resource("dynamodb", config=CLIENTS).Table(settings.table)
    store = DynamoDbStore(table, cursors=Cursors(settings.cursor_key.get_secret_value()))
    return Services(
        experiments=store,
        diagnoses=store,
        views=store,
        lessons=store,
        archive=store,
        audit=store,
        artifacts=S3Artifacts(boto3.client("s3", config=CLIENTS), settings.artifacts_bucket),
        budget=DailyBudget(table, settings.claude_daily_budget_usd, _now),
        sign_in=CognitoSignIn(
            boto3.client("cognito-idp", config=CLIENTS),
            settings.user_pool_id,
            settings.user_pool_client_id,
        ),
        limits=CallerLimits(
            CallerRates(table), settings.writes_per_minute, settings.costly_reads_per_minute
        ),
        clock=_now,
    )


def _now() -> datetime:
    return datetime.now(UTC)
