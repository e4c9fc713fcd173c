"""What functions tell their operators. Never a body, a log or a secret: ids and facts only."""

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit

NAMESPACE = "Errata"

logger = Logger()
metrics = Metrics(namespace=NAMESPACE)


def count(name: str, **dimensions: str) -> None:
    """Count one event of a kind, with dimensions of its own."""
    with single_metric(name, MetricUnit.Count, 1, namespace=NAMESPACE) as metric:
        for dimension, value in dimensions.items():
            metric.add_dimension(dimension, value)
