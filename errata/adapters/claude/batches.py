"""Claude's Message Batches: many questions at once, answered within a day at half the price."""

import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Literal, TypeVar

import anthropic
import httpx2
from anthropic.types.messages.batch_create_params import Request
from pydantic import AwareDatetime, BaseModel, ValidationError

from errata.adapters.budget import DailyBudget, Reservation
from errata.adapters.claude.answer import diagnosis_question
from errata.adapters.claude.batch_results import read_results
from errata.adapters.claude.breaker import CircuitBreaker
from errata.adapters.claude.failures import (
    BUDGET_SPENT,
    MISSING,
    ModelAccessError,
    UnusableAnswerError,
)
from errata.adapters.claude.ledger import Ledger
from errata.adapters.claude.model import ANSWER_TOKENS, THINKING_TOKENS
from errata.adapters.claude.prices import BATCH_FACTOR, price_of
from errata.adapters.claude.purse import worst_case
from errata.adapters.claude.wire import REPLY_LIMIT, Opened, Send, exchange
from errata.backlog import Collected, Inquiry, PendingBatch, Question
from errata.errors import ModelUnavailableError, StorageError
from errata.prompts import PROMPT_VERSION, user_message

T = TypeVar("T")

MAX_TOKENS = THINKING_TOKENS + ANSWER_TOKENS
"""Each request is about one failure, so that no answer can spoil another."""
RESULT_LIMIT = 100_000
"""Bytes of one line of results; an answer of `MAX_TOKENS` has about a tenth."""


class ClaudeBatches:
    """Claude as the domain's `Backlog`.

    Parameters
    ----------
    client : anthropic.Anthropic
        From `open_client`. Bedrock has no such batches.
    model : str
        Which model to ask.
    breaker : CircuitBreaker
        Decides whether to ask at all. Batches have circuits of their own: a gateway that does not
        serve them closes no door to single calls.
    budget : DailyBudget
        Decides how many questions we can afford.
    ledger : Ledger
        Remembers the batches that are out.
    on_settled : Callable[[PendingBatch, float], None], optional
        Told of every batch that is closed, and of what it cost, for metrics.
    """

    def __init__(
        self,
        client: anthropic.Anthropic,
        model: str,
        *,
        breaker: CircuitBreaker,
        budget: DailyBudget,
        ledger: Ledger,
        on_settled: Callable[[PendingBatch, float], None] = lambda _batch, _usd: None,
    ) -> None:
        self._api = client.messages.batches.with_streaming_response
        self._model = model
        self._breaker = breaker
        self._budget = budget
        self._ledger = ledger
        self._on_settled = on_settled

    def submit(self, inquiries: Sequence[Inquiry], *, deadline_s: float) -> PendingBatch:
        """Send as many of the inquiries, the first ones, as the day's budget bears.

        Raises
        ------
        ModelUnavailableError
            Within ``deadline_s`` seconds, when none was taken.
        StorageError
            When what was sent cannot be remembered; its worst case stays counted.
        """
        asked = {secrets.token_hex(8): inquiry for inquiry in inquiries}
        messages = {
            id_: user_message({id_: inquiry.case}, fence=secrets.token_hex(16))
            for id_, inquiry in asked.items()
        }
        requests = [self._request(id_, text) for id_, text in messages.items()]
        reservation, count = self._reserve([self._worst_usd(asked) for asked in requests])
        try:
            batch = self._send(requests[:count], deadline_s)
        except ModelUnavailableError as error:
            # What nobody confirmed may have been taken all the same.
            spent_usd = reservation.usd if error.reason == "timeout" else 0.0
            with suppress(StorageError):  # the worst case then stays counted
                self._budget.settle(reservation, spent_usd)
            raise
        pending = PendingBatch(
            batch_id=batch.id,
            model=self._model,
            prompt_version=PROMPT_VERSION,
            questions=tuple(_question(id_, it) for id_, it in list(asked.items())[:count]),
            expires_at=batch.expires_at,
            budget_day=reservation.day,
            reserved_usd=reservation.usd,
        )
        self._ledger.add(pending)
        return pending

    def pending(self) -> Sequence[PendingBatch]:
        """Return the batches not yet closed, oldest first."""
        return self._ledger.pending()

    def collect(self, batch: PendingBatch, *, deadline_s: float) -> Collected | None:
        """Return what became of a batch, or None while it is under way.

        Raises
        ------
        ModelUnavailableError
            Within ``deadline_s`` seconds, when nobody could tell.
        """
        ends = time.monotonic() + deadline_s
        found = self._fetch(lambda t: self._api.retrieve(batch.batch_id, timeout=t), ends)
        state = found and _Batch.read(found)
        if state and state.processing_status != "ended":
            return None
        body = None
        if state and state.results_url:
            limit = RESULT_LIMIT * len(batch.questions)
            body = self._fetch(lambda t: self._api.results(batch.batch_id, timeout=t), ends, limit)
        if body is None:
            # Deleted, archived or another account's: paid for perhaps, and lost to us.
            return Collected({}, batch.reserved_usd)
        return read_results(body, batch)

    def close(self, batch: PendingBatch, spent_usd: float) -> None:
        """Forget a batch whose answers are stored, and settle its cost. Twice is as once.

        Raises
        ------
        StorageError
            When the table did not answer.
        """
        if self._ledger.close(batch):
            self._on_settled(batch, spent_usd)
            self._budget.settle(Reservation(batch.budget_day, batch.reserved_usd), spent_usd)

    def _reserve(self, costs_usd: Sequence[float]) -> tuple[Reservation, int]:
        """Set aside what the first questions may cost, and say how many they are."""
        count = len(costs_usd)
        while count:
            reservation = self._budget.reserve(sum(costs_usd[:count]))
            if reservation is not None:
                return reservation, count
            count //= 2
        self._budget.exhaust()
        raise ModelUnavailableError(BUDGET_SPENT, upgradeable=True)

    def _worst_usd(self, asked: Request) -> float:
        return price_of(self._model).usd(worst_case(asked["params"])) * BATCH_FACTOR

    def _request(self, request_id: str, message: str) -> Request:
        params = diagnosis_question(message, model=self._model, max_tokens=MAX_TOKENS)
        return {"custom_id": request_id, "params": params}

    def _send(self, requests: Sequence[Request], deadline_s: float) -> "_Batch":
        def send(timeout: httpx2.Timeout) -> Opened:
            return self._api.create(requests=requests, timeout=timeout)

        return _Batch.read(self._guarded(lambda: exchange(send, deadline_s=deadline_s)))

    def _fetch(self, send: Send, ends: float, limit: int = REPLY_LIMIT) -> bytes | None:
        """Return a body, or None when there is no such thing, which is nobody's outage."""

        def fetch() -> bytes | None:
            try:
                return exchange(send, deadline_s=ends - time.monotonic(), limit=limit)
            except ModelAccessError as error:
                if error.reason != MISSING:
                    raise
                return None

        return self._guarded(fetch)

    def _guarded(self, call: Callable[[], T]) -> T:
        return self._breaker.call(f"{self._model}#batches", call)


class _Batch(BaseModel):
    """The part of a batch that we rely on; the vendor may add to the rest."""

    id: str
    processing_status: Literal["in_progress", "canceling", "ended"]
    expires_at: AwareDatetime
    results_url: str | None = None
    """None while it is under way, and again when its results were archived."""

    @classmethod
    def read(cls, body: bytes) -> "_Batch":
        try:
            return cls.model_validate_json(body)
        except ValidationError as error:
            raise UnusableAnswerError("invalid_reply") from error


def _question(request_id: str, inquiry: Inquiry) -> Question:
    return Question(
        request_id=request_id,
        experiment_id=inquiry.experiment_id,
        failure_id=inquiry.case.failure_id,
        fingerprint=inquiry.fingerprint,
    )
