"""Leaving in time when AWS takes a machine away: a spot interruption, or its group shrinks.

AWS tells both through the instance metadata service, a spot interruption two minutes ahead.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from errata.adapters.aws import storage_errors
from errata.errors import StorageError
from infra.ec2.instance_metadata import InstanceMetadata

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient

logger = logging.getLogger(__name__)

POLL_S: Final = 5.0
"""As AWS advises for notices of spot interruptions."""
SPOT: Final = "spot/instance-action"
LIFECYCLE: Final = "autoscaling/target-lifecycle-state"
GROUP: Final = "tags/instance/aws:autoscaling:groupName"
HOOK: Final = "drain"
"""Name of the group's lifecycle hook in template.yaml."""


def interruption(metadata: InstanceMetadata) -> str | None:
    """Return why this machine will be taken away, or None while it will not.

    Raises
    ------
    StorageError
        When the metadata service does not answer.
    """
    if metadata.get(SPOT):
        return "spot interruption"
    if metadata.get(LIFECYCLE) == "Terminated":
        return "its group ends it"
    return None


@contextmanager
def watched(
    metadata: InstanceMetadata, stop: threading.Event, poll_s: float = POLL_S
) -> Iterator[None]:
    """Set ``stop`` as soon as this machine is to be taken away, for the time of a block."""
    over = threading.Event()
    watcher = threading.Thread(
        target=_watch, args=(metadata, stop, over, poll_s), name="interruptions", daemon=True
    )
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _watch(
    metadata: InstanceMetadata, stop: threading.Event, over: threading.Event, poll_s: float
) -> None:
    while not stop.is_set() and not over.is_set():
        try:
            reason = interruption(metadata)
        except StorageError as error:
            logger.warning("%s", error)
            reason = None
        if reason:
            logger.warning("stopping: %s", reason)
            stop.set()
        over.wait(poll_s)


def let_go(metadata: InstanceMetadata, client: Callable[[], "AutoScalingClient"]) -> bool:
    """Tell the group that it need not wait for this machine any longer, if it does.

    Parameters
    ----------
    metadata : InstanceMetadata
        Says whether the group waits.
    client : callable
        Makes boto3's client, which is needed at the end of a machine's life only.

    Raises
    ------
    StorageError
        When AWS refuses; the hook's own time-out then ends the machine.
    """
    group, instance = metadata.get(GROUP), metadata.get("instance-id")
    if metadata.get(LIFECYCLE) != "Terminated" or not group or not instance:
        return False
    with storage_errors("complete the group's lifecycle action"):
        client().complete_lifecycle_action(
            AutoScalingGroupName=group,
            LifecycleHookName=HOOK,
            InstanceId=instance,
            LifecycleActionResult="CONTINUE",
        )
    return True
