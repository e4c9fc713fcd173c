"""Experiments, failures and diagnoses for tests: valid, and different only where a test says so."""

from datetime import UTC, datetime

from ulid import ULID

from errata.diagnosis import Diagnosis
from errata.events import FailureEvent
from errata.experiments import Experiment
from errata.taxonomy import Category, ExperimentStatus, Severity, Source, Stage

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FINGERPRINT = "v1-" + "a" * 32


def ulid(when: datetime = NOON, number: int = 0) -> str:
    """The ULID made at a time, with ``number`` where randomness would be."""
    milliseconds = int(when.timestamp() * 1_000)
    return str(ULID(milliseconds.to_bytes(6, "big") + number.to_bytes(10, "big")))


def experiment(number: int = 0, *, started_at: datetime = NOON, **fields: object) -> Experiment:
    """A running experiment."""
    running = {
        "experiment_id": ulid(started_at, number),
        "run_id": ulid(),
        "status": ExperimentStatus.RUNNING,
        "stage": Stage.ENCODE,
        "proposer": "mutate",
        "started_at": started_at,
        "metrics": {},
    }
    return Experiment.model_validate(running | fields)


def failure(number: int = 0, *, occurred_at: datetime = NOON, **fields: object) -> FailureEvent:
    """A failure while encoding; the n-th one belongs to the n-th experiment."""
    known = {
        "failure_id": ulid(occurred_at, number),
        "experiment_id": ulid(NOON, number),
        "occurred_at": occurred_at,
        "stage": Stage.ENCODE,
        "error_message": "shapes do not match",
        "log_tail": "encode\nValueError: shapes do not match\n",
    }
    return FailureEvent.model_validate(known | fields)


def diagnosis(event: FailureEvent, **fields: object) -> Diagnosis:
    """A diagnosis of a failure, by patterns."""
    known = {
        "failure_id": event.failure_id,
        "experiment_id": event.experiment_id,
        "fingerprint": FINGERPRINT,
        "source": Source.PATTERNS,
        "diagnosed_at": event.occurred_at,
        "category": Category.RUNTIME_ERROR,
        "severity": Severity.HIGH,
        "stage": event.stage,
        "root_cause": "Two planes of different shape are added.",
        "fix_suggestion": "Crop both planes to the smaller one.",
        "evidence": [{"line": 2, "quote": "ValueError: shapes do not match"}],
        "confidence": 0.9,
    }
    return Diagnosis.model_validate(known | fields)
