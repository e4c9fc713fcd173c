"""Asking a model: about what nobody knows, what nobody else asks about, and once."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from errata.cases import case_of
from errata.claims import Claims, Pace
from errata.diagnosis import Diagnosis
from errata.errors import ModelUnavailableError, StorageError
from errata.memory import ASK_AGAIN, Memory, recall, refuted
from errata.ports import Case, DiagnosisModel, ModelAnswer
from errata.provenance import Patient
from errata.taxonomy import Category

logger = logging.getLogger(__name__)

_TOO_LATE_S = 0.5
_STORING = timedelta(minutes=1)
"""How long a claim outlives the call, so that its answer is stored before anybody else asks."""
_EXAMPLES = 2
"""Of each category among the cases of one call."""


@dataclass(frozen=True)
class Heard:
    """What came of asking."""

    answers: Mapping[str, ModelAnswer] = field(default_factory=dict)
    """By failure id."""
    known: Mapping[str, Diagnosis] = field(default_factory=dict)
    """What another batch has found out meanwhile, by fingerprint."""
    hopeless: frozenset[str] = frozenset()
    """Fingerprints that asking about again would be vain."""


@dataclass(frozen=True)
class Enquiry:
    """Asks a model about failures, in somebody's name.

    Parameters
    ----------
    memory : Memory
        Where examples are, and what other batches found out meanwhile.
    model : DiagnosisModel
        Whom to ask.
    clock : callable
        Returns the time, with a time zone.
    claims : Claims
        In whose name it asks.
    pace : Pace or None
        How many calls all batches together may make; None where somebody else sees to that.
    """

    memory: Memory
    model: DiagnosisModel
    clock: Callable[[], datetime]
    claims: Claims
    pace: Pace | None = None

    def ask(self, new: Mapping[str, Patient], ends: datetime, code: Mapping[str, str]) -> Heard:
        """Ask about one failure of each fingerprint until a time.

        Raises
        ------
        StorageError
            When nothing can be claimed.
        """
        if not new or self._left_s(ends) < _TOO_LATE_S:
            return Heard()  # not worth a claim
        turn = self.claims.turn(self.pace, self.clock())
        if turn is None:
            return Heard()
        ours, known = self._claimed(list(new), ends)
        if not ours:
            self.claims.release(turn)
            return Heard(known=known)
        cases = self._cases([new[mark] for mark in ours], code)
        try:
            answers = self._answers(cases, ends)
        except ModelUnavailableError as error:
            return Heard(known=known, hopeless=self._unanswered(ours, turn, error))
        # Claims of what was answered run out by themselves: let go before the answers are
        # stored, they would let another batch pay for the same.
        self.claims.release([mark for mark in ours if new[mark].event.failure_id not in answers])
        return Heard(answers, known)

    def _answers(self, cases: Sequence[Case], ends: datetime) -> Mapping[str, ModelAnswer]:
        left_s = self._left_s(ends)
        if left_s < _TOO_LATE_S:
            raise ModelUnavailableError("too_late", upgradeable=True)
        return self.model.diagnose(cases, deadline_s=left_s)

    def _unanswered(
        self, ours: Sequence[str], turn: Sequence[str], error: ModelUnavailableError
    ) -> frozenset[str]:
        """Let others ask, and return what it is vain to ask about."""
        if error.upgradeable:
            self.claims.release([*ours, *turn])
        elif len(ours) > 1:  # what spoilt the answer to all may be one of them
            self.claims.release(ours)
        else:
            self.claims.keep(ours, until=self.clock() + ASK_AGAIN)
            return frozenset(ours)
        return frozenset()

    def _left_s(self, ends: datetime) -> float:
        return (ends - self.clock()).total_seconds()

    def _claimed(
        self, new: Sequence[str], ends: datetime
    ) -> tuple[list[str], dict[str, Diagnosis]]:
        """Return what nobody else asks about, without what is known since we looked."""
        won = self.claims.take(new, until=ends + _STORING)
        known = recall(
            self.memory, [mark for mark in new if mark in won], self.clock(), self.model.models
        )
        self.claims.release(list(known))
        return [mark for mark in new if mark in won and mark not in known], known

    def _cases(self, patients: Sequence[Patient], code: Mapping[str, str]) -> list[Case]:
        guesses = {patient.by_rules.verdict.category for patient in patients}
        examples = {category: self._examples(category) for category in guesses}
        disproved = self._refuted([patient.fingerprint for patient in patients])
        return [
            case_of(
                patient.examination,
                code.get(patient.event.failure_id, ""),
                examples[patient.by_rules.verdict.category],
                disproved.get(patient.fingerprint),
            )
            for patient in patients
        ]

    def _refuted(self, fingerprints: Sequence[str]) -> Mapping[str, Diagnosis]:
        try:
            return refuted(self.memory, fingerprints)
        except StorageError as error:
            logger.warning("asking without what was refuted: %s", error)
            return {}

    def _examples(self, category: Category) -> Sequence[Diagnosis]:
        try:
            return self.memory.examples(category, limit=_EXAMPLES)
        except StorageError as error:
            logger.warning("asking without examples of %s: %s", category.value, error)
            return ()
