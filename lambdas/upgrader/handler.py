"""Entry point of the upgrader function, called by a schedule."""

from dataclasses import asdict
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from errata.adapters.telemetry import logger, metrics
from errata.upgrades import UpgradePass
from lambdas.upgrader.bootstrap import services

STORING_S = 30.0
"""Kept back for everything but waiting for the model."""


@logger.inject_lambda_context
@metrics.log_metrics
def handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Better what can be bettered now; the answer says how much that was."""
    left_s = context.get_remaining_time_in_millis() / 1_000
    done = asdict(UpgradePass(services(), deadline_s=left_s - STORING_S).run())
    for outcome, failures in done.items():
        metrics.add_metric(f"Upgrades{outcome.title()}", MetricUnit.Count, failures)
    logger.info("upgraded", extra=done)
    return done
