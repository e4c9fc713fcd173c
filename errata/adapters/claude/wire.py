"""One exchange with the model's API, bounded in time and in size whatever the other side does."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

import anthropic
import httpx2
from botocore.exceptions import BotoCoreError

from errata.adapters.claude.failures import (
    ModelAccessError,
    ModelOutageError,
    UnusableAnswerError,
    failure_of,
)

T = TypeVar("T")

CONNECT_TIMEOUT_S = 5.0
REPLY_LIMIT = 2_000_000
"""Bytes; far above what ``max_tokens`` allows."""
_CHUNK = 65_536


class Streamed(Protocol):
    """A response whose body is still to come."""

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Return the pieces of the body, unpacked."""


Opened = AbstractContextManager[Streamed]
Send = Callable[[httpx2.Timeout], Opened]
"""Sends a request with the time-outs given; entering what it returns opens the response."""


def exchange(send: Send, *, deadline_s: float, limit: int = REPLY_LIMIT) -> bytes:
    """Send a request and return the body of its response.

    Parameters
    ----------
    send : Send
        One of the SDK's ``with_streaming_response`` calls.
    deadline_s : float
        Seconds until the last byte must have come.
    limit : int
        Bytes of body, unpacked, above which the answer is of no use.

    Raises
    ------
    ModelUnavailableError
        Within ``deadline_s`` seconds, when there is no such body.
    """
    if deadline_s <= 0:
        raise ModelOutageError("timeout")
    ends = time.monotonic() + deadline_s

    def request() -> bytes:
        patience = httpx2.Timeout(deadline_s, connect=min(deadline_s, CONNECT_TIMEOUT_S))
        with send(patience) as response:
            return _bounded(response, limit, ends)

    try:
        return _within(deadline_s, request)
    except (anthropic.AnthropicError, httpx2.HTTPError) as error:
        raise failure_of(error) from error
    except TimeoutError as error:
        raise ModelOutageError("timeout") from error
    except (RuntimeError, BotoCoreError) as error:
        # Bedrock's requests are signed with the role's credentials, which may be missing.
        raise ModelAccessError("no_credentials") from error


def _bounded(response: Streamed, limit: int, ends: float) -> bytes:
    # Read piece by piece, unpacked: a small body may unpack to more memory than there is.
    body = bytearray()
    for chunk in response.iter_bytes(_CHUNK):
        body += chunk
        if len(body) > limit:
            raise UnusableAnswerError("reply_too_large")
        if time.monotonic() > ends:
            raise TimeoutError  # nobody waits any more: let the connection go
    return bytes(body)


def _within(deadline_s: float, call: Callable[[], T]) -> T:
    # The client bounds each wait for a byte, not their sum, and name resolution not at all.
    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="claude")
    try:
        return worker.submit(call).result(timeout=deadline_s)
    finally:
        worker.shutdown(wait=False)
