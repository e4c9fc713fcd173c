"""Asking a model: about what nobody knows, what nobody else asks about, and once."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from errata.cases import case_of
from errata.diagnosis import Diagnosis
from errata.errors import ModelUnavailableError, StorageError
from errata.memory import ASK_AGAIN, Memory, recall
from errata.ports import Case, DiagnosisModel, ModelAnswer
from errata.provenance import Patient
from errata.taxonomy import Category

logger = logging.getLogger(__name__)

_TOO_LATE_S = 0.5
_STORING = timedelta(minutes=1)
"""How long a claim outlives the call, so that its answer is stored before anybody else asks."""
_EXAMPLES = 2
"""Of each category among the cases of one call."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a model is asked at once; what is new beyond that is asked about together, later.

    A storm of new failures then costs few large calls instead of many small ones, while whoever
    meets one now and then has its answer at once.
    """

    calls: int
    each: timedelta


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
        Where fingerprints are claimed, so that kin in two batches are paid for once.
    model : DiagnosisModel
        Whom to ask.
    clock : callable
        Returns the time, with a time zone.
    holder : str or None
        Who claims, unique to this batch; None where asking costs nothing and anybody may.
    pace : Pace or None
        How many calls all batches together may make; None where somebody else sees to that.
    """

    memory: Memory
    model: DiagnosisModel
    clock: Callable[[], datetime]
    holder: str | None
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
        turn = self._turn()
        if turn is None:
            return Heard()
        ours, known = self._claimed(list(new), ends)
        if not ours:
            self._release(turn)
            return Heard(known=known)
        cases = self._cases([new[mark] for mark in ours], code)
        try:
            answers = self._answers(cases, ends)
        except ModelUnavailableError as error:
            # What it has no answer to among several cases, it may have one to by itself.
            if error.upgradeable or len(ours) > 1:
                self._release([*ours, *turn] if error.upgradeable else ours)
                return Heard(known=known)
            self._keep(ours)
            return Heard(known=known, hopeless=frozenset(ours))
        # Claims of what was answered run out by themselves: let go before the answers are
        # stored, they would let another batch pay for the same.
        self._release([mark for mark in ours if new[mark].event.failure_id not in answers])
        return Heard(answers, known)

    def _answers(self, cases: Sequence[Case], ends: datetime) -> Mapping[str, ModelAnswer]:
        left_s = self._left_s(ends)
        if left_s < _TOO_LATE_S:
            raise ModelUnavailableError("too_late", upgradeable=True)
        return self.model.diagnose(cases, deadline_s=left_s)

    def _left_s(self, ends: datetime) -> float:
        return (ends - self.clock()).total_seconds()

    def _turn(self) -> list[str] | None:
        """Return the claim by which a call is made now, or None when it is not."""
        if self.holder is None or self.pace is None:
            return []
        until = self.clock() + self.pace.each
        turns = ([f"turn {number}"] for number in range(self.pace.calls))
        return next(
            (it for it in turns if self.memory.claim(it, holder=self.holder, until=until)), None
        )

    def _claimed(
        self, new: Sequence[str], ends: datetime
    ) -> tuple[list[str], dict[str, Diagnosis]]:
        """Return what nobody else asks about, without what is known since we looked."""
        if self.holder is None:
            return list(new), {}
        won = self.memory.claim(new, holder=self.holder, until=ends + _STORING)
        known = recall(self.memory, [mark for mark in new if mark in won], self.clock())
        self._release(list(known))
        return [mark for mark in new if mark in won and mark not in known], known

    def _release(self, fingerprints: Sequence[str]) -> None:
        if self.holder is None or not fingerprints:
            return
        try:
            self.memory.release(fingerprints, holder=self.holder)
        except StorageError as error:  # no reason to lose what was paid for: they run out
            logger.warning("claims are kept until they run out: %s", error)

    def _keep(self, fingerprints: Sequence[str]) -> None:
        """Let nobody pay for the same useless answer for a while."""
        if self.holder is None:
            return
        try:
            self.memory.claim(fingerprints, holder=self.holder, until=self.clock() + ASK_AGAIN)
        except StorageError as error:
            logger.warning("others will ask in vain: %s", error)

    def _cases(self, patients: Sequence[Patient], code: Mapping[str, str]) -> list[Case]:
        guesses = {patient.by_rules.verdict.category for patient in patients}
        examples = {category: self._examples(category) for category in guesses}
        return [
            case_of(
                patient.examination,
                code.get(patient.event.failure_id, ""),
                examples[patient.by_rules.verdict.category],
            )
            for patient in patients
        ]

    def _examples(self, category: Category) -> Sequence[Diagnosis]:
        try:
            return self.memory.examples(category, limit=_EXAMPLES)
        except StorageError as error:
            logger.warning("asking without examples of %s: %s", category.value, error)
            return ()
