"""Settings of the diagnoser function, from the environment the template gives it."""

from errata.adapters.claude.settings import ClaudeSettings


class DiagnoserSettings(ClaudeSettings):
    """Environment variables, prefix ``ERRATA_``; an empty one counts as missing."""

    artifacts_bucket: str
