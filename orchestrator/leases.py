"""The leases of the experiments that this orchestrator runs."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from errata.errors import ConflictError, StorageError
from errata.leases import Lease, SharedExperiments
from errata.taxonomy import Stage

_log = logging.getLogger(__name__)
RENEWALS = 3
"""How often a lease is renewed before it would run out."""


def now() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


class Leases:
    """Prolongs the leases of one owner for as long as it is asked to.

    Parameters
    ----------
    store : SharedExperiments
        Where the experiments are.
    owner : str
        Whose leases these are; no two orchestrators share a name.
    length : timedelta
        How long an experiment stays its owner's after a sign of life.
    clock : callable
        Returns the time now, in UTC.
    """

    def __init__(
        self,
        store: SharedExperiments,
        owner: str,
        length: timedelta,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.owner = owner
        self.length = length
        self.clock = clock
        self._store = store
        self._held: dict[str, Stage] = {}
        self._lost: set[str] = set()
        self._lock = threading.Lock()

    def lease(self) -> Lease:
        """Return a lease from now on."""
        return Lease(self.owner, self.clock() + self.length)

    def hold(self, experiment_id: str, stage: Stage) -> None:
        """Prolong the lease of an experiment from now on, and note the stage it has reached."""
        with self._lock:
            if experiment_id not in self._lost:
                self._held[experiment_id] = stage

    def drop(self, experiment_id: str) -> None:
        """Prolong a lease no more."""
        with self._lock:
            self._held.pop(experiment_id, None)
            self._lost.discard(experiment_id)

    def holds(self, experiment_id: str) -> bool:
        """Tell whether an experiment's lease is prolonged."""
        with self._lock:
            return experiment_id in self._held

    def is_lost(self, experiment_id: str) -> bool:
        """Tell whether others took the experiment over."""
        with self._lock:
            return experiment_id in self._lost

    def renew(self) -> None:
        """Prolong all leases that are held.

        Raises
        ------
        StorageError
            When the table does not answer; the other leases have been tried, too.
        """
        with self._lock:
            held = dict(self._held)
        problem: StorageError | None = None
        for experiment_id, stage in held.items():
            try:
                self._store.renew(experiment_id, self.lease(), stage)
            except ConflictError:
                self._lose(experiment_id)
            except StorageError as error:
                problem = error
        if problem:
            raise problem

    def _lose(self, experiment_id: str) -> None:
        with self._lock:
            # Unless it had its outcome meanwhile, somebody took this one for dead.
            if self._held.pop(experiment_id, None):
                self._lost.add(experiment_id)
                _log.warning("the lease of %s is lost", experiment_id)
