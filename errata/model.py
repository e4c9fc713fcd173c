"""Base of all contract models, and the bounded field types they share."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints


class Contract(BaseModel):
    """An immutable record that refuses unknown fields."""

    # Validators are built at first use: importing the contracts must stay cheap in a cold Lambda.
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)


def _to_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("needs a UTC offset, for example 2026-01-31T12:00:00Z")
    return moment.astimezone(UTC)


UtcTime = Annotated[datetime, AfterValidator(_to_utc)]
Ulid = Annotated[str, StringConstraints(pattern=r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
"""Time-ordered identifier, Crockford base 32 (github.com/ulid/spec)."""
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
"""A UTC day, as ``2026-01-31``."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^v\d+-[0-9a-f]{32}$")]
"""Algorithm version and digest: ``v1-`` followed by 32 hexadecimal digits."""
Name = Annotated[str, StringConstraints(max_length=256)]
Line = Annotated[str, StringConstraints(max_length=2_000)]
Text = Annotated[str, StringConstraints(max_length=8_192)]
