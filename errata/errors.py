"""Every error Errata raises on purpose.

::

    ErrataError
    ├── ConfigurationError     a setting is missing or wrong; names it and the fix
    ├── InvalidInputError      bad input; names the field
    ├── NotFoundError          no such experiment, failure or group
    ├── ConflictError          the item exists already, or moved on meanwhile
    ├── StorageError           the table, bucket or queue did not answer
    ├── ModelUnavailableError  the language model gave no usable answer
    └── SandboxError           the host cannot isolate candidates; nothing was run

A command line shows ``str(error)`` and the exit code; the trace is for ``--verbose``.
"""


class ErrataError(Exception):
    """Base of every error Errata raises on purpose."""

    exit_code = 1


class ConfigurationError(ErrataError):
    """A setting is missing or wrong. The message names the setting and the fix."""

    exit_code = 2


class InvalidInputError(ErrataError):
    """Input that breaks a contract.

    Parameters
    ----------
    field : str
        Dotted path of the offending field, as the sender wrote it.
    problem : str
        What is wrong with it and what would be right.
    """

    exit_code = 2

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class NotFoundError(ErrataError):
    """No such experiment, failure, group or artifact."""

    exit_code = 3


class ConflictError(ErrataError):
    """The item exists already, or another writer moved it on meanwhile."""


class StorageError(ErrataError):
    """The table, bucket or queue did not answer; trying again may help."""

    exit_code = 4


class ModelUnavailableError(ErrataError):
    """The language model gave no usable answer.

    Parameters
    ----------
    reason : str
        Short machine-readable cause, for example ``"overloaded"`` or ``"refusal"``.
    upgradeable : bool
        True when asking again later may succeed (throttling, time-outs, outages).
    """

    def __init__(self, reason: str, *, upgradeable: bool) -> None:
        super().__init__(f"the model gave no usable answer: {reason}")
        self.reason = reason
        self.upgradeable = upgradeable


class SandboxError(ErrataError):
    """The host cannot isolate candidates, so nothing was run."""

    exit_code = 5
