"""Learns from the outcomes of a run, and tells its proposers what was learnt."""

import logging
import math
import threading
from collections import deque
from dataclasses import dataclass, replace
from itertools import islice
from random import Random

from errata.diagnosis import Group
from errata.errors import StorageError
from errata.experiments import Experiment
from errata.learning import OTHERS, Arm, Death, LearningStore, Outcome
from errata.taxonomy import Category, ExperimentStatus, GroupStatus, Stage
from orchestrator.codec.verdict import BD_RATE
from orchestrator.learning.bandit import advice
from orchestrator.learning.preflight import Constructs, constructs
from orchestrator.proposers.port import Brief, Lesson

_log = logging.getLogger(__name__)
REFRESH_EVERY = 8
"""Experiments between two looks at what others learnt."""
ASKED_AT_A_TIME = 25
"""Failures whose diagnosis is looked for at a time."""
MOST_PENDING = 200
"""Failures that are waited for; of more, the oldest are counted without their group."""
MOST_LESSONS = 16
MOST_GROUPS = 100


class Untaught:
    """Learns nothing, and has nothing to tell."""

    def brief(self, brief: Brief, random: Random) -> Brief:
        """Return the brief with what was learnt."""
        del random
        return brief

    def foreseen(self, parent: str, candidate: str) -> Death | None:
        """Return the death that a candidate is known to be in for."""
        del parent, candidate
        return None

    def note(self, experiment: Experiment, parent: str, candidate: str) -> None:
        """Learn from a finished experiment."""


@dataclass(frozen=True, slots=True)
class _Pending:
    experiment_id: str
    arm: str
    constructs: Constructs


class Learner(Untaught):
    """Learns from outcomes and diagnoses. Several threads may use it at a time.

    It never stops a run: where the table does not answer, it goes on with what it knows.

    Parameters
    ----------
    store : LearningStore
        Where what is learnt is kept and shared.
    """

    def __init__(self, store: LearningStore) -> None:
        self._store = store
        self._arms: tuple[Arm, ...] = ()
        self._resolved: frozenset[str] = frozenset()
        self._lessons: tuple[Lesson, ...] = ()
        self._pending: deque[_Pending] = deque()
        self._noted = 0
        self._lock = threading.Lock()
        self._refresh()

    def brief(self, brief: Brief, random: Random) -> Brief:
        """Return the brief with advice on the arms, and lessons."""
        return replace(
            brief, advice=advice(self._arms, self._resolved, random), lessons=self._lessons
        )

    def foreseen(self, parent: str, candidate: str) -> Death | None:
        """Return what the same construct died of, unless its group is resolved."""
        known_by = constructs(parent, candidate).known_by
        try:
            deaths = self._store.deaths(known_by)
            groups = self._store.known_groups([death.fingerprint for death in deaths])
        except StorageError as error:
            _log.warning("not looked up: %s", error)
            return None
        resolved = {name for name, g in groups.items() if g.status is GroupStatus.RESOLVED}
        return next((death for death in deaths if death.fingerprint not in resolved), None)

    def note(self, experiment: Experiment, parent: str, candidate: str) -> None:
        """Credit the arm of an experiment: at once if it was judged, else when it is explained."""
        adopted = experiment.status is ExperimentStatus.ADOPTED
        failed = experiment.status is ExperimentStatus.FAILED
        arm = experiment.operator
        if not arm or not (adopted or failed):
            return
        with self._lock:
            try:
                if adopted or experiment.stage is Stage.JUDGE:
                    self._credit(
                        Outcome(arm, adopted, gained=_gain(experiment) if adopted else 0.0)
                    )
                elif BD_RATE in experiment.metrics:
                    # It died on the hold-out clip, of which no proposer may learn.
                    self._credit(Outcome(arm, died_of=OTHERS))
                else:
                    new = constructs(parent, candidate)
                    self._pending.append(_Pending(experiment.experiment_id, arm, new))
                self._catch_up()
            except StorageError as error:
                _log.warning("not learnt: %s", error)
            self._noted += 1
            if self._noted % REFRESH_EVERY == 0:
                self._refresh()

    def _credit(self, outcome: Outcome) -> None:
        """Add an outcome for all, and to what we know ourselves until we look again."""
        self._store.credit(outcome)
        operator = outcome.arm.partition("/")[0]
        known = {arm.operator: arm for arm in self._arms}
        known[operator] = known.get(operator, Arm(operator=operator)).after(outcome)
        self._arms = tuple(known.values())

    def _catch_up(self) -> None:
        """Look once at the oldest failures that wait for their diagnosis; block for none."""
        asked = {each.experiment_id: each for each in islice(self._pending, ASKED_AT_A_TIME)}
        for known in self._store.verdicts(list(asked)) if asked else ():
            if known.fingerprint and known.category:
                pending = asked[known.experiment_id]
                self._pending.remove(pending)
                self._bury(pending, known.fingerprint, known.category)
        while len(self._pending) > MOST_PENDING:
            self._credit(Outcome(self._pending.popleft().arm, died_of=OTHERS))

    def _bury(self, pending: _Pending, fingerprint: str, category: Category) -> None:
        self._credit(Outcome(pending.arm, died_of=fingerprint))
        blamed = pending.constructs.blamed(category)
        name = pending.experiment_id
        self._store.remember(
            [Death(known_by=it, experiment_id=name, fingerprint=fingerprint) for it in blamed]
        )

    def _refresh(self) -> None:
        try:
            arms = tuple(self._store.arms())
            counts, last_arm = _deaths(arms)
            most = sorted(counts, key=lambda group: -counts[group])[:MOST_GROUPS]
            groups = self._store.known_groups(most)
        except StorageError as error:
            _log.warning("not refreshed: %s", error)
            return
        self._arms = arms
        self._resolved = frozenset(
            name for name, group in groups.items() if group.status is GroupStatus.RESOLVED
        )
        self._lessons = tuple(
            Lesson(
                group.exemplar_experiment_id,
                last_arm[name],
                group.category,
                group.root_cause,
                group.fix_suggestion,
                group.count,
                verified=_is_proven(group),
            )
            for name in sorted(most, key=lambda name: not _is_proven(groups.get(name)))
            if (group := groups.get(name)) and name not in self._resolved
        )[:MOST_LESSONS]


def _is_proven(group: Group | None) -> bool:
    """Tell whether a repair that followed a group's diagnosis lived: what helps is told first."""
    return group is not None and group.verified > 0


def _gain(experiment: Experiment) -> float:
    """Return how much less rate than its parent's an adopted candidate takes, as a logarithm."""
    bd_rate = experiment.metrics.get(BD_RATE, 0.0)
    return max(0.0, -math.log1p(max(bd_rate, -99.0) / 100))


def _deaths(arms: tuple[Arm, ...]) -> tuple[dict[str, float], dict[str, str]]:
    """Return how many died of each group, and the operator it kills most."""
    counts: dict[str, float] = {}
    worst: dict[str, tuple[float, str]] = {}
    for arm in arms:
        for group, count in arm.tally.deaths.items():
            if group != OTHERS:
                counts[group] = counts.get(group, 0.0) + count
                worst[group] = max(worst.get(group, (0.0, "")), (count, arm.operator))
    return counts, {group: operator for group, (_, operator) in worst.items()}
