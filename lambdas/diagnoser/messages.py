"""Reads what came off the queue, and says what is wrong with what cannot be read."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import ValidationError
from ulid import ULID

from errata.diagnosis import ParkedMessage
from errata.errors import InvalidInputError
from errata.events import FailureEvent
from errata.redaction import redact
from errata.text import shorten

BODY_LIMIT = 262_144
"""Bytes. Leaves a stored failure far below DynamoDB's 400 KB; a valid event rarely has a tenth."""
REASON_LIMIT = 1_000
PARKED_LIMIT = 8_192
READ_LIMIT = 65_536
"""Characters of a parked body that are looked at for what people see of it."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the queue."""

    id: str
    body: str
    sent_at: datetime


def read(message: Message) -> FailureEvent:
    """Return the event a message carries.

    Raises
    ------
    InvalidInputError
        Naming the offending field; the message is then one to park.
    """
    # A lone surrogate cannot come from valid UTF-8: passed on, it is refused as such.
    body = message.body.encode(errors="surrogatepass")
    if len(body) > BODY_LIMIT:
        raise InvalidInputError("body", f"{len(body):,} bytes, but at most {BODY_LIMIT:,} are read")
    try:
        return FailureEvent.model_validate_json(body)
    except ValidationError as error:
        first, *others = error.errors(include_url=False, include_input=False, include_context=False)
        more = f" (and {len(others)} more)" if others else ""
        field = ".".join(map(str, first["loc"])) or "body"
        raise InvalidInputError(field, first["msg"] + more) from error


def parked(message: Message, error: InvalidInputError, now: datetime) -> ParkedMessage:
    """Return what is kept of a message nobody can read, the same id for the same message."""
    digest = hashlib.sha256(message.id.encode()).digest()
    milliseconds = int(message.sent_at.timestamp() * 1_000)
    return ParkedMessage(
        parked_id=str(ULID(milliseconds.to_bytes(6, "big") + digest[:10])),
        parked_at=now.astimezone(UTC),
        message_id=shorten(message.id, 256),
        reason=shorten(redact(shorten(str(error), READ_LIMIT)), REASON_LIMIT),
        body=shorten(redact(shorten(message.body, READ_LIMIT)), PARKED_LIMIT),
    )


def whole(message: Message) -> str | None:
    """Return all of a message's text for a later version to read, or None if none ever will."""
    if len(message.body.encode(errors="surrogatepass")) > BODY_LIMIT:
        return None
    return redact(message.body)
