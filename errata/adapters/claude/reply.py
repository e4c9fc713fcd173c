"""A reply of the Messages API: what we rely on of it, whoever asked."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from errata.adapters.claude.failures import UnusableAnswerError
from errata.adapters.claude.prices import Usage

Count = Annotated[int, Field(ge=0)]


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

    def text(self) -> str:
        """Return what the model wrote.

        Raises
        ------
        UnusableAnswerError
            When it refused, was cut off, or wrote nothing.
        """
        if self.stop_reason == "refusal":
            raise UnusableAnswerError("refusal")
        if self.stop_reason in {"max_tokens", "model_context_window_exceeded"}:
            raise UnusableAnswerError("truncated")
        # A thinking block may come first.
        text = next((block.text for block in self.content if block.type == "text"), None)
        if text is None:
            raise UnusableAnswerError("no_text")
        return text
