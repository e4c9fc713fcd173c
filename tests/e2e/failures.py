"""Failures for a running stack, sent the way the orchestrator sends them."""

from datetime import UTC, datetime

from ulid import ULID

from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.sqs import SqsFailureQueue
from errata.events import FailureEvent
from errata.taxonomy import Stage
from infra.local.stack import StackOutputs
from tests.support import samples

LOG = "loading candidate\nModuleNotFoundError: No module named 'torchvision'\n"


def publish(stack: StackOutputs, module: str = "torchvision") -> FailureEvent:
    """Send the failure of an experiment that is under way: it imports what is not there."""
    session = stack.session()
    experiment = samples.experiment(
        experiment_id=str(ULID()), started_at=datetime.now(UTC), stage=Stage.VALIDATE
    )
    event = samples.failure(
        failure_id=str(ULID()),
        experiment_id=experiment.experiment_id,
        occurred_at=datetime.now(UTC),
        stage=Stage.VALIDATE,
        error_message=f"No module named '{module}'",
        log_tail=LOG.replace("torchvision", module),
    )
    DynamoDbStore(session.resource("dynamodb").Table(stack.table)).start(experiment)
    SqsFailureQueue(session.client("sqs"), stack.failures_queue_url).publish(event)
    return event


def address(event: FailureEvent) -> str:
    """Return where the API shows a failure."""
    return f"/api/experiments/{event.experiment_id}/failures/{event.failure_id}"
