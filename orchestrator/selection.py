"""Which codec the next candidate is made from, and what its proposer is told of the others.

Half of the candidates come from the champion, so that the line that is adopted goes on. The others
come from elites of the archive (Mouret, Clune 2015), good ones and those seldom chosen more often:
what lies behind by a little may lead further than the champion, what lies far behind hardly ever.
Weighing performance by novelty so is what Lange et al. do ("ShinkaEvolve", arXiv:2509.19349, 2025);
the weight by count is that of Ecoffet et al. ("First return, then explore", Nature 590, 2021).
"""

import logging
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from errata.archive import ArchiveStore, EliteRecord, cell_of
from errata.errors import NotFoundError, StorageError
from errata.events import ArtifactRef
from errata.experiments import Experiment
from errata.ports import ArtifactStore
from errata.taxonomy import ExperimentStatus
from orchestrator.champion import Champion
from orchestrator.codec.course import Course
from orchestrator.codec.fitness import Yardstick
from orchestrator.codec.metrics import from_dict
from orchestrator.codec.verdict import HOLD_OUT
from orchestrator.proposers.port import Brief, Elite
from orchestrator.trial import Trial

_log = logging.getLogger(__name__)
CHAMPIONS_SHARE = 0.5
"""Of the candidates that come from the champion while there are other elites."""
MOST_TOLD = 8
"""Other elites a proposer is told of, the best first."""


@dataclass(frozen=True, slots=True)
class _Codec:
    """A codec to be bettered, or to take from."""

    elite: Elite
    source: str


class Selection:
    """Chooses parents, and offers what was measured to the archive. Several threads may use it.

    It never stops a run: where the table does not answer, it goes on with what it knows.

    Parameters
    ----------
    store : ArchiveStore
        Where elites are.
    artifacts : ArtifactStore
        Where their code is.
    course : Course
        What is measured on: elites of other courses are left alone.
    """

    def __init__(self, store: ArchiveStore, artifacts: ArtifactStore, course: Course) -> None:
        self._store = store
        self._artifacts = artifacts
        self._anchors = course.working[0].anchors
        self._yardstick = Yardstick(course.working[0])
        self.course = self._yardstick.course
        """Names what is measured on and against."""
        self._elites: Sequence[EliteRecord] = ()
        self._sources: dict[str, str] = {}
        self._chosen = Counter[str]()
        self._lock = threading.Lock()

    def brief(self, champion: Champion, random: Random) -> Brief:
        """Return what a proposer may know of codecs, with a parent chosen for it."""
        best = _Codec(_elite(champion), champion.trial.code.decode("utf-8", "replace"))
        with self._lock:
            records = self._others(champion.experiment_id)
            chosen = self._choice(records, random)
            parent = self._codec(chosen) if chosen else None
            rest = (
                codec for each in records if each is not chosen and (codec := self._codec(each))
            )
            told = list(islice((*((best,) if parent else ()), *rest), MOST_TOLD))
        parent = parent or best
        return Brief(
            parent=parent.source,
            parent_id=parent.elite.experiment_id,
            points=parent.elite.points,
            anchors=self._anchors,
            front=tuple(each.elite for each in told),
            mates=tuple(each.source for each in told),
        )

    def offer(self, experiment: Experiment, trial: Trial) -> None:
        """Offer what was measured of an experiment to the archive, if nothing is wrong with it.

        One without a verdict is not offered: its candidate may be tried again.
        """
        judged = experiment.status in (ExperimentStatus.ADOPTED, ExperimentStatus.FAILED)
        if not (judged and trial.sound and experiment.code and experiment.finished_at):
            return
        points = tuple(point.as_dict() for point in trial.points)
        record = EliteRecord(
            cell=cell_of(points),
            experiment_id=experiment.experiment_id,
            code=experiment.code,
            course=self.course,
            score=self._yardstick.score(trial.points),
            points=points,
            metrics=_told(trial.metrics),
            since=experiment.finished_at,
        )
        try:
            if self._store.offer(record):
                _log.info("%s is the best of cell %s", experiment.experiment_id, record.cell.name)
        except StorageError as error:
            _log.warning("not offered to the archive: %s", error)

    def _others(self, champion_id: str) -> list[EliteRecord]:
        """Return the elites that can be compared with the champion, the best first."""
        try:
            self._elites = self._store.elites()
        except StorageError as error:
            _log.warning("archive not read: %s", error)
        kept = {each.code.sha256 for each in self._elites}
        self._sources = {name: text for name, text in self._sources.items() if name in kept}
        comparable = [each for each in self._elites if each.course == self.course]
        others = [each for each in comparable if each.experiment_id != champion_id]
        return sorted(others, key=lambda each: each.score)

    def _choice(self, records: Sequence[EliteRecord], random: Random) -> EliteRecord | None:
        """Return the elite to be the next parent, of some, best first; None for the champion."""
        if not records or random.random() < CHAMPIONS_SHARE:
            return None
        chosen = [self._chosen[each.cell.name] for each in records]
        weights = [(1 + count) ** -0.5 / rank for rank, count in enumerate(chosen, start=1)]
        (elite,) = random.choices(records, weights)
        self._chosen[elite.cell.name] += 1
        return elite

    def _codec(self, record: EliteRecord) -> _Codec | None:
        source = self._source(record.code)
        if source is None:
            return None
        points = tuple(map(from_dict, record.points))
        return _Codec(Elite(record.experiment_id, points, record.metrics), source)

    def _source(self, code: ArtifactRef) -> str | None:
        if code.sha256 not in self._sources:
            try:
                text = self._artifacts.get(code).decode("utf-8", "replace")
            except (NotFoundError, StorageError) as error:
                _log.warning("elite left out: %s", error)
                return None
            self._sources[code.sha256] = text
        return self._sources[code.sha256]


def _elite(champion: Champion) -> Elite:
    trial = champion.trial
    return Elite(champion.experiment_id, trial.points, _told(trial.metrics))


def _told(metrics: Mapping[str, float]) -> dict[str, float]:
    """Return the scores that proposers may know."""
    return {name: value for name, value in metrics.items() if not name.startswith(HOLD_OUT)}
