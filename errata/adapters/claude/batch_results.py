"""What a finished batch says, line by line: each answer lands on the failure it was asked about."""

from collections import Counter
from collections.abc import Iterator

from pydantic import BaseModel, JsonValue, ValidationError

from errata.adapters.claude.answer import verdicts
from errata.adapters.claude.failures import UnusableAnswerError
from errata.adapters.claude.prices import BATCH_FACTOR, Usage, price_of
from errata.adapters.claude.reply import Reply
from errata.backlog import Collected, PendingBatch, Question
from errata.diagnosis import Verdict
from errata.ports import ModelAnswer

_UNASKED = frozenset({"expired", "canceled"})
_OUR_FAULT = "invalid_request_error"
"""The one error of a request that asking it again would repeat."""


class _Cause(BaseModel):
    type: str


class _Error(BaseModel):
    error: _Cause


class _Result(BaseModel):
    type: str
    message: JsonValue = None
    error: _Error | None = None


class _Line(BaseModel):
    custom_id: str
    result: _Result


def read_results(body: bytes, batch: PendingBatch) -> Collected:
    """Return what the results file of a batch says of its questions.

    Every question of an ended batch is either answered, or asking it again is vain, or it was not
    asked in the end: it expired, was cancelled, or the model's service failed it.
    """
    lines = list(_lines(body))
    # An id given twice is ambiguous.
    given = Counter(line.custom_id for line in lines)
    results = {line.custom_id: line.result for line in lines if given[line.custom_id] == 1}
    answers: dict[str, ModelAnswer | None] = {}
    spent_usd = 0.0
    for question in batch.questions:
        result = results.get(question.request_id)
        if result is not None and _was_not_asked(result):
            continue
        reply = _reply(result)
        usage = reply.tokens if reply else Usage()
        cost_usd = price_of(batch.model).usd(usage) * BATCH_FACTOR
        spent_usd += cost_usd
        verdict = _verdict(reply, question)
        answers[question.failure_id] = (
            ModelAnswer(
                verdict=verdict,
                model=batch.model,
                prompt_version=batch.prompt_version,
                input_tokens=usage.prompt_tokens,
                output_tokens=usage.output_tokens,
                cost_usd=cost_usd,
            )
            if verdict
            else None
        )
    return Collected(answers, spent_usd)


def _lines(body: bytes) -> Iterator[_Line]:
    for line in body.split(b"\n"):
        try:
            yield _Line.model_validate_json(line)
        except ValidationError:
            continue  # what it was about counts as unanswered


def _was_not_asked(result: _Result) -> bool:
    if result.type == "errored":
        return result.error is None or result.error.error.type != _OUR_FAULT
    return result.type in _UNASKED


def _reply(result: _Result | None) -> Reply | None:
    if result is None or result.type != "succeeded":
        return None
    try:
        return Reply.model_validate(result.message)
    except ValidationError:
        return None


def _verdict(reply: Reply | None, question: Question) -> Verdict | None:
    if reply is None:
        return None
    try:
        return verdicts(reply, [question.request_id])[question.request_id]
    except UnusableAnswerError:
        return None
