"""Reads what a digest is computed from: the period's days by index, all else by key.

What it costs depends on how much happened in the period, up to a bound, and on nothing before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from typing import Protocol

from errata.archive import ArchiveStore
from errata.census import Census, RatePoint, taken
from errata.digest import Digest, Tale
from errata.digesting import Findings, digest, worth_telling
from errata.errors import NotFoundError
from errata.experiments import Experiment
from errata.learning import LearningStore
from errata.ports import ArtifactStore, DiagnosisStore, ExperimentQuery, ExperimentStore
from errata.telling import ancestors_of
from lambdas.admin_api.measured import measurements

MOST_EXPERIMENTS = 20_000
PAGE = 200
MOST_GROUPS = 500
MOST_KILLERS = 50
MOST_TRIED = 3
"""Artifacts read in search of anchors."""


class Store(ExperimentStore, DiagnosisStore, LearningStore, ArchiveStore, Protocol):
    """Where all of it is kept."""


def gathered(first_day: date, last_day: date, store: Store, artifacts: ArtifactStore) -> Digest:
    """Return the digest of some days, UTC and inclusive.

    Raises
    ------
    StorageError
        When the table or the bucket does not answer.
    """
    newest = _experiments(store, ExperimentQuery(first_day, last_day, limit=PAGE))
    census = taken(islice(newest, MOST_EXPERIMENTS))
    complete = next(newest, None) is None
    found = _findings(census, first_day, last_day, store, artifacts)
    return digest(census, found, first_day, last_day, complete=complete)


def _experiments(store: ExperimentStore, query: ExperimentQuery) -> Iterator[Experiment]:
    while True:
        page = store.experiments(query)
        yield from page.items
        if page.cursor is None:
            return
        query = ExperimentQuery(
            query.first_day, query.last_day, limit=query.limit, cursor=page.cursor
        )


def _findings(
    census: Census, first_day: date, last_day: date, store: Store, artifacts: ArtifactStore
) -> Findings:
    groups = [name for name, _ in census.died_of().most_common(MOST_GROUPS)]
    killers = [name for name, _ in census.skips.most_common(MOST_KILLERS)]
    best = worth_telling(census.adopted)
    return Findings(
        days=store.digests(first_day, last_day),
        groups=store.known_groups(groups),
        killers={each.experiment_id: each for each in store.verdicts(killers)},
        repairs=store.repairs(),
        tales=[Tale(each, ancestors_of(each, store)) for each in best],
        elites=store.elites(),
        anchors=_anchors(store, census.adopted, artifacts),
    )


def _anchors(
    store: ExperimentStore, adopted: Sequence[Experiment], artifacts: ArtifactStore
) -> Mapping[str, tuple[RatePoint, ...]]:
    """Return the anchors of the newest adopted codec whose measurements are kept and readable."""
    champion = None if adopted else store.champion()
    newest = [champion] if champion else list(reversed(adopted))
    for experiment in islice((each for each in newest if each.measurements), MOST_TRIED):
        with suppress(NotFoundError):
            for clip in measurements(artifacts, experiment).clips[:1]:
                return {
                    name: tuple(sorted(RatePoint(p.kbps, p.psnr_y_db) for p in points))
                    for name, points in clip.anchors.items()
                }
    return {}
