"""From an outage to the better diagnosis: the two functions, the table and the model's API."""

import json
from collections.abc import Callable

import pytest

from errata.taxonomy import Category, Source
from lambdas.diagnoser import bootstrap as diagnoser
from tests.adapters.diagnoser.function import UNKNOWN, Diagnosing, MakeEvent
from tests.support.anthropic_batches import EXPIRED, BatchService, errored, succeeded
from tests.support.anthropic_server import answer_all, case_ids, refused

BACKLOG = 5
"""Distinct failures that are many, by the setting of these tests."""
Fail = Callable[..., list[dict[str, object]]]


@pytest.fixture
def outage(diagnose: Diagnosing, event: MakeEvent) -> Fail:
    """Returns failures that patterns explained while the model was overloaded."""

    def during(*kinds: str) -> list[dict[str, object]]:
        diagnose.set_key("sk-test")
        diagnose.claude.respond = lambda _: refused(529, "overloaded_error")
        failures = [event(**{**UNKNOWN, "error_message": f"the {it} said 42"}) for it in kinds]
        assert diagnose(*failures) == []
        for failure in failures:
            found = diagnose.stored(failure).diagnosis
            assert (found.source, found.upgradeable) == (Source.PATTERNS, True)
        diagnose.claude.requests.clear()
        diagnose.claude.respond = answer_all
        return failures

    return during


def kinds(count: int) -> list[str]:
    return [f"{letter}-drive" for letter in "abcdefghijklmnopqrstuvwxyz"[:count]]


def test_after_an_outage_the_model_explains_what_patterns_had_to(
    diagnose: Diagnosing, outage: Fail
) -> None:
    first, kin, other = outage("flux", "flux", "warp")
    assert diagnose.upgrade() == {"recalled": 1, "answered": 2, "abandoned": 0, "submitted": 0}

    (request,) = diagnose.claude.requests
    assert len(case_ids(request)) == 2
    better = [diagnose.stored(it).diagnosis for it in (first, kin, other)]
    assert [it.source for it in better] == [Source.CLAUDE, Source.MEMORY, Source.CLAUDE]
    assert {it.category for it in better} == {Category.IMPORT_ERROR}
    assert not any(it.upgradeable for it in better)
    assert better[0].cost_usd > 0
    assert better[1].cost_usd == 0
    assert diagnose.store.group(better[0].fingerprint).category is Category.IMPORT_ERROR
    assert diagnose.store.upgradeable(limit=10).items == ()

    assert set(diagnose.upgrade().values()) == {0}
    assert len(diagnose.claude.requests) == 1


def test_counters_follow_the_better_diagnosis(diagnose: Diagnosing, outage: Fail) -> None:
    (failure,) = outage("flux")
    record = diagnose.stored(failure)
    day = record.event.occurred_at.date()
    (before,) = diagnose.store.digests(day, day)
    diagnose.upgrade()
    (after,) = diagnose.store.digests(day, day)
    assert sum(it.count for it in before.counts) == 1
    assert [(it.category, it.count) for it in after.counts] == [(Category.IMPORT_ERROR, 1)]
    assert after.by_source == {Source.CLAUDE: 1}
    assert after.cost_usd == pytest.approx(diagnose.stored(failure).diagnosis.cost_usd, abs=1e-9)


def test_a_backlog_is_answered_at_half_the_price(
    diagnose: Diagnosing,
    outage: Fail,
    event: MakeEvent,
    capsys: pytest.CaptureFixture[str],
) -> None:
    service = BatchService(diagnose.claude)
    failures = outage(*kinds(BACKLOG))
    assert diagnose.upgrade()["submitted"] == BACKLOG
    assert diagnose.claude.requests == []
    assert set(diagnose.upgrade().values()) == {0}
    assert len(service.batches) == 1

    # One more of a kind that is being asked about waits with it, and costs nothing.
    late = event(**{**UNKNOWN, "error_message": "the a-drive said 42"})
    diagnose.claude.respond = lambda request: answer_all(request, root_cause="asked twice")
    diagnose(late)

    service.batches[0].end()
    capsys.readouterr()
    done = diagnose.upgrade()
    assert done["answered"] == BACKLOG
    assert '"outcome":"batch"' in capsys.readouterr().out
    found = [diagnose.stored(it).diagnosis for it in failures]
    assert {it.source for it in found} == {Source.CLAUDE}
    assert all(it.cost_usd == pytest.approx(0.5 * 0.0002) for it in found)
    assert diagnose.store.upgradeable(limit=10).items == ()


def test_what_the_batch_left_is_asked_about_directly(diagnose: Diagnosing, outage: Fail) -> None:
    service = BatchService(diagnose.claude)
    failures = outage(*kinds(BACKLOG))
    diagnose.upgrade()
    first, second, *_ = service.batches[0].requests
    results = {
        first["custom_id"]: EXPIRED,
        second["custom_id"]: errored("invalid_request_error"),
    }
    service.batches[0].end(lambda it: results.get(case_ids(it)[0]) or succeeded(it))

    done = diagnose.upgrade()
    assert done == {"recalled": 0, "answered": BACKLOG - 1, "abandoned": 1, "submitted": 0}
    (request,) = diagnose.claude.requests
    assert len(case_ids(request)) == 1
    found = [diagnose.stored(it).diagnosis for it in failures]
    assert [it.source for it in found].count(Source.PATTERNS) == 1
    assert not any(it.upgradeable for it in found)


def test_a_model_still_down_changes_nothing(diagnose: Diagnosing, outage: Fail) -> None:
    failures = outage("flux", "warp")
    before = [diagnose.stored(it) for it in failures]
    diagnose.claude.respond = lambda _: refused(529, "overloaded_error")
    assert set(diagnose.upgrade().values()) == {0}
    assert [diagnose.stored(it) for it in failures] == before


def test_without_a_key_nothing_is_asked_and_nothing_given_up(
    diagnose: Diagnosing, outage: Fail
) -> None:
    (failure,) = outage("flux")
    diagnose.set_key(" ")
    assert set(diagnose.upgrade().values()) == {0}
    assert diagnose.stored(failure).diagnosis.upgradeable
    assert diagnose.claude.requests == []


def test_on_bedrock_a_backlog_is_asked_about_directly(
    diagnose: Diagnosing, outage: Fail, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = BatchService(diagnose.claude)
    outage(*kinds(BACKLOG))
    monkeypatch.setenv("ERRATA_CLAUDE_PROVIDER", "bedrock")
    monkeypatch.setenv("ERRATA_CLAUDE_MODEL", "anthropic.claude-haiku-5-5")
    assert diagnose.upgrade()["answered"] == BACKLOG
    assert service.calls == []
    assert diagnose.claude.requests[0]["model"] == "anthropic.claude-haiku-5-5"


def test_a_refused_key_that_is_put_right_leaves_nothing_behind(
    diagnose: Diagnosing, event: MakeEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    diagnose.set_key("sk-wrong")
    diagnose.claude.respond = lambda _: refused(401, "authentication_error")
    failure = event(**UNKNOWN)
    diagnose(failure)
    assert diagnose.stored(failure).diagnosis.source is Source.PATTERNS

    diagnose.set_key("sk-right")
    diagnose.claude.respond = answer_all
    monkeypatch.setattr("errata.adapters.claude.breaker.ACCESS.recovery_timeout", 0)
    diagnoser.environment.cache_clear()
    assert diagnose.upgrade()["answered"] == 1
    assert diagnose.stored(failure).diagnosis.source is Source.CLAUDE


def test_what_a_pass_did_is_measured(
    diagnose: Diagnosing, outage: Fail, capsys: pytest.CaptureFixture[str]
) -> None:
    outage("flux", "flux")
    capsys.readouterr()
    diagnose.upgrade()
    blobs = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    measured = {name: value for blob in blobs for name, value in blob.items()}
    assert (measured["UpgradesAnswered"], measured["UpgradesRecalled"]) == ([1.0], [1.0])
    assert measured["ModelCostUsd"][0] > 0
