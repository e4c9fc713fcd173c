"""Opaque cursors: where a listing goes on, bound to the question it belongs to."""

import base64
import binascii
import hashlib

from pydantic_core import from_json, to_json

from errata.errors import InvalidInputError

_DIGEST = 12
"""Bytes; enough that no edited cursor is taken for ours by chance. It guards no secret."""

Position = dict[str, str]


def encode(position: Position, question: str) -> str:
    """Return a cursor for a position in the answer to a question."""
    body = to_json(position)
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
    except (binascii.Error, ValueError):
        raise InvalidInputError("cursor", _PROBLEM) from None
    digest, body = raw[:_DIGEST], raw[_DIGEST:]
    if digest != _digest(body, question):
        raise InvalidInputError("cursor", _PROBLEM)
    position: Position = from_json(body)
    return position


_PROBLEM = "is not one this listing gave out; leave it out to start at the first page"


def _digest(body: bytes, question: str) -> bytes:
    return hashlib.sha256(question.encode() + b"\0" + body).digest()[:_DIGEST]
