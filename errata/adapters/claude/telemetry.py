"""What is told of the calls: how many, how they ended, what they cost."""

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.circuit_breaker import CircuitTransition

from errata.adapters.claude.model import CallReport
from errata.adapters.telemetry import count, logger, metrics
from errata.backlog import PendingBatch


def asked(call: CallReport) -> None:
    """Report one call of the model."""
    count("ModelCalls", model=call.model, outcome=call.outcome)
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


def settled(batch: PendingBatch, cost_usd: float) -> None:
    """Report one batch of questions, all told."""
    count("ModelCalls", model=batch.model, outcome="batch")
    metrics.add_metric("ModelCostUsd", MetricUnit.NoUnit, cost_usd)
    logger.info(
        "settled a batch",
        extra={"model": batch.model, "cases": len(batch.questions), "cost_usd": cost_usd},
    )


def circuit_changed(transition: CircuitTransition) -> None:
    """Report that the model is left alone from now on, tried again, or trusted again."""
    count("CircuitChanges", circuit=transition.circuit_name, state=transition.to_state.value)
    logger.warning(
        "circuit changed",
        extra={"circuit": transition.circuit_name, "state": transition.to_state.value},
    )
