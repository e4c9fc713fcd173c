"""What Claude answers: the schema it is bound to, and the checks its words must still pass."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Annotated

from anthropic import transform_schema
from anthropic.types import JSONOutputFormatParam
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, ValidationError

from errata.adapters.claude.failures import UnusableAnswerError
from errata.adapters.claude.prices import Usage
from errata.diagnosis import Evidence, Sentence, Verdict
from errata.model import Contract, Name
from errata.taxonomy import Category, Severity, Stage
from errata.text import sanitize

Count = Annotated[int, Field(ge=0)]


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


class _Received(BaseModel):
    """Answers before they are checked one by one, so that a bad one spoils no other."""

    diagnoses: list[dict[str, JsonValue]]


class _Block(BaseModel):
    type: str
    text: str = ""


class _Usage(BaseModel):
    input_tokens: Count
    output_tokens: Count
    cache_creation_input_tokens: Count | None = None
    cache_read_input_tokens: Count | None = None


class Reply(BaseModel):
    """The part of a Messages API reply that we rely on; the vendor may add to the rest."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    content: list[_Block]
    stop_reason: str | None
    usage: _Usage

    @classmethod
    def read(cls, body: bytes) -> "Reply":
        """Parse a reply's body; UnusableAnswerError if it is none."""
        try:
            return cls.model_validate_json(body)
        except ValidationError as error:
            raise UnusableAnswerError("invalid_reply") from error

    @property
    def tokens(self) -> Usage:
        """What the call used."""
        return Usage(
            input_tokens=self.usage.input_tokens,
            output_tokens=self.usage.output_tokens,
            cache_write_tokens=self.usage.cache_creation_input_tokens or 0,
            cache_read_tokens=self.usage.cache_read_input_tokens or 0,
        )

    def verdicts(self, ids: Collection[str]) -> Mapping[str, Verdict]:
        """Return the usable verdicts by id, each id among ``ids``.

        Raises
        ------
        UnusableAnswerError
            When the model refused, was cut off, or said nothing usable of any case.
        """
        if self.stop_reason == "refusal":
            raise UnusableAnswerError("refusal")
        if self.stop_reason in {"max_tokens", "model_context_window_exceeded"}:
            raise UnusableAnswerError("truncated")
        # A thinking block may come first.
        text = next((block.text for block in self.content if block.type == "text"), None)
        if text is None:
            raise UnusableAnswerError("no_text")
        try:
            received = _Received.model_validate_json(text).diagnoses
        except ValidationError as error:
            raise UnusableAnswerError("invalid_json") from error
        verdicts = _checked(received, ids)
        if not verdicts:
            raise UnusableAnswerError("no_valid_diagnosis")
        return verdicts


def _checked(received: list[dict[str, JsonValue]], ids: Collection[str]) -> dict[str, Verdict]:
    # An id given twice is ambiguous, even if only one of its answers is valid.
    given = Counter(str(item.get("id")) for item in received)
    verdicts: dict[str, Verdict] = {}
    for item in received:
        try:
            answer = Answer.model_validate(item)
            verdict = Verdict(**answer.model_dump(exclude={"id"}))
        except ValidationError:
            continue
        if answer.id in ids and given[answer.id] == 1:
            verdicts[answer.id] = verdict
    return verdicts
