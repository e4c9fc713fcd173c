"""Whether the API runs, and whether anything is new."""

from errata.model import Contract


class Health(Contract):
    """The API runs."""

    status: str
    version: str
    """Of Errata."""


class Version(Contract):
    """Changes whenever an experiment or a diagnosis is written."""

    version: str
