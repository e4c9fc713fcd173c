"""Questions that a model answers within a day, for less: what is asked, and what is waited for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol

from pydantic import Field, StringConstraints

from errata.model import Contract, Fingerprint, Name, Ulid, UtcTime
from errata.ports import Case, ModelAnswer


class Question(Contract):
    """The failure that one request of a batch is about."""

    request_id: Name
    """Made for this one request: only its own answer carries it."""
    experiment_id: Ulid
    failure_id: Ulid
    fingerprint: Fingerprint


class PendingBatch(Contract):
    """A batch that was sent and not yet collected."""

    batch_id: Name
    model: Name
    prompt_version: Name
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    expires_at: UtcTime
    """When the model gives up; what it has not answered by then is asked anew."""
    budget_day: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    reserved_usd: Annotated[float, Field(ge=0)]
    """Set aside of that day's budget until it is known what the answers cost."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A case of the backlog, and where the failure that it describes is stored."""

    experiment_id: str
    fingerprint: str
    case: Case


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of a batch."""

    answers: Mapping[str, ModelAnswer | None]
    """By failure id; None where asking again is vain. A failure left out may be asked anew."""
    spent_usd: float
    """What all of it cost, useless answers included."""


class Backlog(Protocol):
    """A model that is asked about many failures at once and answers later."""

    def submit(self, inquiries: Sequence[Inquiry], *, deadline_s: float) -> PendingBatch:
        """Send as many of the inquiries, the first ones, as the day's budget bears.

        Raises ModelUnavailableError within ``deadline_s`` seconds when none was taken.
        """

    def pending(self) -> Iterable[PendingBatch]:
        """Return the batches not yet closed, oldest first."""

    def collect(self, batch: PendingBatch, *, deadline_s: float) -> Collected | None:
        """Return what became of a batch, or None while it is under way.

        Raises ModelUnavailableError within ``deadline_s`` seconds when nobody could tell.
        """

    def close(self, batch: PendingBatch, spent_usd: float) -> None:
        """Forget a batch whose answers are stored, and settle its cost. Twice is as once."""
