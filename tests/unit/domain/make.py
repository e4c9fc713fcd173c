"""Builders of test data: events, and failures that really happen."""

import traceback
from datetime import UTC, datetime
from types import TracebackType

from errata.diagnosis import Diagnosis, Verdict
from errata.events import ExitFacts, FailureEvent
from errata.patterns import PatternMatch, match, rules_version
from errata.prompts import PROMPT_VERSION
from errata.redaction import redact_event
from errata.taxonomy import Category, Severity, Source, Stage

NOON = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


def ulid(number: int = 0) -> str:
    return f"01HZX0000000000000000{number:05d}"


def event(log: str = "", number: int = 1, **fields: object) -> FailureEvent:
    given = {
        "failure_id": ulid(number),
        "experiment_id": ulid(90_000 + number),
        "occurred_at": NOON,
        "stage": Stage.ENCODE,
        "log_tail": log,
        **fields,
    }
    return FailureEvent.model_validate(given)


def explained(log: str = "", error_message: str = "", **exit_facts: object) -> PatternMatch:
    facts = ExitFacts.model_validate(exit_facts)
    return match(redact_event(event(log, error_message=error_message, exit=facts)))


def crash(source: str, filename: str = "candidate.py") -> str:
    """Run source that fails and return the traceback Python prints."""
    try:
        exec(compile(source, filename, "exec"), {})  # noqa: S102 - our own source, made to fail
    except BaseException as error:  # noqa: BLE001 - whatever it raises is what the test wants
        return "".join(traceback.format_exception(error.with_traceback(_own(error.__traceback__))))
    raise AssertionError("the source was expected to fail")


def _own(frames: TracebackType | None) -> TracebackType | None:
    """Return the frames without this file's."""
    while frames and frames.tb_frame.f_code.co_filename == __file__:
        frames = frames.tb_next
    return frames


def verdict(**fields: object) -> Verdict:
    given = {
        "category": Category.RUNTIME_ERROR,
        "severity": Severity.HIGH,
        "stage": Stage.ENCODE,
        "root_cause": "The transform was given an odd width.",
        "fix_suggestion": "Pad the frame to a multiple of eight.",
        "confidence": 0.9,
        **fields,
    }
    return Verdict.model_validate(given)


def diagnosis(fingerprint: str, **fields: object) -> Diagnosis:
    given = {
        **verdict().model_dump(),
        "failure_id": ulid(7),
        "experiment_id": ulid(8),
        "fingerprint": fingerprint,
        "source": Source.CLAUDE,
        "diagnosed_at": NOON,
        "model": "claude-haiku-5-5",
        "prompt_version": PROMPT_VERSION,
        "rules_version": rules_version(),
        "cost_usd": 0.004,
        **fields,
    }
    return Diagnosis.model_validate(given)
