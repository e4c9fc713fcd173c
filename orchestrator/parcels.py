"""Parcels: all that an experiment has to publish at once, and how it is delivered.

Artifacts come first, then the event, then the outcome. Each of the three may be repeated: the same
bytes have the same key, the diagnoser knows a failure again by its id, and an experiment takes one
outcome. So a parcel that is kept until all of it is delivered loses nothing, whatever breaks.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import ConfigDict

from errata.errors import ConflictError, InvalidInputError, NotFoundError
from errata.events import FailureEvent
from errata.experiments import Experiment
from errata.leases import Lease, SharedExperiments
from errata.model import Contract, Name, Ulid
from errata.ports import ArtifactStore, FailureQueue
from errata.taxonomy import ExperimentStatus

_log = logging.getLogger(__name__)
HOLD = timedelta(minutes=2)
"""How long a delivery may take."""


class OvertakenError(ConflictError):
    """The champion that a candidate has beaten is not champion any more."""


class Enclosure(Contract):
    """Bytes that are to become an artifact."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    kind: Name
    data: bytes


class Parcel(Contract):
    """What is to be published of one experiment."""

    experiment: Experiment
    """With its outcome; one that is running still has only its code to be kept."""
    owner: Name
    """Under whose lease it ran."""
    enclosures: tuple[Enclosure, ...] = ()
    event: FailureEvent | None = None
    over: Ulid | None = None
    """The champion that an adopted one beat; None when it begins a lineage."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where the parts of parcels go."""

    store: SharedExperiments
    artifacts: ArtifactStore
    queue: FailureQueue

    def deliver(self, parcel: Parcel) -> None:
        """Deliver a parcel; what of it was delivered before changes nothing.

        Raises
        ------
        OvertakenError
            When the champion to be replaced is another by now; nothing but artifacts was written.
        StorageError
            When something does not answer; deliver the parcel again.
        """
        is_running = parcel.experiment.status is ExperimentStatus.RUNNING
        if is_running and self._stored(parcel.experiment) is None:
            return  # it never started, so that its code belongs to nothing
        if not is_running and not self._hold(parcel):
            return
        for enclosure in parcel.enclosures:
            self.artifacts.put(enclosure.kind, enclosure.data)
        if parcel.event:
            self._publish(parcel.event)
        if not is_running:
            self._finish(parcel)

    def _hold(self, parcel: Parcel) -> bool:
        """Prolong the lease, so that nobody takes the experiment over in the middle of this.

        Returns False when somebody has, or when all was delivered before.
        """
        name, stage = parcel.experiment.experiment_id, parcel.experiment.stage
        try:
            self.store.renew(name, Lease(parcel.owner, datetime.now(UTC) + HOLD), stage)
        except ConflictError:
            _log.info("%s has its outcome, or will have another's", name)
            return False
        return True

    def _publish(self, event: FailureEvent) -> None:
        try:
            self.queue.publish(event)
        except InvalidInputError:
            # Only a forged crash report is too large for a message; the facts do without it.
            self.queue.publish(event.model_copy(update={"exceptions": ()}))

    def _finish(self, parcel: Parcel) -> None:
        wanted = parcel.experiment
        try:
            self.store.finish(wanted, owner=parcel.owner, over=parcel.over)
        except ConflictError:
            stored = self._stored(wanted)
            if stored is None or stored.status is not ExperimentStatus.RUNNING:
                _log.info("%s had its outcome before", wanted.experiment_id)
            elif wanted.status is ExperimentStatus.ADOPTED and self._champion() != parcel.over:
                raise OvertakenError(f"{parcel.over} is not champion any more") from None
            else:
                _log.warning("%s was given up for dead; others fail it", wanted.experiment_id)

    def _stored(self, experiment: Experiment) -> Experiment | None:
        try:
            return self.store.experiment(experiment.experiment_id)
        except NotFoundError:
            return None

    def _champion(self) -> str | None:
        champion = self.store.champion()
        return champion.experiment_id if champion else None
