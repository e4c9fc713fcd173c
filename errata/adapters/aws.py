"""AWS's errors as ours, for every adapter in one place."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from errata.errors import ConflictError, StorageError


@contextmanager
def storage_errors(action: str) -> Iterator[None]:
    """Turn any failure of an AWS call into ours; ``action`` says what was being done.

    Raises
    ------
    ConflictError
        When the condition of a write did not hold.
    StorageError
        For everything else.
    """
    try:
        yield
    except ClientError as error:
        code = error_code(error)
        if code == "ConditionalCheckFailedException":
            raise ConflictError(f"could not {action}: the item is not as expected") from error
        raise StorageError(f"could not {action}: {code}") from error
    except BotoCoreError as error:
        raise StorageError(f"could not {action}: {type(error).__name__}") from error


def error_code(error: ClientError) -> str:
    """Return AWS's own name for an error, for example ``NoSuchKey``."""
    return str(error.response["Error"]["Code"])
