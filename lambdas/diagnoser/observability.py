"""What the diagnoser tells its operators. Never a body, a log or a secret: ids and facts only."""

from datetime import timedelta

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.circuit_breaker import CircuitTransition

from errata.adapters.claude import CallReport
from errata.diagnosis import Diagnosis, ParkedMessage
from errata.errors import ErrataError

NAMESPACE = "Errata"

logger = Logger()
metrics = Metrics(namespace=NAMESPACE)


def received(delays: list[timedelta]) -> None:
    """Report a batch, and how long each of its messages lay in the queue."""
    metrics.add_metric("Received", MetricUnit.Count, len(delays))
    for delay in delays:
        # The queue's clock is not ours.
        metrics.add_metric("QueueDelay", MetricUnit.Seconds, max(delay.total_seconds(), 0))


def diagnosed(diagnosis: Diagnosis) -> None:
    """Report one stored diagnosis. The experiment's id correlates it with the loop and the API."""
    metrics.add_metric("DiagnosisLatency", MetricUnit.Milliseconds, diagnosis.latency_ms)
    _count("Diagnosed", source=diagnosis.source, category=diagnosis.category)
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


def asked(call: CallReport) -> None:
    """Report one call of the model."""
    _count("ModelCalls", model=call.model, outcome=call.outcome)
    metrics.add_metric("ModelCostUsd", MetricUnit.NoUnit, call.cost_usd)
    metrics.add_metric("ModelInputTokens", MetricUnit.Count, call.usage.prompt_tokens)
    metrics.add_metric("ModelCachedTokens", MetricUnit.Count, call.usage.cache_read_tokens)
    metrics.add_metric("ModelOutputTokens", MetricUnit.Count, call.usage.output_tokens)
    metrics.add_metric("ModelLatency", MetricUnit.Seconds, call.duration_s)
    logger.info(
        "asked the model",
        extra={
            "model": call.model,
            "outcome": call.outcome,
            "cases": call.cases,
            "answered": call.answered,
            "cost_usd": call.cost_usd,
        },
    )


def circuit_changed(transition: CircuitTransition) -> None:
    """Report that the model is left alone from now on, tried again, or trusted again."""
    _count("CircuitChanges", circuit=transition.circuit_name, state=transition.to_state.value)
    logger.warning(
        "circuit changed",
        extra={"circuit": transition.circuit_name, "state": transition.to_state.value},
    )


def _count(name: str, **dimensions: str) -> None:
    with single_metric(name, MetricUnit.Count, 1, namespace=NAMESPACE) as metric:
        for dimension, value in dimensions.items():
            metric.add_dimension(dimension, value)
