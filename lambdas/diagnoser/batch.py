"""Explains a batch together, so that one model call serves all its new failures."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from errata.candidate_code import CandidateCode
from errata.claims import Pace
from errata.diagnoser import Diagnoser
from errata.diagnosis import FailureRecord
from errata.errors import InvalidInputError, StorageError
from errata.events import FailureEvent
from errata.ports import ArtifactStore, DiagnosisModel, DiagnosisStore
from lambdas.diagnoser import observability
from lambdas.diagnoser.messages import Message, parked, read, whole


@dataclass(frozen=True, slots=True)
class Services:
    """Filled by the composition root, or by a test."""

    store: DiagnosisStore
    artifacts: ArtifactStore
    model: DiagnosisModel | None
    """None when no model is configured: patterns explain everything."""
    pace: Pace
    """How often it is asked at once."""
    clock: Callable[[], datetime]
    """The time now, in UTC."""


class Batch:
    """One batch on its way from messages to stored diagnoses.

    A message goes back to the queue only when storage failed for it; everything else about it is
    settled here, so that no content can make a message come again.
    """

    def __init__(self, services: Services, *, deadline_s: float) -> None:
        self._services = services
        self._deadline_s = deadline_s
        self._failed: list[str] = []

    def process(self, messages: Sequence[Message]) -> list[str]:
        """Explain and store; return the ids of the messages that must come again."""
        now = self._services.clock()
        observability.received([now - message.sent_at for message in messages])
        # The same failure may have been delivered twice in one batch.
        senders: dict[str, list[str]] = {}
        events: dict[str, FailureEvent] = {}
        for message in messages:
            event = self._read_or_park(message)
            if event is not None:
                senders.setdefault(event.failure_id, []).append(message.id)
                events.setdefault(event.failure_id, event)
        try:
            records = self._diagnose(list(events.values()))
        except StorageError as error:
            self._return([id_ for ids in senders.values() for id_ in ids], error)
            return self._failed
        for record in records:
            self._store(record, senders[record.event.failure_id])
        return self._failed

    def _read_or_park(self, message: Message) -> FailureEvent | None:
        try:
            return read(message)
        except InvalidInputError as error:
            unreadable = parked(message, error, self._services.clock())
        try:
            self._services.store.park(unreadable, whole(message))
        except StorageError as error:
            self._return([message.id], error)
        else:
            observability.parked(unreadable)
        return None

    def _diagnose(self, events: Sequence[FailureEvent]) -> list[FailureRecord]:
        services = self._services
        stored = services.store.recorded(events)
        for failure_id in stored:
            observability.known(failure_id)
        new = [event for event in events if event.failure_id not in stored]
        if not new:
            return []
        diagnoser = Diagnoser(
            services.store,
            services.model,
            services.clock,
            holder=secrets.token_hex(8),
            pace=services.pace,
        )
        code = CandidateCode(new, services.artifacts)
        return diagnoser.diagnose(new, deadline_s=self._deadline_s, code=code)

    def _store(self, record: FailureRecord, message_ids: list[str]) -> None:
        try:
            is_new = self._services.store.record(record.event, record.diagnosis)
        except StorageError as error:
            self._return(message_ids, error)
            return
        if is_new:
            observability.diagnosed(record.diagnosis)
        else:
            observability.known(record.event.failure_id)

    def _return(self, message_ids: list[str], error: StorageError) -> None:
        self._failed += message_ids
        observability.returned(message_ids, error)
