"""Which deaths are worth a repair, and what a repair shows."""

from datetime import UTC, datetime

import pytest

from errata.diagnosis import FailureRecord
from errata.events import FailureEvent
from errata.repairs import RepairAttempt
from errata.taxonomy import Category, ExperimentStatus, Stage, Verification
from orchestrator.learning.mending import shown_by
from orchestrator.learning.patients import Job, blamed_line, is_curable
from orchestrator.proposers.port import Brief, NothingToMendError, Proposal
from tests.support.samples import FINGERPRINT, diagnosis, experiment, failure, ulid
from tests.unit.orchestrator.house import ADOPTED, FAILED, START

VERIFIED, REFUTED = Verification.VERIFIED, Verification.REFUTED

CURABLE = {
    "status": FAILED,
    "stage": Stage.ENCODE,
    "parent_id": ulid(number=5),
    "code": {"key": "code/x", "sha256": "0" * 64, "size": 1},
    "failure_id": ulid(number=6),
    "category": Category.RUNTIME_ERROR,
    "fingerprint": FINGERPRINT,
    "confidence": 0.9,
}


def test_a_sure_diagnosis_of_the_codes_own_fault_is_worth_a_repair() -> None:
    assert is_curable(experiment(**CURABLE))


@pytest.mark.parametrize(
    "without",
    [
        {"confidence": 0.5},
        {"fingerprint": None, "category": None, "failure_id": None},
        {"parent_id": None},
        {"code": None, "stage": Stage.PROPOSE},
        {"stage": Stage.JUDGE},
        {"stage": Stage.PUBLISH},
        {"repairs": ulid(number=7)},
        {"metrics": {"bd_rate_vs_champion_percent": -3.0}},
    ],
    ids=["unsure", "unexplained", "start", "no code", "judged", "publish", "repair", "hold-out"],
)
def test_what_is_not_worth_a_repair(without: dict[str, object]) -> None:
    assert not is_curable(experiment(**(CURABLE | without)))


def attempt() -> RepairAttempt:
    known = diagnosis(failure())
    fields = known.model_dump(include={"failure_id", "fingerprint", "category", "source"})
    return RepairAttempt.model_validate(
        fields
        | {
            "repairs": known.experiment_id,
            "diagnosed_at": known.diagnosed_at,
            "claimed_at": datetime.now(UTC),
        }
    )


BETTER = {"metrics": {"bd_rate_vs_champion_percent": -3.0}}


@pytest.mark.parametrize(
    ("ended", "shown"),
    [
        ({"status": ADOPTED}, VERIFIED),
        (
            {"status": FAILED, "stage": Stage.JUDGE, "fingerprint": "v2-" + "9" * 32, **BETTER},
            VERIFIED,
        ),
        ({"status": FAILED, "stage": Stage.ENCODE, **BETTER}, VERIFIED),
        ({"status": FAILED, "fingerprint": FINGERPRINT}, REFUTED),
        ({"status": FAILED, "fingerprint": "v2-" + "9" * 32}, None),
        ({"status": FAILED, "stage": Stage.JUDGE, "fingerprint": "v2-" + "9" * 32}, None),
        ({"status": FAILED}, None),
        ({"status": ExperimentStatus.SKIPPED}, None),
    ],
    ids=[
        *("adopted", "no better", "dies on the hold-out clip", "same death", "other death"),
        *("breaks the gates", "unexplained", "skipped"),
    ],
)
def test_what_a_repair_shows(ended: dict[str, object], shown: Verification | None) -> None:
    assert shown_by(attempt(), experiment(1, **ended)) is shown


def test_the_blamed_line_is_where_the_first_exception_left_the_candidate() -> None:
    def frame(file: str, line: int) -> dict[str, object]:
        return {"file": file, "line": line, "function": "f"}

    frames = [frame("candidate.py", 3), frame("candidate.py", 9), frame("numpy/core.py", 1)]
    event = failure(
        exceptions=[
            {"type": "TypeError", "frames": [frame("numpy/core.py", 4)]},
            {"type": "ValueError", "frames": frames},
            {"type": "OSError", "frames": [frame("candidate.py", 77)]},
        ]
    )
    assert blamed_line(record_of(event)) == 9


@pytest.mark.parametrize(
    ("quote", "line"),
    [
        ('File "candidate.py", line 12, in encode', 12),
        ("candidate.py:7: SyntaxError", 7),
        ("ValueError: shapes", None),
        ("candidate.py:0: nowhere", None),
    ],
)
def test_without_exceptions_evidence_names_the_line(quote: str, line: int | None) -> None:
    assert blamed_line(record_of(failure(), evidence=[{"line": 1, "quote": quote}])) == line


def record_of(event: FailureEvent, **said: object) -> FailureRecord:
    return FailureRecord(event=event, diagnosis=diagnosis(event, **said))


def test_a_repair_that_gives_what_is_known_is_none() -> None:
    job = Job(attempt(), Brief(START, "0" * 26))
    with pytest.raises(NothingToMendError):
        job.checked(Proposal(START + "# a comment\n", "again"))
    assert job.checked(Proposal(START + "ANOTHER = 1\n", "anew")).operator == "repair/runtime_error"
