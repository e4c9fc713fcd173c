"""Messages nobody could read: a short one for people to see, the whole text for a replay."""

import zlib
from contextlib import suppress

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.items import Item, pack, unpack
from errata.adapters.dynamodb.rows import Rows
from errata.diagnosis import ParkedMessage
from errata.errors import ConflictError, NotFoundError


def park(rows: Rows, message: ParkedMessage, whole: str | None) -> None:
    """Keep a message; the text goes first, so that what is listed can be replayed."""
    expires_at = rows.expiry()
    if whole is not None:
        text = zlib.compress(whole.encode("utf-8", "backslashreplace"))
        rows.put({**keys.parked_text(message.parked_id), "text": text, "expires_at": expires_at})
    with suppress(ConflictError):
        rows.put_new(
            {**keys.parked(message.parked_id), "body": pack(message), "expires_at": expires_at}
        )


def read(item: Item) -> ParkedMessage:
    """Return the parked message that an item holds."""
    return unpack(item, ParkedMessage)


def text(rows: Rows, parked_id: str) -> str:
    """Return the whole text of a parked message.

    Raises
    ------
    NotFoundError
        When there is no such message, or it was too large to be kept whole.
    """
    item = rows.get(keys.parked_text(parked_id))
    if item is None:
        raise NotFoundError(f"no whole text is kept of the parked message {parked_id}")
    return zlib.decompress(bytes(item["text"])).decode()


def forget(rows: Rows, parked_id: str) -> None:
    """Take a message off the list, then its text."""
    rows.delete_if(keys.parked(parked_id), {})
    rows.delete_if(keys.parked_text(parked_id), {})
