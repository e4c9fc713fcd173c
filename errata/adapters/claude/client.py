"""Requests to Claude: the client, and what a question looks like."""

from typing import Literal

import anthropic
import httpx2
from anthropic.types.message_create_params import MessageCreateParamsNonStreaming

from errata.adapters.claude.answer import OUTPUT_FORMAT
from errata.adapters.claude.wire import exchange
from errata.prompts import SYSTEM

Client = anthropic.Anthropic | anthropic.AnthropicBedrockMantle
Provider = Literal["anthropic", "bedrock"]


def open_client(provider: Provider, *, api_key: str = "", base_url: str | None = None) -> Client:
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


def question(message: str, *, model: str, max_tokens: int) -> MessageCreateParamsNonStreaming:
    """Return one request: the standing instructions, kept by the prompt cache, and a message."""
    sendable = message.encode(errors="replace").decode()  # lone surrogates have no UTF-8
    return {
        "model": model,
        "max_tokens": max_tokens,
        "system": [{"type": "text", "text": SYSTEM, "cache_control": {"type": "ephemeral"}}],
        "messages": [{"role": "user", "content": sendable}],
        "output_config": {"format": OUTPUT_FORMAT, "effort": "low"},
    }


def ask(client: Client, message: str, *, model: str, max_tokens: int, deadline_s: float) -> bytes:
    """Send one user message and return the body of the reply.

    Raises
    ------
    ModelUnavailableError
        Within ``deadline_s`` seconds, when there is no reply.
    """
    asked = question(message, model=model, max_tokens=max_tokens)
    create = client.messages.with_streaming_response.create
    return exchange(lambda timeout: create(**asked, timeout=timeout), deadline_s=deadline_s)
