"""Entry point of the diagnoser function."""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes import SQSEvent
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.diagnoser.batch import Batch
from lambdas.diagnoser.bootstrap import services
from lambdas.diagnoser.messages import Message
from lambdas.diagnoser.observability import logger, metrics

STORING_S = 15.0
"""Kept back for everything but the model call."""


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Explain a batch of failures; the answer names the messages that must come again."""
    left_s = context.get_remaining_time_in_millis() / 1_000
    batch = Batch(services(), deadline_s=left_s - STORING_S)
    failed = batch.process([_message(record) for record in SQSEvent(event).records])
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _message(record: SQSRecord) -> Message:
    sent_ms = int(record.attributes.sent_timestamp)
    return Message(record.message_id, record.body, datetime.fromtimestamp(sent_ms / 1_000, UTC))
