"""``errata replay``."""

import click

from infra.cli.aws import stack_option
from infra.cli.output import console, notes


@click.group("replay", epilog="\b\nExample:\n  errata replay dead-letters")
def command() -> None:
    """Send failures of a stack on AWS to the diagnoser again. Doing it twice changes nothing."""


@command.command("show")
@stack_option
def show(*, stack: str) -> None:
    """Say how many failures wait, are being explained, or are set aside."""
    import boto3

    from errata.adapters.dynamodb import DynamoDbStore
    from infra.cli.aws import outputs_of
    from infra.replay import depth, parked_ids

    session = boto3.Session()
    outputs = outputs_of(session, stack)
    client = session.client("sqs")
    store = DynamoDbStore(session.resource("dynamodb").Table(outputs["TableName"]))
    failures = depth(client, outputs["FailuresQueueUrl"])
    dead_letters = depth(client, outputs["DeadLetterQueueUrl"])
    console.print(f"{failures.waiting:6}  wait to be explained")
    console.print(f"{failures.taken:6}  are being explained, or come again soon")
    console.print(f"{dead_letters.waiting:6}  dead letters")
    console.print(f"{len(parked_ids(store)):6}  parked messages")


@command.command("dead-letters")
@stack_option
def dead_letters(*, stack: str) -> None:
    """Move what the diagnoser failed five times back to its queue."""
    import boto3

    from infra.cli.aws import outputs_of
    from infra.replay import redrive

    session = boto3.Session()
    outputs = outputs_of(session, stack)
    queues = outputs["DeadLetterQueueUrl"], outputs["FailuresQueueUrl"]
    notes.print(f"{redrive(session.client('sqs'), *queues)} messages are on their way again.")


@command.command("parked")
@stack_option
def parked(*, stack: str) -> None:
    """Send messages that nobody could read again, after a diagnoser that can was deployed."""
    import boto3

    from errata.adapters.dynamodb import DynamoDbStore
    from infra.cli.aws import outputs_of
    from infra.replay import replay_parked

    session = boto3.Session()
    outputs = outputs_of(session, stack)
    store = DynamoDbStore(session.resource("dynamodb").Table(outputs["TableName"]))
    done = replay_parked(store, session.client("sqs"), outputs["FailuresQueueUrl"])
    notes.print(f"{done.sent} messages are on their way again.")
    if done.not_whole:
        notes.print(f"{done.not_whole} stay parked: they were too large to be kept whole.")
