"""Delivers parcels: at once where that can be done, else from the spool until it can."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from errata.errors import ConflictError, StorageError
from errata.taxonomy import ExperimentStatus
from orchestrator.parcels import Delivery, OvertakenError, Parcel
from orchestrator.patience import Patience
from orchestrator.spool import Spool

_log = logging.getLogger(__name__)
REFUSALS = 2
"""After so many parcels in a row that could not be delivered, the others are not tried either."""


class Courier:
    """Delivers what a run publishes, and what earlier runs of this host could not.

    Parameters
    ----------
    spool : Spool
        Where parcels are kept until they are delivered.
    delivery : Delivery
        Where they go.
    patience : Patience
        How long a parcel is held in memory that no disk takes.
    overtaken : callable
        Returns what is to be published instead of an adoption that came too late.
    settled : callable
        Called with the id of each experiment that has its outcome.
    """

    def __init__(
        self,
        spool: Spool,
        delivery: Delivery,
        patience: Patience,
        *,
        overtaken: Callable[[Parcel], Parcel],
        settled: Callable[[str], None],
    ) -> None:
        self.spool = spool
        self._delivery = delivery
        self._patience = patience
        self._overtaken = overtaken
        self._settled = settled
        self._tries: Counter[int] = Counter()
        self._under_way: set[int] = set()
        self._lock = threading.Lock()

    def check_room(self) -> None:
        """Make sure that the evidence of one more experiment fits; StorageError if not."""
        self._patience.insist(self.spool.check_room)

    def send(self, parcel: Parcel) -> None:
        """Deliver a parcel now, or keep it on the disk to be delivered later.

        Raises
        ------
        StorageError
            When neither the disk takes it nor those it is for, for longer than there is patience.
        """
        try:
            with self._kept(parcel) as entry:
                self._try(entry, parcel)
        except _DiskError as error:
            _log.warning("evidence is held in memory: %s", error)
            self._patience.insist(lambda: self._deliver(parcel))

    def send_after(self, parcel: Parcel, condition: Callable[[], None]) -> None:
        """Deliver a parcel once a condition is met, which raises ConflictError if it never will be.

        Raises
        ------
        ConflictError
            From the condition; nothing is kept.
        StorageError
            When the disk takes nothing, or from the condition.
        """
        with self._kept(parcel) as entry:
            try:
                self._patience.insist(condition)
            except ConflictError:
                self.spool.remove(entry)
                raise
            self._try(entry, parcel)

    def insist(self, parcel: Parcel) -> None:
        """Deliver a parcel that everything else has to wait for.

        Raises
        ------
        OvertakenError
            When it is an adoption that came too late; nothing of it is kept.
        StorageError
            When it took too long; the parcel is kept and delivered later.
        """
        with self._kept(parcel) as entry:
            try:
                self._patience.insist(lambda: self._deliver(parcel))
            except OvertakenError:
                self.spool.remove(entry)
                raise
            self._forget(entry)

    def replay(self) -> None:
        """Try to deliver all that waits, the oldest first; what was refused often comes last.

        Raises
        ------
        StorageError
            When something still waits.
        """
        refusals: list[StorageError] = []
        for entry in sorted(self.spool.entries(), key=self._tries.__getitem__):
            with self._lock:
                if entry in self._under_way:
                    continue
            try:
                self._replay(entry)
                refusals.clear()
            except StorageError as error:
                self._tries[entry] += 1
                refusals.append(error)
            if len(refusals) == REFUSALS:
                break
        if refusals:
            raise refusals[-1]

    def _replay(self, entry: int) -> None:
        try:
            parcel = self.spool.parcel(entry)
        except ValueError:
            # It stays for people to look at; there is nothing that could be sent.
            _log.error("parcel %d of the spool cannot be read", entry)
            return
        if parcel is None:
            return
        try:
            self._deliver(parcel)
        except OvertakenError:
            self.spool.add(self._overtaken(parcel))
        self._forget(entry)

    def _try(self, entry: int, parcel: Parcel) -> None:
        try:
            self._deliver(parcel)
            self._forget(entry)
        except StorageError as error:
            _log.warning("kept in the spool: %s", error)

    def _deliver(self, parcel: Parcel) -> None:
        self._delivery.deliver(parcel)
        if parcel.experiment.status is not ExperimentStatus.RUNNING:
            self._settled(parcel.experiment.experiment_id)

    def _forget(self, entry: int) -> None:
        self.spool.remove(entry)
        del self._tries[entry]

    @contextmanager
    def _kept(self, parcel: Parcel) -> Iterator[int]:
        """Keep a parcel on the disk, which no replay touches for now."""
        with self._lock:
            try:
                entry = self.spool.add(parcel)
            except StorageError as error:
                raise _DiskError(str(error)) from error
            self._under_way.add(entry)
        try:
            yield entry
        finally:
            with self._lock:
                self._under_way.discard(entry)


class _DiskError(StorageError):
    """The spool's own disk refused."""
