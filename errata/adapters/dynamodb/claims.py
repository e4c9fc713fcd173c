"""Claims: who may ask a model about a group, so that kin in two batches are paid for once."""

import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.rows import Rows, absent
from errata.errors import ConflictError


def claim(
    rows: Rows, fingerprints: Sequence[str], *, holder: str, until: datetime
) -> frozenset[str]:
    """Return the fingerprints that are the holder's until then."""
    # The table's own clock sweeps what has run out, but days later: a reader must compare.
    expires_at = math.ceil(until.timestamp())

    def won() -> Iterator[str]:
        for fingerprint in dict.fromkeys(fingerprints):
            item = {**keys.claim(fingerprint), "holder": holder, "expires_at": expires_at}
            with suppress(ConflictError):
                rows.put_if(item, _free_or_held_by(holder))
                yield fingerprint

    return frozenset(won())


def release(rows: Rows, fingerprints: Sequence[str], *, holder: str) -> None:
    """Give up the holder's claims; those of others stay."""
    for fingerprint in fingerprints:
        with suppress(ConflictError):
            rows.delete_if(keys.claim(fingerprint), _held_by(holder))


def _free_or_held_by(holder: str) -> dict[str, Any]:
    free, held = absent(), _held_by(holder)
    condition, names = "ConditionExpression", "ExpressionAttributeValues"
    return {
        condition: f"{free[condition]} OR {held[condition]}",
        names: free[names] | held[names],
    }


def _held_by(holder: str) -> dict[str, Any]:
    return {
        "ConditionExpression": "holder = :holder",
        "ExpressionAttributeValues": {":holder": holder},
    }
