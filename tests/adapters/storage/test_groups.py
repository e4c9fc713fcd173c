from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errata.adapters.dynamodb import DynamoDbStore
from errata.diagnosis import Diagnosis
from errata.errors import InvalidInputError
from errata.events import FailureEvent
from errata.taxonomy import Category, GroupStatus, Severity, Source, Stage
from tests.support.aws import CREDENTIALS, deployed
from tests.support.samples import FINGERPRINT, NOON, diagnosis, failure

FINGERPRINTS = tuple("v1-" + letter * 32 for letter in "abc")


@st.composite
def failures(draw: st.DrawFn) -> list[tuple[FailureEvent, Diagnosis]]:
    """Failures of three groups over six weeks, arriving in any order, some of them twice."""
    days = draw(st.lists(st.integers(0, 40), min_size=1, max_size=10))
    made = []
    for number, days_ago in enumerate(days):
        event = failure(number, occurred_at=NOON - timedelta(days=days_ago, minutes=number))
        verdict = diagnosis(
            event,
            fingerprint=draw(st.sampled_from(FINGERPRINTS)),
            category=draw(st.sampled_from(list(Category)[:2])),
            severity=draw(st.sampled_from(list(Severity)[:2])),
            stage=draw(st.sampled_from(list(Stage)[:2])),
            source=draw(st.sampled_from(Source)),
        )
        made.append((event, verdict))
    return made + draw(st.lists(st.sampled_from(made), max_size=3))


@given(arriving=failures(), limit=st.integers(1, 4))
@settings(max_examples=15)
def test_groups_and_counters_equal_a_recount(
    arriving: list[tuple[FailureEvent, Diagnosis]], limit: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in CREDENTIALS.items():
            patch.setenv(name, value)
        with deployed() as cloud:
            recount(DynamoDbStore(cloud.table), arriving, limit)


def recount(
    store: DynamoDbStore, arriving: list[tuple[FailureEvent, Diagnosis]], limit: int
) -> None:
    for event, verdict in arriving:
        store.record(event, verdict)
    once = {event.failure_id: (event, verdict) for event, verdict in arriving}.values()

    expected = Counter(
        (e.occurred_at.date().isoformat(), d.category, d.severity, d.stage) for e, d in once
    )
    digests = store.digests(NOON.date() - timedelta(days=60), NOON.date())
    counted = [it for digest in digests for it in digest.counts]
    assert {(c.day, c.category, c.severity, c.stage): c.count for c in counted} == expected

    assert sum(sum(it.waits.values()) for it in digests) == len(once)
    by_source = sum((Counter(it.by_source) for it in digests), Counter[Source]())
    assert by_source == Counter(verdict.source for _, verdict in once)

    kin: dict[str, list[FailureEvent]] = {}
    for event, verdict in once:
        kin.setdefault(verdict.fingerprint, []).append(event)
    groups = store.groups(limit=10).items
    assert store.groups(limit=10, status=GroupStatus.OPEN).items == groups
    new = store.new_groups(NOON.date() - timedelta(days=60), NOON.date(), limit=10).items
    assert new == tuple(sorted(groups, key=lambda it: it.first_seen, reverse=True))
    assert {it.fingerprint: it.count for it in groups} == {f: len(es) for f, es in kin.items()}
    assert [it.last_seen for it in groups] == sorted((it.last_seen for it in groups), reverse=True)
    for group in groups:
        seen = sorted((e.occurred_at for e in kin[group.fingerprint]), reverse=True)
        assert (group.last_seen, group.first_seen) == (seen[0], seen[-1])
        assert found(store, group.fingerprint, limit) == seen
        by_day = Counter(when.date().isoformat() for when in seen)
        assert [(it.day, it.count) for it in group.recent] == sorted(by_day.items())
        store.failure(group.exemplar_experiment_id, group.exemplar_failure_id)


def found(store: DynamoDbStore, fingerprint: str, limit: int) -> list[object]:
    times: list[object] = []
    cursor: str | None = None
    while True:
        page = store.group_failures(fingerprint, limit=limit, cursor=cursor)
        assert len(page.items) <= limit
        times += [record.event.occurred_at for record in page.items]
        cursor = page.cursor
        if cursor is None:
            return times


def test_counters_know_their_days(store: DynamoDbStore) -> None:
    for days_ago in range(4):
        event = failure(days_ago, occurred_at=NOON - timedelta(days=days_ago))
        store.record(event, diagnosis(event))

    today = NOON.date()
    digests = store.digests(today - timedelta(days=2), today - timedelta(days=1))

    assert [it.day for it in digests] == ["2026-11-18", "2026-11-19"]


def test_pages_of_groups_hold_each_once_and_their_cursor_no_other_listing(
    store: DynamoDbStore,
) -> None:
    for number in range(5):
        event = failure(number, occurred_at=NOON + timedelta(minutes=number))
        store.record(event, diagnosis(event, fingerprint=f"v1-{number:032x}"))

    first = store.groups(limit=3)
    second = store.groups(limit=3, cursor=first.cursor)

    listed = [it.fingerprint for it in first.items + second.items]
    assert listed == [f"v1-{number:032x}" for number in (4, 3, 2, 1, 0)]
    assert second.cursor is None
    with pytest.raises(InvalidInputError, match=r"^cursor: "):
        store.group_failures(FINGERPRINT, limit=3, cursor=first.cursor)
    with pytest.raises(InvalidInputError, match=r"^cursor: "):
        store.parked(limit=3, cursor=first.cursor)


def remember(store: DynamoDbStore, number: int, **fields: object) -> Diagnosis:
    event = failure(number, occurred_at=NOON + timedelta(minutes=number))
    verdict = diagnosis(event, **fields)
    store.record(event, verdict)
    return verdict


def test_memory_prefers_a_person_to_the_model(store: DynamoDbStore) -> None:
    claude = remember(store, 1, source=Source.CLAUDE, model="m")
    assert store.remembered([FINGERPRINT, FINGERPRINTS[1]]) == {FINGERPRINT: claude}

    person = remember(store, 2, source=Source.HUMAN, confidence=0.5)
    remember(store, 3, source=Source.CLAUDE, confidence=1.0)
    remember(store, 4, source=Source.MEMORY)

    assert store.remembered([FINGERPRINT]) == {FINGERPRINT: person}


def test_patterns_are_not_remembered(store: DynamoDbStore) -> None:
    """They answer again for nothing; remembered, they would keep the model from being asked."""
    remember(store, 1, source=Source.PATTERNS)
    remember(store, 2, source=Source.PATTERNS, upgradeable=True)

    assert store.remembered([FINGERPRINT]) == {}


def test_a_group_speaks_by_its_best_and_latest_diagnosis(store: DynamoDbStore) -> None:
    remember(store, 1, source=Source.PATTERNS, root_cause="a guess")
    remember(store, 2, source=Source.CLAUDE, root_cause="the reason")
    remember(store, 3, source=Source.PATTERNS, root_cause="another guess")

    group = store.group(FINGERPRINT)

    assert (group.root_cause, group.count) == ("the reason", 3)
