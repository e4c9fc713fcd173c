"""The client of Claude's API, and the one request that everybody makes of it."""

from typing import Literal

import anthropic
import httpx2
from anthropic.types import JSONOutputFormatParam
from anthropic.types.message_create_params import MessageCreateParamsNonStreaming

from errata.adapters.claude.wire import exchange

Client = anthropic.Anthropic | anthropic.AnthropicBedrockMantle
Provider = Literal["anthropic", "bedrock"]
Effort = Literal["low", "medium", "high"]
Question = MessageCreateParamsNonStreaming


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


def question(
    instructions: str,
    message: str,
    *,
    output: JSONOutputFormatParam,
    model: str,
    max_tokens: int,
    effort: Effort = "low",
) -> Question:
    """Return one request.

    Parameters
    ----------
    instructions : str
        Standing ones, the same every time: kept by the prompt cache.
    message : str
        What is asked this time.
    output : JSONOutputFormatParam
        The schema to which the answer is bound.
    model, max_tokens, effort
        Who is asked, how much may be written, and how long thought about.
    """
    sendable = message.encode(errors="replace").decode()  # lone surrogates have no UTF-8
    return {
        "model": model,
        "max_tokens": max_tokens,
        "system": [{"type": "text", "text": instructions, "cache_control": {"type": "ephemeral"}}],
        "messages": [{"role": "user", "content": sendable}],
        "output_config": {"format": output, "effort": effort},
    }


def ask(client: Client, asked: Question, *, deadline_s: float) -> bytes:
    """Send a request and return the body of the reply.

    Raises
    ------
    ModelUnavailableError
        Within ``deadline_s`` seconds, when there is no reply.
    """
    create = client.messages.with_streaming_response.create
    return exchange(lambda timeout: create(**asked, timeout=timeout), deadline_s=deadline_s)
