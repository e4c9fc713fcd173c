"""The diagnosis cascade: memory, then one model call for all that is new, then patterns."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from errata.diagnosis import Diagnosis, FailureRecord
from errata.errors import ModelUnavailableError
from errata.events import FailureEvent
from errata.evidence import facts_text, window
from errata.ports import Case, DiagnosisModel, ModelAnswer
from errata.provenance import Patient, Provenance, admit
from errata.redaction import redact
from errata.taxonomy import Source
from errata.text import shorten

_WINDOW = 6_000
_CODE = 12_000
_FACTS = 8_000
_CENTRES = 24
_REUSABLE = 0.5
"""A model's diagnosis below this confidence is asked for anew."""
_TOO_LATE_S = 0.5


class Diagnoser:
    """Explains failures as cheaply as it can and as well as it may.

    Parameters
    ----------
    memory : callable
        Takes fingerprints, returns the best reusable diagnosis of each that is known.
    model : DiagnosisModel or None
        Asked once per batch; None leaves memory and patterns.
    clock : callable
        Returns the time, with a time zone.
    """

    def __init__(
        self,
        memory: Callable[[Sequence[str]], Mapping[str, Diagnosis]],
        model: DiagnosisModel | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._memory = memory
        self._model = model
        self._clock = clock

    def diagnose(
        self, events: Sequence[FailureEvent], *, deadline_s: float, code: Mapping[str, str]
    ) -> list[FailureRecord]:
        """Explain each event.

        Parameters
        ----------
        events : sequence of FailureEvent
            As received; they are redacted here.
        deadline_s : float
            Seconds within which the model must have answered.
        code : mapping
            Source of the candidate by failure id, where it is at hand.

        Returns
        -------
        list of FailureRecord
            In the order of ``events``, with the redacted events.

        Raises
        ------
        StorageError
            When the memory cannot be read.
        """
        received = self._clock()
        patients = [admit(event) for event in events]
        known = self._remember(patients)
        new = _one_of_each_new(patients, known)
        left_s = deadline_s - (self._clock() - received).total_seconds()
        answers, upgradeable = self._ask(new, left_s, code)
        records = []
        for patient in patients:
            provenance = Provenance(patient, received, self._clock(), upgradeable=upgradeable)
            answer = answers.get(patient.event.failure_id)
            if patient.fingerprint in known:
                diagnosis = provenance.recalled(known[patient.fingerprint])
            elif answer is not None:
                diagnosis = provenance.answered(answer)
                known[patient.fingerprint] = diagnosis  # its kin in this batch share it
            else:
                diagnosis = provenance.by_rules()
            records.append(FailureRecord(event=patient.event, diagnosis=diagnosis))
        return records

    def _remember(self, patients: Sequence[Patient]) -> dict[str, Diagnosis]:
        fingerprints = list(dict.fromkeys(patient.fingerprint for patient in patients))
        known = self._memory(fingerprints) if fingerprints else {}
        return {fp: diagnosis for fp, diagnosis in known.items() if _is_reusable(diagnosis)}

    def _ask(
        self, patients: Sequence[Patient], left_s: float, code: Mapping[str, str]
    ) -> tuple[Mapping[str, ModelAnswer], bool]:
        """Return the answers by failure id, and whether asking again later may give more."""
        if self._model is None or not patients:
            return {}, False
        if left_s < _TOO_LATE_S:
            return {}, True
        cases = [_case(patient, code.get(patient.event.failure_id, "")) for patient in patients]
        try:
            return self._model.diagnose(cases, deadline_s=left_s), True
        except ModelUnavailableError as error:
            return {}, error.upgradeable


def _is_reusable(diagnosis: Diagnosis) -> bool:
    """Human and confident model diagnoses are; rules are asked anew, they cost nothing."""
    if diagnosis.source is Source.HUMAN:
        return True
    return diagnosis.source is not Source.PATTERNS and diagnosis.confidence >= _REUSABLE


def _one_of_each_new(patients: Sequence[Patient], known: Mapping[str, Diagnosis]) -> list[Patient]:
    """Return the first failure of each fingerprint that nobody remembers."""
    first: dict[str, Patient] = {}
    for patient in patients:
        if patient.fingerprint not in known:
            first.setdefault(patient.fingerprint, patient)
    return list(first.values())


def _case(patient: Patient, code: str) -> Case:
    examination = patient.examination
    said = (explained.statement.index for explained in examination.explained)
    centres = [index for index in said if index is not None]
    return Case(
        failure_id=patient.event.failure_id,
        stage=patient.event.stage,
        error_message=shorten(patient.event.error_message, 2_000),
        facts=shorten(facts_text(patient.event), _FACTS),
        evidence=window(examination.log, centres[:_CENTRES], _WINDOW),
        code=shorten(redact(code), _CODE),
    )
