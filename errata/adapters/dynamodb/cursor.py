"""Opaque cursors: where a listing goes on, signed, and bound to the question it belongs to."""

import base64
import binascii
import hmac
import secrets

from pydantic import TypeAdapter

from errata.errors import InvalidInputError

_MAC = 16
"""Bytes of HMAC-SHA-256 that a cursor carries: half of it, the least that RFC 2104 advises."""

Position = dict[str, str]
_POSITION = TypeAdapter(Position)
_PROBLEM = "is not one this listing gave out; leave it out to start at the first page"


class Cursors:
    """Gives out cursors, and knows its own again.

    Parameters
    ----------
    key : str, optional
        The secret that processes share which continue each other's listings. Without one, only
        this object knows its cursors again.
    """

    def __init__(self, key: str | None = None) -> None:
        self._key = key.encode() if key else secrets.token_bytes(32)

    def encode(self, position: Position, question: str) -> str:
        """Return a cursor for a position in the answer to a question."""
        body = _POSITION.dump_json(position)
        return base64.urlsafe_b64encode(self._mac(body, question) + body).decode().rstrip("=")

    def decode(self, cursor: str, question: str) -> Position:
        """Return the position that a cursor names.

        Raises
        ------
        InvalidInputError
            For a cursor that was edited, made by another, or given out for another question.
        """
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            raw = base64.b64decode(padded, altchars=b"-_", validate=True)
            mac, body = raw[:_MAC], raw[_MAC:]
            # Nothing of a cursor is read before it is known to be ours.
            if hmac.compare_digest(mac, self._mac(body, question)):
                position = _POSITION.validate_json(body)
                # Base64 has idle bits; of all spellings of a cursor only the given one counts.
                if self.encode(position, question) == cursor:
                    return position
        except (binascii.Error, ValueError):
            pass
        raise InvalidInputError("cursor", _PROBLEM)

    def _mac(self, body: bytes, question: str) -> bytes:
        # A question holds no NUL, so that nothing of it can be taken for the position.
        return hmac.digest(self._key, question.encode() + b"\0" + body, "sha256")[:_MAC]
