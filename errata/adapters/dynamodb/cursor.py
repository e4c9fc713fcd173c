"""Opaque cursors: where a listing goes on, bound to the question it belongs to."""

import base64
import binascii
import hashlib

from pydantic import TypeAdapter

from errata.errors import InvalidInputError

_DIGEST = 12
"""Bytes; enough that no edited cursor is taken for ours by chance. It guards no secret."""

Position = dict[str, str]
_POSITION = TypeAdapter(Position)


def encode(position: Position, question: str) -> str:
    """Return a cursor for a position in the answer to a question."""
    body = _POSITION.dump_json(position)
    return base64.urlsafe_b64encode(_digest(body, question) + body).decode().rstrip("=")


def decode(cursor: str, question: str) -> Position:
    """Return the position that a cursor names.

    Raises
    ------
    InvalidInputError
        For a cursor that was edited, or that belongs to another question.
    """
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        position = _POSITION.validate_json(raw[_DIGEST:])
    except (binascii.Error, ValueError):
        raise InvalidInputError("cursor", _PROBLEM) from None
    # Encoding is unambiguous, so that this compares the digest and every other bit too.
    if encode(position, question) != cursor:
        raise InvalidInputError("cursor", _PROBLEM)
    return position


_PROBLEM = "is not one this listing gave out; leave it out to start at the first page"


def _digest(body: bytes, question: str) -> bytes:
    return hashlib.sha256(question.encode() + b"\0" + body).digest()[:_DIGEST]
