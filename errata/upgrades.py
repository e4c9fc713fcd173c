"""The pass that betters diagnoses made while the model could not be asked.

Every failure goes through the same cascade as a new one; what differs is who answers: the memory,
a batch that was sent earlier, or the model itself. A stored diagnosis is only ever replaced by a
better one, so a pass that dies half-way is finished by the next one.
"""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from errata.backlog import Backlog, Inquiry, PendingBatch
from errata.candidate_code import CandidateCode
from errata.diagnoser import Diagnoser
from errata.diagnosis import FailureRecord
from errata.errors import ModelUnavailableError, NotFoundError
from errata.ports import ArtifactStore, Case, DiagnosisModel, DiagnosisStore
from errata.taxonomy import Source
from errata.witnesses import Known, Noting, Witness, Witnessed

HOLDER = "upgrades"
"""One pass runs at a time, so one name holds what is asked about in batches."""
SENDING = timedelta(minutes=15)
"""How long questions are held while they are sent: a pass that dies meanwhile holds up nobody."""
COLLECTING = timedelta(hours=1)
"""How much longer than the model has time they are held, so that answers are stored first."""
PAGE = 100
MOST = 500
"""Distinct failures that a pass looks at, and that one batch asks about."""
PER_CALL = 20
"""Distinct failures that one call asks about."""
CALL_NEEDS_S = 10.0
"""With less time left, no call is begun."""

Kin = dict[str, list[FailureRecord]]
"""Failures by fingerprint, oldest first."""


@dataclass
class Report:
    """What a pass did, in failures."""

    recalled: int = 0
    """Explained by what is remembered now, for nothing."""
    answered: int = 0
    """Explained by the model."""
    abandoned: int = 0
    """Left to the patterns for good: the model has no usable answer."""
    submitted: int = 0
    """Sent to be answered later."""


@dataclass(frozen=True)
class UpgradeServices:
    """Filled by the composition root, or by a test."""

    store: DiagnosisStore
    artifacts: ArtifactStore
    model: DiagnosisModel | None
    """Asked about a few failures; None when none is configured."""
    backlog: Backlog | None
    """Asked about many failures; None where there is no such thing."""
    backlog_from: int
    """Distinct failures from which on they are many; fewer are asked about in one call."""
    clock: Callable[[], datetime]
    """The time now, in UTC."""


class UpgradePass:
    """One pass over all upgradeable failures.

    Parameters
    ----------
    services : UpgradeServices
        What it works with.
    deadline_s : float
        Seconds within which the model must have answered; storing takes a little longer.
    """

    def __init__(self, services: UpgradeServices, *, deadline_s: float) -> None:
        self._services = services
        self._store = services.store
        self._ends = time.monotonic() + deadline_s
        self._report = Report()
        # Claims of this pass alone: those that a batch holds are not its own to ask about.
        self._asker = f"{HOLDER} {os.urandom(8).hex()}"

    def run(self) -> Report:
        """Better what can be bettered now.

        Raises
        ------
        StorageError
            When the table did not answer; what was bettered by then stays so.
        """
        awaited = self._collect()
        waiting, cases = self._recall(awaited)
        if not self._submit(waiting, cases):
            self._ask(waiting)
        return self._report

    @property
    def _left_s(self) -> float:
        return self._ends - time.monotonic()

    def _collect(self) -> frozenset[str]:
        """Store the answers of finished batches; return the fingerprints still waited for."""
        backlog = self._services.backlog
        if backlog is None:
            return frozenset()
        awaited = [batch for batch in backlog.pending() if not self._close(backlog, batch)]
        return frozenset(it.fingerprint for batch in awaited for it in batch.questions)

    def _close(self, backlog: Backlog, batch: PendingBatch) -> bool:
        """Store what became of a batch; False while some of it is still to come or to store."""
        if self._left_s < CALL_NEEDS_S:
            return False
        try:
            collected = backlog.collect(batch, deadline_s=self._left_s)
        except ModelUnavailableError:
            return False  # the next pass tries again
        if collected is None:
            return False
        for question in batch.questions:
            if question.failure_id not in collected.answers:
                continue
            if self._left_s <= 0:
                return False
            try:
                record = self._store.failure(question.experiment_id, question.failure_id)
            except NotFoundError:
                continue  # its time was up meanwhile
            if record.diagnosis.upgradeable:
                self._explain([record], Known(collected.answers))
        backlog.close(batch, collected.spent_usd)
        self._store.release([it.fingerprint for it in batch.questions], holder=HOLDER)
        return True

    def _recall(self, awaited: frozenset[str]) -> tuple[Kin, dict[str, Case]]:
        """Upgrade what is remembered now.

        Returns
        -------
        tuple of dict and dict
            The failures that nobody remembers or is asked about, and a case of each fingerprint.
        """
        waiting: Kin = {}
        cases: dict[str, Case] = {}
        cursor: str | None = None
        while self._left_s > 0 and len(cases) < MOST:
            page = self._store.upgradeable(limit=PAGE, cursor=cursor)
            noting = Noting()
            for record in self._explain(page.items, noting):
                fingerprint = record.diagnosis.fingerprint
                if fingerprint in awaited:
                    continue
                waiting.setdefault(fingerprint, []).append(record)
                if case := noting.cases.get(record.event.failure_id):
                    cases.setdefault(fingerprint, case)
            cursor = page.cursor
            if cursor is None:
                break
        return waiting, cases

    def _submit(self, waiting: Kin, cases: dict[str, Case]) -> bool:
        """Send a backlog away; False when there is none, or nobody took it."""
        backlog = self._services.backlog
        if backlog is None or len(cases) < self._services.backlog_from:
            return False
        if self._left_s < CALL_NEEDS_S:
            return False
        until = self._services.clock() + SENDING
        ours = self._store.claim(list(cases), holder=HOLDER, until=until)
        inquiries = [
            Inquiry(waiting[fingerprint][0].event.experiment_id, fingerprint, case)
            for fingerprint, case in cases.items()
            if fingerprint in ours
        ]
        try:
            sent = backlog.submit(inquiries, deadline_s=self._left_s)
        except ModelUnavailableError:
            self._store.release(list(ours), holder=HOLDER)
            return False
        asked = {question.fingerprint for question in sent.questions}
        self._store.claim(list(asked), holder=HOLDER, until=sent.expires_at + COLLECTING)
        self._store.release(list(ours - asked), holder=HOLDER)
        self._report.submitted += len(asked)
        return True

    def _ask(self, waiting: Kin) -> None:
        """Ask about as many failures as there is time for, some at a time."""
        model = self._services.model
        if model is None:
            return
        groups = list(waiting.values())
        chunks = [groups[at : at + PER_CALL] for at in range(0, len(groups), PER_CALL)]
        while chunks and self._left_s >= CALL_NEEDS_S:
            chunk = chunks.pop(0)
            witness = Witness(model)
            records = [record for group in chunk for record in group]
            self._explain(records, witness, asker=self._asker)
            if witness.is_down:
                return
            if witness.is_spoilt:
                # One of them spoils the answer of all: it is among one of the halves.
                half = len(chunk) // 2
                chunks[:0] = [chunk[:half], chunk[half:]]

    def _explain(
        self, records: Sequence[FailureRecord], model: Witnessed, *, asker: str | None = None
    ) -> list[FailureRecord]:
        """Send failures through the cascade, store what is better, and return the others.

        Only who asks a model that costs something needs a name.
        """
        services = self._services
        events = [record.event for record in records]
        diagnoser = Diagnoser(self._store, model, services.clock, holder=asker)
        code = CandidateCode(events, services.artifacts)
        found = diagnoser.diagnose(events, deadline_s=self._left_s, code=code)
        hopeless = {
            record.diagnosis.fingerprint
            for record in found
            if record.event.failure_id in model.unanswered
        }
        return [record for record in found if not self._upgrade(record, hopeless)]

    def _upgrade(self, record: FailureRecord, hopeless: set[str]) -> bool:
        """Store a diagnosis unless it is no better than the one there is."""
        diagnosis, report = record.diagnosis, self._report
        if diagnosis.source is Source.PATTERNS:
            if diagnosis.upgradeable and diagnosis.fingerprint not in hopeless:
                return False
            diagnosis = diagnosis.model_copy(update={"upgradeable": False})
        try:
            is_stored = self._store.upgrade(diagnosis)
        except NotFoundError:
            is_stored = False  # its time was up meanwhile
        if is_stored:
            report.abandoned += diagnosis.source is Source.PATTERNS
            report.answered += diagnosis.source is Source.CLAUDE
            report.recalled += diagnosis.source is Source.MEMORY
        return True
