"""The ports of the domain, fulfilled by the table."""

import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from errata.adapters.dynamodb import (
    aliases,
    ancestry,
    claims,
    counters,
    deciding,
    diagnoses,
    experiments,
    group_items,
    keys,
    learning,
    leases,
    lineage,
    parking,
    recording,
    revising,
    version,
)
from errata.adapters.dynamodb.archive import Archive
from errata.adapters.dynamodb.cursor import Cursors
from errata.adapters.dynamodb.pages import page
from errata.adapters.dynamodb.repairs import Repairs
from errata.adapters.dynamodb.rows import Rows, Write, absent
from errata.adapters.dynamodb.trail import Trail
from errata.adapters.dynamodb.views import Views
from errata.diagnosis import (
    Correction,
    DayDigest,
    Diagnosis,
    FailureRecord,
    Group,
    ParkedMessage,
    Verdict,
)
from errata.events import FailureEvent
from errata.experiments import Experiment
from errata.learning import Arm, Death, Outcome
from errata.leases import Lease
from errata.ports import ExperimentQuery, Page
from errata.taxonomy import Category, ExperimentStatus, GroupStatus, Stage

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

RETENTION_DAYS = 180


class DynamoDbStore(Archive, Repairs, Trail, Views):
    """All ports that keep something, on one table: experiments, diagnoses, lessons, elites, views.

    Every read is by key or index, so that it costs the same however much is stored.

    Parameters
    ----------
    table : Table
        boto3's table resource.
    retention_days : int
        Days after which what is written now expires.
    cursors : Cursors, optional
        Signs where pages end; needed where another process may be asked for the next page.
    """

    def __init__(
        self,
        table: "Table",
        retention_days: int = RETENTION_DAYS,
        cursors: Cursors | None = None,
    ) -> None:
        super().__init__(Rows(table, retention_days * 86_400, cursors or Cursors()))
        self._days_marked: set[str] = set()

    # SharedExperiments

    def start(self, experiment: Experiment, lease: Lease | None = None) -> None:
        """Store a new experiment; ConflictError if its id or, under a lease, its code is taken."""
        self._mark_day(keys.day_of(experiment.experiment_id))
        expires_at = self._rows.expiry()
        item = experiments.started(experiment, expires_at)
        writes = lineage.born(experiment, expires_at)
        if lease:
            item |= leases.attributes(lease)
            writes += leases.claimed(experiment, expires_at)
        self._rows.transact([{"Put": {"Item": item, **absent()}}, *writes])
        self._touch()

    def finish(
        self, experiment: Experiment, *, owner: str | None = None, over: str | None = None
    ) -> None:
        """Replace a running experiment by its outcome; ConflictError if it is not running.

        With an owner, its lease must still be held, and ``over`` must still be champion.
        """
        writes: list[Write] = [{"Update": experiments.finished(experiment, owner)}]
        adopted = experiment.status is ExperimentStatus.ADOPTED
        if adopted:
            writes += ancestry.kept(self._rows, experiment.parent_id)
        if owner:
            writes += leases.released(experiment, int(time.time()))
        if adopted and owner:
            writes.append(leases.crowned(experiment, over))
        elif adopted:
            writes.append({"Put": {"Item": experiments.champion(experiment)}})
        self._rows.transact(writes)
        self._touch()

    def renew(self, experiment_id: str, lease: Lease, stage: Stage) -> None:
        """Prolong a lease and note the stage reached; ConflictError if it is another's by now."""
        self._rows.update(leases.renewed(experiment_id, lease, stage))

    def overdue(self, first_day: date, last_day: date, *, now: datetime) -> Sequence[Experiment]:
        """Return running experiments of some days whose lease has run out, oldest first."""
        return list(leases.overdue(self._rows, first_day, last_day, now))

    def take_over(self, experiment_id: str, lease: Lease, *, now: datetime) -> None:
        """Make an overdue experiment one's own; ConflictError if it is not overdue any more."""
        self._rows.update(leases.taken_over(experiment_id, lease, now))

    def experiment(self, experiment_id: str) -> Experiment:
        """Return one experiment; NotFoundError if there is none."""
        return experiments.get(self._rows, experiment_id)

    def experiments(self, query: ExperimentQuery) -> Page[Experiment]:
        """Return one page in the order asked for; InvalidInputError for a bad cursor."""
        return experiments.page(self._rows, query)

    def children(
        self, experiment_id: str, *, limit: int, cursor: str | None = None
    ) -> Page[Experiment]:
        """Return one page of what was made from an experiment, newest first."""
        return lineage.children(self._rows, experiment_id, limit, cursor)

    def champion(self) -> Experiment | None:
        """Return the experiment adopted last."""
        item = self._rows.get(keys.CHAMPION)
        return experiments.read(item) if item else None

    # DiagnosisStore

    def record(self, event: FailureEvent, diagnosis: Diagnosis) -> bool:
        """Store a diagnosed failure; False, and nothing changed, if it is stored already."""
        new = recording.record(self._rows, event, diagnosis)
        # Also for a failure stored before: the writer may have died between the two.
        self._touch()
        return new

    def recorded(self, events: Sequence[FailureEvent]) -> frozenset[str]:
        """Return the failure ids among ``events`` that are stored already."""
        return diagnoses.recorded(self._rows, events)

    def remembered(self, fingerprints: Sequence[str]) -> Mapping[str, Diagnosis]:
        """Return the best reusable diagnosis of each known fingerprint."""
        return diagnoses.remembered(self._rows, fingerprints)

    def claim(self, fingerprints: Sequence[str], *, holder: str, until: datetime) -> frozenset[str]:
        """Return the fingerprints that ``holder`` alone may ask a model about, until then."""
        return claims.claim(self._rows, fingerprints, holder=holder, until=until)

    def release(self, fingerprints: Sequence[str], *, holder: str) -> None:
        """Give up claims; those of other holders stay."""
        claims.release(self._rows, fingerprints, holder=holder)

    def canonical(self, former: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
        """Return the group that each fingerprint belongs to, given its former names."""
        return aliases.canonical(self._rows, former)

    def upgradeable(self, *, limit: int, cursor: str | None = None) -> Page[FailureRecord]:
        """Return one page of failures whose diagnosis a model may better, oldest first."""
        read = diagnoses.read_failure
        return page(
            self._rows, keys.UPGRADEABLE, read, limit, cursor, index="gsi2", oldest_first=True
        )

    def upgrade(self, diagnosis: Diagnosis) -> bool:
        """Put a better diagnosis in the place of an upgradeable one; False if it is none."""
        upgraded = revising.upgrade(self._rows, diagnosis)
        self._touch()
        return upgraded

    def correct(
        self, experiment_id: str, failure_id: str, verdict: Verdict, *, by: str, at: datetime
    ) -> FailureRecord:
        """Put a person's verdict in the place of a diagnosis; NotFoundError if there is none."""
        record = revising.correct(self._rows, experiment_id, failure_id, verdict, by=by, at=at)
        self._touch()
        return record

    def corrections(
        self, experiment_id: str, failure_id: str, *, limit: int
    ) -> Sequence[Correction]:
        """Return the last corrections of a failure, newest first."""
        return diagnoses.corrections(self._rows, experiment_id, failure_id, limit)

    def set_group_status(
        self, fingerprint: str, status: GroupStatus, *, by: str, at: datetime
    ) -> Group:
        """Decide what becomes of a group; NotFoundError if there is none."""
        group = deciding.set_status(self._rows, fingerprint, status, by=by, at=at)
        self._touch()
        return group

    def examples(self, category: Category, *, limit: int) -> Sequence[Diagnosis]:
        """Return the newest corrected diagnoses of a category."""
        return diagnoses.examples(self._rows, category, limit)

    def failure(self, experiment_id: str, failure_id: str) -> FailureRecord:
        """Return one diagnosed failure; NotFoundError if there is none."""
        return diagnoses.failure(self._rows, experiment_id, failure_id)

    def group(self, fingerprint: str) -> Group:
        """Return one group; NotFoundError if there is none."""
        return diagnoses.group(self._rows, fingerprint)

    def groups(
        self, *, limit: int, cursor: str | None = None, status: GroupStatus | None = None
    ) -> Page[Group]:
        """Return one page of groups, last seen first; of one status only, if one is given."""
        index, partition = ("gsi2", keys.groups(status)) if status else ("gsi1", keys.GROUPS)
        return page(self._rows, partition, group_items.read, limit, cursor, index=index)

    def new_groups(self, first_day: date, last_day: date, *, limit: int) -> Page[Group]:
        """Return the latest groups first seen in the days given, newest first."""
        days = keys.days(first_day, last_day)
        read = group_items.read
        return page(self._rows, keys.NEW_GROUPS, read, limit, None, index="gsi3", between=days)

    def group_failures(
        self, fingerprint: str, *, limit: int, cursor: str | None = None
    ) -> Page[FailureRecord]:
        """Return one page of a group's failures, newest first."""
        read = diagnoses.read_failure
        return page(self._rows, keys.kin(fingerprint), read, limit, cursor, index="gsi1")

    def digests(self, first_day: date, last_day: date) -> Sequence[DayDigest]:
        """Return what was counted on each day that had failures, oldest first."""
        return counters.digests(self._rows, first_day, last_day)

    def version(self) -> str:
        """Return a token that changes whenever an experiment or a diagnosis is written."""
        return version.token(self._rows)

    def park(self, message: ParkedMessage, whole: str | None = None) -> None:
        """Keep a message that cannot be read; parking it twice changes nothing."""
        parking.park(self._rows, message, whole)
        self._touch()

    def parked(self, *, limit: int, cursor: str | None = None) -> Page[ParkedMessage]:
        """Return one page of parked messages, newest first."""
        return page(self._rows, keys.PARKED, parking.read, limit, cursor)

    def parked_text(self, parked_id: str) -> str:
        """Return a parked message's whole text; NotFoundError if it is not kept."""
        return parking.text(self._rows, parked_id)

    def unpark(self, parked_id: str) -> None:
        """Forget a parked message; nothing happens when there is none."""
        parking.forget(self._rows, parked_id)
        self._touch()

    # LearningStore

    def arms(self) -> Sequence[Arm]:
        """Return how all kinds of edit fare, in the order of their names."""
        return learning.arms(self._rows)

    def credit(self, outcome: Outcome) -> None:
        """Add an outcome to its arm, whoever else does so at the same time."""
        learning.credit(self._rows, outcome)

    def remember(self, deaths: Sequence[Death]) -> None:
        """Keep what constructs died of."""
        learning.remember(self._rows, deaths)

    def deaths(self, constructs: Sequence[str]) -> Sequence[Death]:
        """Return what is known of constructs."""
        return learning.deaths(self._rows, constructs)

    def verdicts(self, experiment_ids: Sequence[str]) -> Sequence[Experiment]:
        """Return experiments with their diagnoses, in no order."""
        return learning.verdicts(self._rows, experiment_ids)

    def known_groups(self, fingerprints: Sequence[str]) -> Mapping[str, Group]:
        """Return the groups that exist, by fingerprint."""
        return learning.known_groups(self._rows, fingerprints)

    def _mark_day(self, day: str) -> None:
        """Note that a day has experiments: once for each process, however many there are."""
        if day not in self._days_marked:
            expires_at = self._rows.expiry() + 86_400
            self._rows.put({"pk": keys.DAYS, "sk": day, "expires_at": expires_at})
            self._days_marked.add(day)

    def _touch(self) -> None:
        version.touch(self._rows)
