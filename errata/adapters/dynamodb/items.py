"""Contracts to items and back.

A contract is one compressed JSON attribute, ``body``: numbers keep their value (DynamoDB's own type
refuses binary floats), a 32 KB log tail takes a few KB, and an item stays far below 400 KB. What a
query needs stands beside it as attributes of their own.
"""

import time
import zlib
from typing import Any, TypeVar

from pydantic_core import from_json

from errata.errors import StorageError
from errata.model import Contract

Item = dict[str, Any]
C = TypeVar("C", bound=Contract)

BODY_LIMIT = 1 << 20
"""Bytes a stored body may unpack to: four times the largest event the contract admits."""


def pack(contract: Contract) -> bytes:
    """Return a contract as compressed JSON."""
    return zlib.compress(contract.model_dump_json().encode())


def unpack(item: Item, contract: type[C], attribute: str = "body", beside: Item | None = None) -> C:
    """Return the contract an item holds; StorageError if it holds something else.

    Fields that lie beside the body, as attributes of their own, overrule it.
    """
    try:
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(bytes(item[attribute]), BODY_LIMIT)
        if beside:
            return contract.model_validate(from_json(body) | beside)
        return contract.model_validate_json(body)
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise StorageError(
            f"item {item.get('pk')} {item.get('sk')} holds no {contract.__name__}"
        ) from error


def is_live(item: Item) -> bool:
    """Say whether an item is within its retention; DynamoDB sweeps expired ones days later."""
    return "expires_at" not in item or int(item["expires_at"]) > time.time()
