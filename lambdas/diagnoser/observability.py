"""What the diagnoser tells its operators. Never a body, a log or a secret: ids and facts only."""

import time
from datetime import timedelta

from aws_lambda_powertools.metrics import MetricUnit

from errata.adapters.telemetry import count, logger, metrics
from errata.adapters.tracing import mark
from errata.diagnosis import Diagnosis, ParkedMessage
from errata.errors import ErrataError

__all__ = ["diagnosed", "known", "logger", "metrics", "parked", "received", "returned"]


def received(delays: list[timedelta]) -> None:
    """Report a batch, and how long each of its messages lay in the queue."""
    metrics.add_metric("Received", MetricUnit.Count, len(delays))
    for delay in delays:
        # The queue's clock is not ours.
        metrics.add_metric("QueueDelay", MetricUnit.Seconds, max(delay.total_seconds(), 0))


def diagnosed(diagnosis: Diagnosis) -> None:
    """Report one stored diagnosis. The experiment's id correlates it with the loop and the API."""
    metrics.add_metric("DiagnosisLatency", MetricUnit.Milliseconds, diagnosis.latency_ms)
    count("Diagnosed", source=diagnosis.source, category=diagnosis.category)
    now = time.time()
    mark(
        "diagnosed",
        started_s=now - diagnosis.latency_ms / 1_000,
        ended_s=now,
        annotations={
            "experiment_id": diagnosis.experiment_id,
            "category": diagnosis.category,
            "source": diagnosis.source,
        },
    )
    logger.info(
        "diagnosed",
        extra={
            "correlation_id": diagnosis.experiment_id,
            "failure_id": diagnosis.failure_id,
            "fingerprint": diagnosis.fingerprint,
            "category": diagnosis.category,
            "severity": diagnosis.severity,
            "source": diagnosis.source,
            "confidence": diagnosis.confidence,
            "upgradeable": diagnosis.upgradeable,
        },
    )


def known(failure_id: str) -> None:
    """Report a redelivered failure that was stored before."""
    metrics.add_metric("Redelivered", MetricUnit.Count, 1)
    logger.info("stored before", extra={"failure_id": failure_id})


def parked(message: ParkedMessage) -> None:
    """Report a message that nobody can read."""
    metrics.add_metric("Parked", MetricUnit.Count, 1)
    logger.warning("parked", extra={"message_id": message.message_id, "reason": message.reason})


def returned(message_ids: list[str], error: ErrataError) -> None:
    """Report messages that go back to the queue."""
    metrics.add_metric("Returned", MetricUnit.Count, len(message_ids))
    logger.error("returned to the queue", extra={"message_ids": message_ids, "error": str(error)})
