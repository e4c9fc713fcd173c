"""Failed candidates that can be repaired, and all that a proposer needs to do so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from errata.diagnosis import FailureRecord
from errata.errors import NotFoundError
from errata.events import ArtifactRef
from errata.experiments import Experiment
from errata.ports import ArtifactStore
from errata.repairs import RepairAttempt, RepairStore
from errata.taxonomy import Stage
from orchestrator.codec.metrics import from_dict
from orchestrator.codec.verdict import BD_RATE
from orchestrator.proposers.directed import is_another
from orchestrator.proposers.port import Brief, NothingToMendError, Proposal, Repair

CONFIDENT = 0.7
"""Confidence from which a diagnosis is worth a box to follow."""
DIED_AT = (Stage.VALIDATE, Stage.ENCODE, Stage.DECODE, Stage.MEASURE)
"""Stages at which the code is to blame; who was judged has nothing to be repaired."""
_CANDIDATE = "candidate.py"
_QUOTED = re.compile(r'candidate\.py(?:", line |:)(\d{1,6})')


@dataclass(frozen=True, slots=True)
class Job:
    """A failure to repair, claimed.

    Attributes
    ----------
    attempt : RepairAttempt
        The claim.
    brief : Brief
        What a proposer needs; its parent is that of the failed candidate.
    """

    attempt: RepairAttempt
    brief: Brief

    def checked(self, proposal: Proposal) -> Proposal:
        """Return a repair with its arm's name.

        Raises
        ------
        NothingToMendError
            When it is the parent, or what failed, and so would show nothing.
        """
        repair = self.brief.repair
        known = (self.brief.parent, repair.code if repair else "")
        if not all(is_another(proposal.code, each) for each in known):
            raise NothingToMendError("the repair is the parent, or no repair")
        return replace(proposal, operator=f"repair/{self.attempt.category}")


def is_curable(failed: Experiment) -> bool:
    """Tell whether a failure may be repaired: diagnosed for sure, by the code's own fault, once.

    Nothing that died on the hold-out clip is, since no proposer may learn of it: such a candidate
    has been compared with the champion on the working clips.
    """
    whole = failed.parent_id and failed.code and failed.failure_id and failed.fingerprint
    return bool(
        whole
        and failed.repairs is None
        and (failed.confidence or 0.0) >= CONFIDENT
        and failed.stage in DIED_AT
        and BD_RATE not in failed.metrics
    )


def job_of(failed: Experiment, told: Brief, store: RepairStore, artifacts: ArtifactStore) -> Job:
    """Return the job of repairing a failed experiment.

    Raises
    ------
    NotFoundError
        When something of it is not kept any more.
    """
    record = store.failure(failed.experiment_id, failed.failure_id or "")
    parent = store.experiment(failed.parent_id or "")
    diagnosis = record.diagnosis
    attempt = RepairAttempt(
        repairs=failed.experiment_id,
        failure_id=diagnosis.failure_id,
        fingerprint=diagnosis.fingerprint,
        category=diagnosis.category,
        source=diagnosis.source,
        diagnosed_at=diagnosis.diagnosed_at,
        claimed_at=datetime.now(UTC),
    )
    repair = Repair(
        code=_text(failed.code, artifacts),
        experiment_id=failed.experiment_id,
        category=diagnosis.category,
        root_cause=diagnosis.root_cause,
        fix_suggestion=diagnosis.fix_suggestion,
        error_message="\n".join(dict.fromkeys(_said(record))),
        line=blamed_line(record),
    )
    brief = replace(
        told,
        parent=_text(parent.code, artifacts),
        parent_id=parent.experiment_id,
        points=tuple(map(from_dict, parent.points)),
        repair=repair,
    )
    return Job(attempt, brief)


def blamed_line(record: FailureRecord) -> int | None:
    """Return the line of the candidate that a failure is put down to, counted from 1.

    Where the first exception of the chain was raised, in the candidate's innermost frame; without
    exceptions, the last line that the diagnosis's evidence names.
    """
    for raised in record.event.exceptions:
        own = [frame.line for frame in raised.frames if frame.file == _CANDIDATE and frame.line]
        if own:
            return own[-1]
    quoted = [n for it in record.diagnosis.evidence for n in _QUOTED.findall(it.quote)]
    return int(quoted[-1]) or None if quoted else None


def _said(record: FailureRecord) -> Iterator[str]:
    yield record.event.error_message
    for raised in record.event.exceptions:
        yield f"{raised.type}: {raised.message}"


def _text(code: ArtifactRef | None, artifacts: ArtifactStore) -> str:
    if code is None:
        raise NotFoundError("there is no code")
    return artifacts.get(code).decode("utf-8", "replace")
