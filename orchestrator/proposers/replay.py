"""Tries stored candidates again, for regression: the same code, under today's rules.

Each run claims a repetition anew, so that code which was tried may be tried again. It is judged
against today's champion; what it was made from is recorded as it was.
"""

import logging
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from random import Random

from ulid import ULID

from errata.errors import NotFoundError
from errata.experiments import Experiment
from errata.ports import ArtifactStore, ExperimentQuery, ExperimentStore, Order
from errata.taxonomy import ExperimentStatus
from orchestrator.proposers.choice import Replay
from orchestrator.proposers.port import Brief, NothingLeftError, NothingToMendError, Proposal

_log = logging.getLogger(__name__)
_JUDGED = (ExperimentStatus.ADOPTED, ExperimentStatus.FAILED)


def chosen(store: ExperimentStore, choice: Replay) -> Iterator[Experiment]:
    """Yield the stored experiments that are to be repeated; they are read as they are needed.

    Raises
    ------
    NotFoundError
        When one that is named does not exist.
    """
    if choice.experiment_ids:
        yield from map(store.experiment, choice.experiment_ids)
    elif choice.run_id:
        first_day = ULID.from_str(choice.run_id).datetime.date()
        listed = _listed(store, first_day, Order.OLDEST)
        yield from (each for each in listed if each.run_id == choice.run_id)
    else:
        listed = _listed(store, date.min, Order.NEWEST)
        yield from islice(filter(_can_be_repeated, listed), choice.newest)


class ReplayProposer:
    """Proposes what others proposed before.

    Parameters
    ----------
    experiments : iterable of Experiment
        Whose code; code that several have is tried once.
    artifacts : ArtifactStore
        Where it is kept.
    """

    name = "replay"

    def __init__(self, experiments: Iterable[Experiment], artifacts: ArtifactStore) -> None:
        self._left = _distinct(experiments)
        self._artifacts = artifacts
        self._lock = threading.Lock()

    def propose(self, brief: Brief, random: Random) -> Proposal:
        """Return the next stored candidate.

        Raises
        ------
        NothingToMendError
            When a repair is asked for.
        NothingLeftError
            When all were proposed.
        StorageError
            When what is stored cannot be read.
        """
        del random
        if brief.repair:
            raise NothingToMendError("what was tried before mends nothing")
        with self._lock:
            for original in self._left:
                code = self._code(original)
                if code is not None:
                    return Proposal(
                        code,
                        f"Again as in {original.experiment_id}: {original.hypothesis}",
                        expected_effect=original.expected_effect,
                        replays=original.experiment_id,
                        parent_id=original.parent_id or "",
                        mate_id=original.mate_id or "",
                    )
        raise NothingLeftError("nothing is left to replay")

    def _code(self, original: Experiment) -> str | None:
        if original.code is None:
            return None
        try:
            return self._artifacts.get(original.code).decode("utf-8", "surrogatepass")
        except NotFoundError:
            _log.warning("%s is not repeated: its code is gone", original.experiment_id)
            return None


def _distinct(experiments: Iterable[Experiment]) -> Iterator[Experiment]:
    seen: set[str] = set()
    for each in experiments:
        if _can_be_repeated(each) and each.code and each.code.sha256 not in seen:
            seen.add(each.code.sha256)
            yield each


def _can_be_repeated(experiment: Experiment) -> bool:
    return (
        experiment.code is not None and experiment.status in _JUDGED and experiment.replays is None
    )


def _listed(store: ExperimentStore, first_day: date, order: Order) -> Iterator[Experiment]:
    query = ExperimentQuery(first_day, datetime.now(UTC).date(), order=order)
    while True:
        page = store.experiments(query)
        yield from page.items
        if page.cursor is None:
            return
        query = replace(query, cursor=page.cursor)
