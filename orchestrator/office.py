"""Where a run's paperwork is done: leases, parcels, and what others left behind."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta

from errata.errors import StorageError
from errata.experiments import Experiment
from orchestrator.background import LONGEST_PAUSE_S, again_and_again
from orchestrator.courier import Courier
from orchestrator.leases import RENEWALS, Leases
from orchestrator.parcels import Delivery
from orchestrator.patience import Patience
from orchestrator.publish import Publisher, overtaken
from orchestrator.reaper import Reaper
from orchestrator.spool import Spool

_log = logging.getLogger(__name__)
REPLAY_S = 1.0
"""Pause between two looks into the spool; it grows while nothing can be delivered."""


class Office:
    """The leases, the courier, the publisher and the reaper of one run.

    Parameters
    ----------
    delivery : Delivery
        Where all that is published goes.
    spool : Spool
        What keeps it until then.
    owner : str
        The run's id, unlike all others.
    lease : timedelta
        Time without a sign of life after which others take this run for dead.
    patience : Patience
        How long storage is waited for.
    """

    def __init__(
        self,
        delivery: Delivery,
        spool: Spool,
        owner: str,
        lease: timedelta,
        patience: Patience,
    ) -> None:
        store = delivery.store
        self.leases = Leases(store, owner, lease)
        self._courier = Courier(
            spool, delivery, patience, overtaken=overtaken, settled=self.leases.drop
        )
        self.publisher = Publisher(store, self._courier, self.leases)
        self.reaper = Reaper(store, self.publisher, self.leases, spool.experiments)

    def catch_up(self) -> list[Experiment]:
        """Deliver what an earlier run could not, then fail what others left behind; return that.

        Raises
        ------
        StorageError
            When the table does not answer.
        """
        self._replay()
        return self.reaper.sweep()

    @contextmanager
    def open(self, on_error: Callable[[], object]) -> Iterator[None]:
        """Do what is to be done again and again; deliver what is left at the end.

        ``on_error`` is called when something there breaks that waiting does not mend.
        """
        length_s = self.leases.length.total_seconds()
        duties = (
            (self.leases.renew, length_s / RENEWALS, None),
            (self._courier.replay, REPLAY_S, LONGEST_PAUSE_S),
            (self.reaper.take_turn, length_s, None),
        )
        with ExitStack() as stack:
            for action, every_s, longest_s in duties:
                stack.enter_context(
                    again_and_again(action, every_s=every_s, longest_s=longest_s, on_error=on_error)
                )
            yield
        self._replay()

    def _replay(self) -> None:
        with suppress(StorageError):  # it stays in the spool
            self._courier.replay()
