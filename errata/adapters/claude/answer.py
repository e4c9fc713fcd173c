"""What Claude answers: the schema it is bound to, and the checks its words must still pass."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Annotated

from anthropic import transform_schema
from anthropic.types import JSONOutputFormatParam
from pydantic import AfterValidator, BaseModel, Field, JsonValue, ValidationError

from errata.adapters.claude.client import Question, question
from errata.adapters.claude.failures import UnusableAnswerError
from errata.adapters.claude.reply import Reply
from errata.diagnosis import Evidence, Sentence, Verdict
from errata.model import Contract, Name
from errata.prompts import SYSTEM
from errata.taxonomy import Category, Severity, Stage
from errata.text import sanitize

# A model that reads hostile text may repeat it.
Words = Annotated[Sentence, AfterValidator(sanitize)]


class Answer(Contract):
    """The explanation of one case: first the proof, then what it proves."""

    id: Name
    """The case's id, as given."""
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=16)]
    root_cause: Words
    category: Category
    severity: Severity
    stage: Stage
    fix_suggestion: Words
    confidence: Annotated[float, Field(ge=0, le=1)]


class Answers(Contract):
    """One entry for each case."""

    diagnoses: tuple[Answer, ...]


# The API's grammar knows no lengths and ranges: they become prose there and are checked here.
OUTPUT_FORMAT: JSONOutputFormatParam = {"type": "json_schema", "schema": transform_schema(Answers)}


def diagnosis_question(message: str, *, model: str, max_tokens: int) -> Question:
    """Return the request to diagnose the cases of a message."""
    return question(SYSTEM, message, output=OUTPUT_FORMAT, model=model, max_tokens=max_tokens)


class _Received(BaseModel):
    """Answers before they are checked one by one, so that a bad one spoils no other."""

    diagnoses: list[dict[str, JsonValue]]


def verdicts(reply: Reply, ids: Collection[str]) -> Mapping[str, Verdict]:
    """Return the usable verdicts of a reply by id, each id among ``ids``.

    Raises
    ------
    UnusableAnswerError
        When the model refused, was cut off, or said nothing usable of any case.
    """
    try:
        received = _Received.model_validate_json(reply.text()).diagnoses
    except ValidationError as error:
        raise UnusableAnswerError("invalid_json") from error
    found = _checked(received, ids)
    if not found:
        raise UnusableAnswerError("no_valid_diagnosis")
    return found


def _checked(received: list[dict[str, JsonValue]], ids: Collection[str]) -> dict[str, Verdict]:
    # An id given twice is ambiguous, even if only one of its answers is valid.
    given = Counter(str(item.get("id")) for item in received)
    found: dict[str, Verdict] = {}
    for item in received:
        try:
            answer = Answer.model_validate(item)
            verdict = Verdict(**answer.model_dump(exclude={"id"}))
        except ValidationError:
            continue
        if answer.id in ids and given[answer.id] == 1:
            found[answer.id] = verdict
    return found
