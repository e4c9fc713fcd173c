"""The change token of the table: whoever knows it knows whether there is anything new to read."""

from ulid import ULID

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.rows import Rows


def token(rows: Rows) -> str:
    """Return a token that changes whenever an experiment or a diagnosis is written."""
    item = rows.get(keys.VERSION)
    return str(item["token"]) if item else "empty"


def touch(rows: Rows) -> None:
    """Change the token."""
    rows.put({**keys.VERSION, "token": str(ULID()), "expires_at": rows.expiry()})
