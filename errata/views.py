"""Saved views: addresses of the dashboard that a person gave a name."""

from typing import Annotated

from pydantic import StringConstraints

from errata.model import Contract, UtcTime

MOST_VIEWS = 50
"""Each person's."""

ViewName = Annotated[str, StringConstraints(pattern=r"^[^\W_][\w .,:;()+&-]{0,59}$")]
"""Letters, digits, spaces and common signs; 60 characters at most."""
ViewAddress = Annotated[str, StringConstraints(pattern=r"^\?[\x21-\x7e]{0,999}$")]
"""A query string: it leads nowhere but to a page of ours."""


class SavedView(Contract):
    """A view as it is kept."""

    name: ViewName
    address: ViewAddress
    saved_at: UtcTime
