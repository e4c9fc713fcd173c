"""The accounts at the end: what there should be, what there is, and whether the two agree."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from errata.adapters.dynamodb import DynamoDbStore, experiments, keys, parking
from errata.adapters.dynamodb.items import unpack
from errata.diagnosis import Diagnosis, ParkedMessage
from errata.events import ArtifactRef, FailureEvent
from errata.experiments import Experiment
from errata.redaction import redact
from errata.taxonomy import ExperimentStatus
from infra.local.outputs import StackOutputs


@dataclass
class Stored:
    """Everything in the table and the bucket, read whole."""

    experiments: dict[str, Experiment] = field(default_factory=dict)
    failures: dict[str, tuple[FailureEvent, Diagnosis]] = field(default_factory=dict)
    group_counts: dict[str, int] = field(default_factory=dict)
    parked: dict[str, ParkedMessage] = field(default_factory=dict)
    """By the id of the message."""
    artifacts: frozenset[str] = frozenset()


def read(stack: StackOutputs) -> Stored:
    """Scan all there is; only an audit may do that."""
    session, stored = stack.session(), Stored()
    for item in _items(session.resource("dynamodb").Table(stack.table)):
        match str(item["pk"]).partition("#")[0], str(item["sk"]).partition("#")[0]:
            case "EXP", "META":
                experiment = experiments.read(item)
                stored.experiments[experiment.experiment_id] = experiment
            case "EXP", "FAIL":
                event = unpack(item, FailureEvent, "event")
                stored.failures[event.failure_id] = event, unpack(item, Diagnosis, "diagnosis")
            case "GROUP", "META":
                stored.group_counts[str(item["pk"]).partition("#")[2]] = int(item["count"])
            case "PARKED", _ if item["pk"] == keys.PARKED:
                message = parking.read(item)
                stored.parked[message.message_id] = message
    pages = session.client("s3").get_paginator("list_objects_v2")
    stored.artifacts = frozenset(
        found["Key"]
        for page in pages.paginate(Bucket=stack.artifacts_bucket)
        for found in page.get("Contents", [])
    )
    return stored


def _items(table: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - boto3's resource
    start: dict[str, Any] = {}
    while True:
        answer = table.scan(**start)
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


@dataclass(frozen=True)
class Row:
    """One account."""

    what: str
    expected: object
    found: object

    @property
    def balanced(self) -> bool:
        """Whether it is as it should be."""
        return self.expected == self.found

    def __str__(self) -> str:
        verdict = "ok" if self.balanced else "WRONG"
        if self.balanced and isinstance(self.found, set | frozenset | dict):
            return f"{self.what:<58} {len(self.found):>7}  {verdict}"
        return f"{self.what:<58} {_short(self.found):>7}  {verdict}" + (
            "" if self.balanced else f", expected {_short(self.expected)}"
        )


def _short(value: object) -> str:
    if isinstance(value, set | frozenset):
        return f"{len(value)} {[str(each)[:60] for each in sorted(value)[:3]]}"
    return str(value)[:200]


def balance(
    stored: Stored,
    store: DynamoDbStore,
    *,
    sent: Iterable[str],
    noted: Mapping[str, Mapping[str, str | None]],
    poison: Collection[str],
) -> list[Row]:
    """Return the accounts.

    Parameters
    ----------
    stored : Stored
        All there is.
    store : DynamoDbStore
        For what it says of counters.
    sent : iterable of str
        Ids of failures that were sent without an experiment.
    noted : mapping
        What orchestrators said of each experiment, by its id.
    poison : collection of str
        The messages that nobody can read.
    """
    failed = {
        e.failure_id: e
        for e in stored.experiments.values()
        if e.status is ExperimentStatus.FAILED and e.failure_id
    }
    days = sorted(event.occurred_at.date() for event, _ in stored.failures.values())
    digests = store.digests(days[0], days[-1])
    return [
        Row("failures explained", {*sent, *failed}, set(stored.failures)),
        Row("messages parked whole with a reason", {*map(redact, poison)}, _parked(stored, store)),
        Row("counters, recounted", _recounted(stored), _counted(digests)),
        Row("sources in digests, recounted", _sources(stored), _digested(digests)),
        Row("waits in digests", len(stored.failures), sum(sum(d.waits.values()) for d in digests)),
        Row("groups, recounted", _groups(stored), stored.group_counts),
        Row("experiments stuck in running", set(), _running(stored)),
        Row("failed experiments without their diagnosis", set(), _without_badge(failed.values())),
        Row("outcomes noted that are not stored", set(), _unlike(stored, noted)),
        Row("candidates tried twice", 0, _tried_twice(stored)),
        Row("artifacts nobody refers to", set(), set(stored.artifacts - _referred(stored))),
        Row("artifacts referred to and not there", set(), _referred(stored) - stored.artifacts),
    ]


def _parked(stored: Stored, store: DynamoDbStore) -> set[str]:
    return {store.parked_text(it.parked_id) for it in stored.parked.values() if it.reason}


def _recounted(stored: Stored) -> Counter[tuple[object, ...]]:
    return Counter(
        (event.occurred_at.date().isoformat(), d.category, d.severity, d.stage)
        for event, d in stored.failures.values()
    )


def _counted(digests: Iterable[Any]) -> Counter[tuple[object, ...]]:
    return Counter(
        {(c.day, c.category, c.severity, c.stage): c.count for it in digests for c in it.counts}
    )


def _sources(stored: Stored) -> Counter[object]:
    return Counter(diagnosis.source for _, diagnosis in stored.failures.values())


def _digested(digests: Iterable[Any]) -> Counter[object]:
    total: Counter[object] = Counter()
    for digest in digests:
        total.update(digest.by_source)
    return total


def _groups(stored: Stored) -> dict[str, int]:
    return dict(Counter(diagnosis.fingerprint for _, diagnosis in stored.failures.values()))


def _running(stored: Stored) -> set[str]:
    every = stored.experiments.values()
    return {e.experiment_id for e in every if e.status is ExperimentStatus.RUNNING}


def _without_badge(failed: Iterable[Experiment]) -> set[str]:
    return {e.experiment_id for e in failed if e.category is None}


def _unlike(stored: Stored, noted: Mapping[str, Mapping[str, str | None]]) -> set[str]:
    return {
        name
        for name, note in noted.items()
        if name not in stored.experiments or stored.experiments[name].status != note["status"]
    }


def _tried_twice(stored: Stored) -> int:
    verdicts = {ExperimentStatus.ADOPTED, ExperimentStatus.FAILED}
    every = stored.experiments.values()
    # A start codec has no parent; one that failed, as its machine vanished, is tried again.
    tried = Counter(e.code.sha256 for e in every if e.code and e.parent_id and e.status in verdicts)
    return sum(count - 1 for count in tried.values())


def _referred(stored: Stored) -> frozenset[str]:
    refs: list[ArtifactRef | None] = []
    for experiment in stored.experiments.values():
        refs += [experiment.code, experiment.measurements]
    for event, _ in stored.failures.values():
        refs += [event.log, event.code]
    return frozenset(ref.key for ref in refs if ref)
