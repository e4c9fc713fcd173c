"""Settings of the diagnoser function, from the environment the template gives it."""

from typing import Annotated

from pydantic import Field

from errata.adapters.claude.settings import ClaudeSettings


class DiagnoserSettings(ClaudeSettings):
    """Environment variables, prefix ``ERRATA_``; an empty one counts as missing."""

    artifacts_bucket: str
    claude_calls_at_once: Annotated[int, Field(ge=1)] = 5
    """In ten minutes, the time between two upgrade passes; those gather what is new beyond it."""
