"""Settings of the upgrader function, from the environment the template gives it."""

from typing import Annotated

from pydantic import Field

from errata.adapters.claude.settings import ClaudeSettings


class UpgraderSettings(ClaudeSettings):
    """Environment variables, prefix ``ERRATA_``; an empty one counts as missing."""

    artifacts_bucket: str
    claude_backlog: Annotated[int, Field(ge=1)] = 20
    """Distinct failures from which on they are asked about together, at half the price."""
