"""The cascade: memory, one model call for all that is new, patterns; and every claim checked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from errata.diagnosis import Evidence
from errata.errors import ModelUnavailableError, StorageError
from errata.events import FailureEvent
from errata.fingerprint import fingerprint
from errata.patterns import rules_version
from errata.prompts import PROMPT_VERSION
from errata.provenance import Patient, admit
from errata.redaction import redact_event
from errata.taxonomy import Source, Verification
from tests.unit.domain.diagnosing import IMPORT, INDEX, INDEX_MARK, Model, diagnose
from tests.unit.domain.make import NOON, diagnosis, event, ulid, verdict
from tests.unit.domain.remembering import FakeMemory


def test_patterns_speak_where_there_is_no_model() -> None:
    record = diagnose(event(INDEX))[0]
    assert record.diagnosis.source is Source.PATTERNS
    assert record.diagnosis.rule == "index"
    assert record.diagnosis.cost_usd == 0
    assert not record.diagnosis.upgradeable
    assert record.diagnosis.latency_ms > 0
    assert record.diagnosis.failure_id == record.event.failure_id


def test_one_call_serves_all_that_is_new_and_kin_share_the_answer() -> None:
    model = Model(verdict=verdict())
    records = diagnose(event(INDEX, 1), event(IMPORT, 2), event(INDEX, 3), model=model)
    assert len(model.asked) == 1
    assert [case.failure_id for case in model.asked[0]] == [ulid(1), ulid(2)]
    sources = [record.diagnosis.source for record in records]
    assert sources == [Source.CLAUDE, Source.CLAUDE, Source.MEMORY]
    assert [record.diagnosis.cost_usd for record in records] == [0.0014, 0.0014, 0]
    assert [record.event.failure_id for record in records] == [ulid(1), ulid(2), ulid(3)]
    assert records[2].diagnosis.fingerprint == records[0].diagnosis.fingerprint
    assert records[2].diagnosis.model == "claude-haiku-5-5"


def test_kin_quote_their_own_log() -> None:
    claim = (Evidence(line=5, quote="IndexError: list index out of range"),)
    late = event(f"one\ntwo\n{INDEX}", 2)
    records = diagnose(event(INDEX, 1), late, model=Model(verdict=verdict(evidence=claim)))
    own, kin = (record.diagnosis.evidence[0].line for record in records)
    assert kin == own + 2
    assert records[1].diagnosis.confidence == records[0].diagnosis.confidence


def test_the_model_sees_evidence_facts_and_code_but_no_secret() -> None:
    model = Model(verdict=verdict())
    raw = event(f"TOKEN=q1w2e3r4t5y6\n{INDEX}", error_message="key q1w2e3r4t5y6 refused")
    diagnose(raw, model=model, code={ulid(1): "KEY_PASSWORD = 'hunter2hunter2'\ny[9]"})
    case = model.asked[0][0]
    assert "IndexError: list index out of range" in case.evidence
    assert "y[9]" in case.code
    assert "q1w2e3r4t5y6" not in repr(case)
    assert "hunter2" not in repr(case)
    assert 9 < model.deadlines[0] < 10


def test_a_remembered_diagnosis_is_readdressed_and_costs_nothing() -> None:
    known = event(INDEX, 1)
    old = diagnosis(
        fingerprint(redact_event(known)),
        evidence=(
            Evidence(line=900, quote="IndexError: list index out of range"),
            Evidence(line=2, quote="a line only the old log had"),
        ),
    )
    model = Model(verdict=verdict())
    new = diagnose(event(f"one\ntwo\n{INDEX}", 5), model=model, memory=FakeMemory([old]))
    found = new[0].diagnosis
    assert model.asked == []
    assert found.source is Source.MEMORY
    assert found.failure_id == ulid(5)
    assert found.cost_usd == 0
    assert found.root_cause == old.root_cause
    line = f"one\ntwo\n{INDEX}".split("\n").index("IndexError: list index out of range") + 1
    assert found.evidence == (Evidence(line=line, quote="IndexError: list index out of range"),)


def test_a_person_outranks_the_model_even_when_unsure() -> None:
    person = diagnosis(
        INDEX_MARK, source=Source.HUMAN, confidence=0.1, root_cause="The clip is broken."
    )
    model = Model(verdict=verdict())
    record = diagnose(event(INDEX), model=model, memory=FakeMemory([person]))[0]
    assert model.asked == []
    assert record.diagnosis.root_cause == "The clip is broken."


STALE = [
    {"source": Source.PATTERNS},
    {"prompt_version": "of yesterday"},
    {"rules_version": "of yesterday"},
    {"rules_version": None},
    {"model": "claude-haiku-4-5"},
    {"confidence": 0.3, "diagnosed_at": NOON - timedelta(days=1)},
    {"verified": Verification.REFUTED},
]


@pytest.mark.parametrize("stale", STALE)
def test_what_would_be_answered_differently_today_is_asked_anew(stale: dict[str, object]) -> None:
    model = Model(verdict=verdict())
    diagnose(event(INDEX), model=model, memory=FakeMemory([diagnosis(INDEX_MARK, **stale)]))
    assert len(model.asked) == 1


def test_a_model_is_told_what_a_repair_has_refuted() -> None:
    wrong = {
        "root_cause": "The clip is too short. TOKEN=q1w2e3r4t5y6",
        "fix_suggestion": "Loop it.",
    }
    known = diagnosis(INDEX_MARK, verified=Verification.REFUTED, **wrong)
    model = Model(verdict=verdict(root_cause="The list has eight entries."))
    records = diagnose(event(INDEX), event(IMPORT, 2), model=model, memory=FakeMemory([known]))
    told, other = model.asked[0]
    assert "The clip is too short" in told.refuted
    assert "Loop it." in told.refuted
    assert "q1w2e3r4t5y6" not in told.refuted
    assert other.refuted == ""
    assert records[0].diagnosis.root_cause == "The list has eight entries."


def test_without_a_model_the_rules_speak_in_the_place_of_what_was_refuted() -> None:
    known = diagnosis(INDEX_MARK, verified=Verification.REFUTED)
    record = diagnose(event(INDEX), memory=FakeMemory([known]))[0]
    assert record.diagnosis.source is Source.PATTERNS


@pytest.mark.parametrize(
    "known", [{"verified": Verification.VERIFIED}, {"source": Source.HUMAN, "verified": "refuted"}]
)
def test_what_a_repair_verified_or_a_person_said_stands(known: dict[str, object]) -> None:
    model = Model(verdict=verdict())
    memory = FakeMemory([diagnosis(INDEX_MARK, **known)])
    assert diagnose(event(INDEX), model=model, memory=memory)[0].diagnosis.source is Source.MEMORY
    assert model.asked == []


def test_without_a_model_any_models_answer_is_good() -> None:
    known = diagnosis(INDEX_MARK, model="claude-haiku-4-5")
    record = diagnose(event(INDEX), memory=FakeMemory([known]))[0]
    assert record.diagnosis.source is Source.MEMORY


def test_an_unsure_answer_is_not_paid_for_again_on_the_same_day() -> None:
    unsure = diagnosis(INDEX_MARK, confidence=0.3, diagnosed_at=NOON - timedelta(hours=23))
    model = Model(verdict=verdict())
    record = diagnose(event(INDEX), model=model, memory=FakeMemory([unsure]))[0]
    assert model.asked == []
    assert (record.diagnosis.source, record.diagnosis.confidence) == (Source.MEMORY, 0.3)


def test_a_person_is_right_whatever_the_versions() -> None:
    person = diagnosis(
        INDEX_MARK, source=Source.HUMAN, prompt_version=None, rules_version=None, model=None
    )
    model = Model(verdict=verdict())
    record = diagnose(event(INDEX), model=model, memory=FakeMemory([person]))[0]
    assert model.asked == []
    assert record.diagnosis.source is Source.MEMORY


@pytest.mark.parametrize("upgradeable", [True, False])
def test_patterns_take_over_when_the_model_fails(upgradeable: bool) -> None:
    model = Model(error=ModelUnavailableError("overloaded", upgradeable=upgradeable))
    record = diagnose(event(INDEX), model=model)[0]
    assert record.diagnosis.source is Source.PATTERNS
    assert record.diagnosis.upgradeable is upgradeable


def test_patterns_take_over_for_a_case_the_model_left_out() -> None:
    record = diagnose(event(INDEX), model=Model())[0]
    assert record.diagnosis.source is Source.PATTERNS
    assert record.diagnosis.upgradeable


def test_the_model_is_not_asked_when_there_is_no_time_left() -> None:
    model = Model(verdict=verdict())
    record = diagnose(event(INDEX), model=model, deadline_s=0.3)[0]
    assert model.asked == []
    assert record.diagnosis.upgradeable


def test_an_outage_of_the_memory_is_not_hidden() -> None:
    memory = FakeMemory()
    memory.broken = {"remembered"}
    with pytest.raises(StorageError):
        diagnose(event(INDEX), memory=memory)


def test_no_events_no_calls() -> None:
    model = Model(verdict=verdict())
    assert diagnose(model=model) == []
    assert model.asked == []


def test_every_diagnosis_says_by_which_rules_and_prompt_it_was_made() -> None:
    by_rules = diagnose(event(INDEX))[0].diagnosis
    assert (by_rules.rules_version, by_rules.prompt_version) == (rules_version(), None)
    said, kin = diagnose(event(INDEX), event(INDEX, 2), model=Model(verdict=verdict()))
    for told in (said.diagnosis, kin.diagnosis):
        assert (told.rules_version, told.prompt_version) == (
            rules_version(),
            PROMPT_VERSION,
        )


def test_a_group_that_an_earlier_algorithm_named_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    old = "v0-" + "0f" * 16

    def with_former_name(event: FailureEvent) -> Patient:
        return replace(admit(event), former=(old,))

    monkeypatch.setattr("errata.diagnoser.admit", with_former_name)
    memory = FakeMemory([diagnosis(old, source=Source.HUMAN, root_cause="A person knew.")])
    assert diagnose(event(INDEX), memory=memory)[0].diagnosis.fingerprint == INDEX_MARK
    memory.groups = {old}
    found = diagnose(event(INDEX), memory=memory)[0].diagnosis
    assert (found.fingerprint, found.root_cause) == (old, "A person knew.")
