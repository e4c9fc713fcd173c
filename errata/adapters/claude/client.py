"""One request to Claude, within a deadline that holds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, TypeVar

import anthropic
import httpx2
from botocore.exceptions import BotoCoreError

from errata.adapters.claude.answer import OUTPUT_FORMAT
from errata.adapters.claude.failures import (
    ModelAccessError,
    ModelOutageError,
    UnusableAnswerError,
    failure_of,
)
from errata.prompts import SYSTEM

T = TypeVar("T")
Client = anthropic.Anthropic | anthropic.AnthropicBedrockMantle

CONNECT_TIMEOUT_S = 5.0
REPLY_LIMIT = 2_000_000
"""Bytes; far above what ``max_tokens`` allows."""


def open_client(
    provider: Literal["anthropic", "bedrock"], *, api_key: str = "", base_url: str | None = None
) -> Client:
    """Return a client of Anthropic's API, or of Bedrock with the function's own role.

    It never retries: the SDK would sleep through any ``retry-after``, however long, and the
    queue and later upgrades retry better. It keeps no connection: a Lambda is frozen between
    batches, and a connection that died meanwhile would cost the next one its answer.
    """
    http = anthropic.DefaultHttpxClient(
        limits=httpx2.Limits(max_keepalive_connections=0), follow_redirects=False
    )
    if provider == "bedrock":
        return anthropic.AnthropicBedrockMantle(base_url=base_url, max_retries=0, http_client=http)
    return anthropic.Anthropic(api_key=api_key, base_url=base_url, max_retries=0, http_client=http)


def ask(client: Client, message: str, *, model: str, max_tokens: int, deadline_s: float) -> bytes:
    """Send one user message and return the body of the reply.

    Raises
    ------
    ModelUnavailableError
        Within ``deadline_s`` seconds, when there is no reply.
    """
    if deadline_s <= 0:
        raise ModelOutageError("timeout")
    sendable = message.encode(errors="replace").decode()  # lone surrogates have no UTF-8

    def request() -> bytes:
        reply = client.messages.with_raw_response.create(
            model=model,
            max_tokens=max_tokens,
            system=[{"type": "text", "text": SYSTEM, "cache_control": {"type": "ephemeral"}}],
            messages=[{"role": "user", "content": sendable}],
            output_config={"format": OUTPUT_FORMAT, "effort": "low"},
            timeout=httpx2.Timeout(deadline_s, connect=min(deadline_s, CONNECT_TIMEOUT_S)),
        )
        return reply.read()

    try:
        body = _within(deadline_s, request)
    except anthropic.AnthropicError as error:
        raise failure_of(error) from error
    except TimeoutError as error:
        raise ModelOutageError("timeout") from error
    except (RuntimeError, BotoCoreError) as error:
        # Bedrock's requests are signed with the role's credentials, which may be missing.
        raise ModelAccessError("no_credentials") from error
    if len(body) > REPLY_LIMIT:
        raise UnusableAnswerError("reply_too_large")
    return body


def _within(deadline_s: float, call: Callable[[], T]) -> T:
    # The client bounds each wait for a byte, not their sum, and name resolution not at all.
    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="claude")
    try:
        return worker.submit(call).result(timeout=deadline_s)
    finally:
        worker.shutdown(wait=False)
