"""Path and query parameters that several routes share."""

from datetime import date, datetime
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import StringConstraints

from errata.errors import InvalidInputError
from errata.model import Fingerprint, Ulid
from lambdas.admin_api.models.days import IsoDay

DEFAULT_DAYS = 30
MAX_DAYS = 366

ExperimentId = Annotated[Ulid, Path(description="Experiment, a ULID.")]
FailureId = Annotated[Ulid, Path(description="Failure, a ULID.")]
FingerprintId = Annotated[Fingerprint, Path(description="Group, by its fingerprint.")]
FirstDay = Annotated[
    IsoDay | None, Query(description="First UTC day; by default 30 days up to the last one.")
]
LastDay = Annotated[IsoDay | None, Query(description="Last UTC day, inclusive; by default today.")]
Limit = Annotated[int, Query(ge=1, le=200, description="Items a page.")]
FailureLimit = Annotated[int, Query(ge=1, le=50, description="Failures a page.")]
Cursor = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=1_024)] | None,
    Query(description="``cursor`` of the page before."),
]


def day_range(first: date | None, last: date | None, now: datetime) -> tuple[date, date]:
    """Return the inclusive UTC days asked for, by default the last 30 up to ``now``.

    Raises
    ------
    InvalidInputError
        When the range is backwards or longer than 366 days.
    """
    last = last or now.date()
    first = first or date.fromordinal(max(1, last.toordinal() - DEFAULT_DAYS + 1))
    if first > last:
        raise InvalidInputError("first_day", f"must not be after the last day, {last}")
    if (last - first).days >= MAX_DAYS:
        raise InvalidInputError("first_day", f"must be less than {MAX_DAYS} days before {last}")
    return first, last
