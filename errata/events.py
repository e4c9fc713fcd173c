"""What a pipeline says when a run dies: the failure event on the queue."""

import hashlib
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from errata.model import Contract, Line, Name, Sha256, Text, Ulid, UtcTime
from errata.taxonomy import Limit, Stage

LOG_TAIL_LIMIT = 32_768
"""Characters of log an event carries; the whole log is an artifact."""


class ArtifactRef(Contract):
    """A claim check: where bytes too large for a message lie, and how to know them again."""

    key: Annotated[str, StringConstraints(min_length=1, max_length=1_024)]
    sha256: Sha256
    size: Annotated[int, Field(ge=0)]
    """Bytes."""

    @classmethod
    def to(cls, kind: str, data: bytes) -> Self:
        """Return the reference by which bytes of a kind are kept: the same for the same bytes."""
        digest = hashlib.sha256(data).hexdigest()
        return cls(key=f"{kind}/{digest}", sha256=digest, size=len(data))


class ExitFacts(Contract):
    """How the process ended, as seen from outside it. These facts outrank any text."""

    code: int | None = None
    """Exit status, if it exited by itself."""
    signal: Annotated[int, Field(ge=1, le=64)] | None = None
    """Signal that ended it, if one did."""
    limit: Limit | None = None
    """The limit for which the launcher stopped it, if it did."""
    oom_kills: Annotated[int, Field(ge=0)] = 0
    """Processes the kernel killed for memory in its control group."""
    duration_s: Annotated[float, Field(ge=0)] | None = None
    cpu_s: Annotated[float, Field(ge=0)] | None = None
    peak_memory_bytes: Annotated[int, Field(ge=0)] | None = None


class LocalSummary(Contract):
    """One local variable at the crash: its shape, never its contents."""

    name: Name
    type: Name
    shape: Annotated[tuple[int, ...], Field(max_length=16)] | None = None
    dtype: Name | None = None
    min: float | None = None
    max: float | None = None
    nan_count: int | None = None
    length: int | None = None
    value: Name | None = None
    """Only for short numbers, booleans and None."""


class Frame(Contract):
    """One stack frame."""

    file: Name
    line: Annotated[int, Field(ge=0)] | None = None
    function: Name
    source: Line = ""
    locals: Annotated[tuple[LocalSummary, ...], Field(max_length=40)] = ()


class RaisedException(Contract):
    """One exception of a chain."""

    type: Name
    message: Text = ""
    relation: Literal["cause", "context"] | None = None
    """How it led to the exception after it; None for the one that ended the run."""
    frames: Annotated[tuple[Frame, ...], Field(max_length=64)] = ()
    """Outermost call first, the raising frame last."""


class Finding(Contract):
    """A fact that code outside the sandbox measured, for example a failed metric gate."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    message: Line
    values: Annotated[dict[Name, float], Field(max_length=32, default_factory=dict)]


class FailureEvent(Contract):
    """One failed run, self-contained enough to be explained.

    Free of any pipeline's own words, so that other pipelines can report failures too.
    """

    schema_version: Literal[1] = 1
    failure_id: Ulid
    experiment_id: Ulid
    occurred_at: UtcTime
    pipeline: Name = "codec"
    stage: Stage
    error_message: Text = ""
    exit: ExitFacts = ExitFacts()
    exceptions: Annotated[tuple[RaisedException, ...], Field(max_length=16)] = ()
    """Root cause first, the exception that ended the run last."""
    findings: Annotated[tuple[Finding, ...], Field(max_length=32)] = ()
    log_tail: Annotated[str, StringConstraints(max_length=LOG_TAIL_LIMIT)] = ""
    log_first_line: Annotated[int, Field(ge=1)] = 1
    """Line number, in the whole log, of the first line of ``log_tail``."""
    log: ArtifactRef | None = None
    code: ArtifactRef | None = None
