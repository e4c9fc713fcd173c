"""Days in requests."""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _written_as_day(value: object) -> object:
    """Refuse numbers, which pydantic would take for seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("is not a day like 2026-01-31")
    return value


IsoDay = Annotated[date, BeforeValidator(_written_as_day)]
"""A UTC day, written as ``2026-01-31`` and in no other way."""
