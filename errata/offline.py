"""Diagnosis without any service: one JSON object or one log in, an explanation out."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue, StringConstraints, ValidationError

from errata.diagnosis import Verdict
from errata.errors import InvalidInputError
from errata.events import ExitFacts, FailureEvent
from errata.fingerprint import fingerprint_examined
from errata.model import Contract
from errata.patterns import Examination, examine, match_examined
from errata.redaction import Redactor
from errata.taxonomy import Category, Source, Stage
from errata.text import Log, sanitize, shorten

MAX_LOG = 16 << 20
"""Characters of log that are read; of a longer one the end."""
_NOBODY = "0" * 26
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_TEXTS = ("error_message", "logs", "code")
_STAGE_OF = {
    Category.SYNTAX_ERROR: Stage.VALIDATE,
    Category.IMPORT_ERROR: Stage.VALIDATE,
    Category.VALIDATION_ERROR: Stage.VALIDATE,
    Category.LOGIC_ERROR: Stage.JUDGE,
}


class OfflineFailure(Contract):
    """One line of ``errata diagnose --offline --jsonl``."""

    model_config = ConfigDict(strict=True)

    id: Annotated[str, StringConstraints(max_length=256)] | int
    error_message: str
    logs: str
    code: str | None = None
    stage: Annotated[Stage, Field(strict=False)] | None = None
    """Where it failed, if known."""
    exit_code: int | None = None
    signal: Annotated[int, Field(ge=1, le=64)] | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict by the rules, and the fingerprint of the failure."""

    verdict: Verdict
    fingerprint: str


def diagnose_line(line: str) -> dict[str, JsonValue]:
    """Diagnose one failure given as a JSON object.

    Parameters
    ----------
    line : str
        An object with ``id``, ``error_message``, ``logs`` and optionally ``code``, ``stage``,
        ``exit_code`` and ``signal``.

    Returns
    -------
    dict
        ``id``, ``category``, ``severity``, ``stage``, ``root_cause``, ``fix_suggestion``,
        ``evidence``, ``confidence``, ``source`` and ``fingerprint``; for a line that is not valid
        ``error`` with ``field`` and ``message``, and ``id`` if it could be read.
    """
    identity: JsonValue = None
    try:
        given = _parse(line)
        identity = given.get("id")
        failure = _validate(given)
    except InvalidInputError as error:
        known = {"id": identity} if isinstance(identity, str | int) else {}
        return {**known, "error": {"field": error.field, "message": error.problem}}
    explanation = explain(failure)
    return {
        "id": failure.id,
        **explanation.verdict.model_dump(mode="json"),
        "source": Source.PATTERNS.value,
        "fingerprint": explanation.fingerprint,
    }


def diagnose_log(text: str) -> Explanation:
    """Diagnose a failure of which only the log is known."""
    return explain(OfflineFailure(id="log", error_message="", logs=sanitize(text)))


def explain(failure: OfflineFailure) -> Explanation:
    """Diagnose by the rules alone; the same input always gets the same answer."""
    mask = Redactor()
    log = _log(failure.logs, mask)
    event = FailureEvent(
        failure_id=_NOBODY,
        experiment_id=_NOBODY,
        occurred_at=_ALWAYS,
        stage=failure.stage or Stage.ENCODE,
        error_message=shorten(mask(failure.error_message), 8_192),
        exit=ExitFacts(code=failure.exit_code, signal=failure.signal),
    )
    examination = examine(event, log)
    verdict = match_examined(examination).verdict
    if failure.stage is None:
        stage = _stage(verdict.category, examination)
        staged = event.model_copy(update={"stage": stage})
        examination = Examination(staged, log)
        verdict = match_examined(examination).verdict
    return Explanation(verdict, fingerprint_examined(examination))


def _log(text: str, mask: Redactor) -> Log:
    cut = max(0, len(text) - MAX_LOG)
    cut = text.find("\n", cut) + 1 or cut if cut else 0
    return Log(mask(text[cut:]), 1 + text.count("\n", 0, cut))


def _stage(category: Category, examination: Examination) -> Stage:
    """Guess the stage from the category and the frames, where nobody told it."""
    if category in _STAGE_OF:
        return _STAGE_OF[category]
    decisive = examination.decisive
    functions = [place.function for place in decisive.statement.places] if decisive else []
    for stage in (Stage.DECODE, Stage.MEASURE):
        if any(stage.value in function for function in functions):
            return stage
    return Stage.ENCODE


def _parse(line: str) -> dict[str, JsonValue]:
    try:
        given: JsonValue = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError("line", f"not a JSON object: {error}") from None
    if not isinstance(given, dict):
        raise InvalidInputError("line", "not a JSON object; write one object on each line")
    return given


def _validate(given: dict[str, JsonValue]) -> OfflineFailure:
    texts = {name: sanitize(value) for name in _TEXTS if isinstance(value := given.get(name), str)}
    try:
        return OfflineFailure.model_validate({**given, **texts})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = str(first["loc"][0]) if first["loc"] else "line"
        raise InvalidInputError(sanitize(field), first["msg"]) from None
