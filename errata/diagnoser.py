"""The diagnosis cascade: memory, then one model call for all that is new, then patterns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from errata.claims import Claims, Pace
from errata.diagnosis import Diagnosis, FailureRecord
from errata.enquiry import Enquiry, Heard
from errata.events import FailureEvent
from errata.memory import Memory, recall
from errata.ports import DiagnosisModel
from errata.provenance import Patient, Provenance, admit


class Diagnoser:
    """Explains failures as cheaply as it can and as well as it may.

    Parameters
    ----------
    memory : Memory
        What is known already, and who may ask about the rest.
    model : DiagnosisModel or None
        Asked once per batch; None leaves memory and patterns.
    clock : callable
        Returns the time, with a time zone.
    holder : str or None
        In whose name the model is asked, unique to this batch: nobody else asks about the same
        failures meanwhile. None where asking costs nothing.
    pace : Pace, optional
        How often all batches together ask; what is new beyond that is left upgradeable.
    """

    def __init__(
        self,
        memory: Memory,
        model: DiagnosisModel | None,
        clock: Callable[[], datetime],
        *,
        holder: str | None,
        pace: Pace | None = None,
    ) -> None:
        self._memory = memory
        self._enquiry = model and Enquiry(memory, model, clock, Claims(memory, holder), pace)
        self._models = model.models if model else frozenset()
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
            In the order of ``events``, with the redacted events. What the patterns explain while
            the model may yet do so is marked upgradeable.

        Raises
        ------
        StorageError
            When the memory cannot be read, or nothing can be claimed.
        """
        received = self._clock()
        patients = self._renamed([admit(event) for event in events])
        known = recall(self._memory, [it.fingerprint for it in patients], received, self._models)
        heard = Heard()
        if self._enquiry:
            new = _one_of_each(it for it in patients if it.fingerprint not in known)
            heard = self._enquiry.ask(new, received + timedelta(seconds=deadline_s), code)
        known |= heard.known
        return [self._record(patient, received, known, heard) for patient in patients]

    def _record(
        self,
        patient: Patient,
        received: datetime,
        known: dict[str, Diagnosis],
        heard: Heard,
    ) -> FailureRecord:
        mark = patient.fingerprint
        upgradeable = self._enquiry is not None and mark not in heard.hopeless
        provenance = Provenance(patient, received, self._clock(), upgradeable=upgradeable)
        if mark in known:
            diagnosis = provenance.recalled(known[mark])
        elif answer := heard.answers.get(patient.event.failure_id):
            diagnosis = provenance.answered(answer)
            known[mark] = diagnosis  # its kin in this batch share it
        else:
            diagnosis = provenance.by_rules()
        return FailureRecord(event=patient.event, diagnosis=diagnosis)

    def _renamed(self, patients: Sequence[Patient]) -> list[Patient]:
        """Put the failures of a group that an earlier algorithm named under that group's name."""
        former = {it.fingerprint: it.former for it in patients if it.former}
        groups = self._memory.canonical(former) if former else {}
        return [
            replace(it, fingerprint=groups.get(it.fingerprint, it.fingerprint)) for it in patients
        ]


def _one_of_each(patients: Iterable[Patient]) -> dict[str, Patient]:
    """Return the first failure of each fingerprint."""
    first: dict[str, Patient] = {}
    for patient in patients:
        first.setdefault(patient.fingerprint, patient)
    return first
