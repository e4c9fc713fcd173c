"""AWS's errors as ours, for every adapter in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from errata.errors import ConflictError, StorageError

CLIENTS = Config(
    connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3}
)
"""For clients in a function, whose every second is bounded."""
UNMET = frozenset({"ConditionalCheckFailedException", "ConditionalCheckFailed"})
COLLISIONS = frozenset(
    {"TransactionConflictException", "TransactionConflict", "TransactionInProgressException"}
)


class CollisionError(ConflictError):
    """A transaction was at work on the same item. Nothing is wrong with the write: try again."""


@contextmanager
def storage_errors(action: str) -> Iterator[None]:
    """Turn any failure of an AWS call into ours; ``action`` says what was being done.

    Raises
    ------
    ConflictError
        When the condition of a write did not hold.
    CollisionError
        When another transaction was in the way.
    StorageError
        For everything else.
    """
    try:
        yield
    except ClientError as error:
        codes = {error_code(error), *_reasons(error)}
        if codes & UNMET:
            raise ConflictError(f"could not {action}: the item is not as expected") from error
        if codes & COLLISIONS:
            raise CollisionError(f"could not {action}: a transaction was in the way") from error
        raise StorageError(f"could not {action}: {error_code(error)}") from error
    except BotoCoreError as error:
        raise StorageError(f"could not {action}: {type(error).__name__}") from error


def error_code(error: ClientError) -> str:
    """Return AWS's own name for an error, for example ``NoSuchKey``."""
    return str(error.response["Error"]["Code"])


def _reasons(error: ClientError) -> set[str]:
    """Return why a transaction was cancelled, a code for each of its writes."""
    reasons: Any = error.response.get("CancellationReasons", [])
    return {str(reason.get("Code")) for reason in reasons}
