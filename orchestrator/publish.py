"""Making the outcome of an experiment known, by parcels in which nothing can get lost."""

import hashlib
from datetime import UTC, datetime

from ulid import ULID

from errata.errors import ConflictError, NotFoundError
from errata.events import LOG_TAIL_LIMIT, ArtifactRef, ExitFacts, FailureEvent, Finding
from errata.experiments import Experiment
from errata.leases import SharedExperiments
from errata.redaction import redact, redact_event
from errata.taxonomy import ExperimentStatus, Stage
from errata.text import MAX_LINE, sanitize, shorten
from orchestrator.courier import Courier
from orchestrator.leases import Leases
from orchestrator.parcels import Enclosure, Parcel
from orchestrator.proposers.port import Brief, Proposal
from orchestrator.sandbox.step import StepResult
from orchestrator.trial import Trial

MESSAGE_LIMIT = 8_192
"""Characters of error message an event carries."""
LOG_LIMIT = 15 << 20
"""Characters of a log that are kept, its last ones: less than an artifact may have bytes."""


class Publisher:
    """Publishes experiments under the leases of one orchestrator."""

    def __init__(self, store: SharedExperiments, courier: Courier, leases: Leases) -> None:
        self._store = store
        self._courier = courier
        self._leases = leases

    def start(
        self,
        proposal: Proposal,
        *,
        code: bytes,
        brief: Brief,
    ) -> Experiment:
        """Store a new experiment and hold it; one without code is at stage ``propose`` still.

        ``brief`` tells what it was made from, and what it is to repair.

        Raises
        ------
        ConflictError
            When the same code was tried before, by whomever.
        StorageError
            When the table does not answer, or there is no room for the experiment's evidence.
        """
        self._courier.check_room()
        experiment = Experiment(
            experiment_id=str(ULID()),
            run_id=self._leases.owner,
            status=ExperimentStatus.RUNNING,
            stage=Stage.VALIDATE if code else Stage.PROPOSE,
            proposer=_line(proposal.proposer)[:256],
            parent_id=(proposal.parent_id if proposal.replays else brief.parent_id) or None,
            mate_id=proposal.mate_id or None,
            repairs=brief.repair.experiment_id if brief.repair else None,
            hypothesis=_line(proposal.hypothesis),
            operator=_line(proposal.operator)[:256],
            expected_effect=_line(proposal.expected_effect),
            replays=proposal.replays,
            code=ArtifactRef.to("code", code) if code else None,
            started_at=_now(),
            metrics={"proposal_cost_usd": proposal.cost_usd} if proposal.cost_usd else {},
        )
        enclosed = (Enclosure(kind="code", data=code),) if code else ()
        parcel = Parcel(experiment=experiment, owner=self._leases.owner, enclosures=enclosed)
        self._courier.send_after(parcel, lambda: self._start(experiment))
        self._leases.hold(experiment.experiment_id, experiment.stage)
        return experiment

    def _start(self, experiment: Experiment) -> None:
        try:
            self._store.start(experiment, self._leases.lease())
        except ConflictError:
            # It may be there since a call whose answer was lost; ids are never made twice.
            try:
                self._store.experiment(experiment.experiment_id)
            except NotFoundError:
                pass
            else:
                return
            raise

    def adopt(self, experiment: Experiment, trial: Trial, over: str | None) -> Experiment:
        """Store that an experiment takes the champion's place, which ``over`` names.

        Raises
        ------
        OvertakenError
            When another is champion by now; the experiment has no outcome yet.
        StorageError
            When the table does not answer; the outcome is kept, and stored later.
        """
        outcome = {"status": ExperimentStatus.ADOPTED, "stage": Stage.JUDGE}
        scores, enclosed = _scores(experiment, trial)
        adopted = _finished(experiment, outcome | scores)
        owner = self._leases.owner
        self._courier.insist(
            Parcel(experiment=adopted, owner=owner, enclosures=enclosed, over=over)
        )
        return adopted

    def fail(
        self, experiment: Experiment, failure: StepResult, trial: Trial | None = None
    ) -> Experiment:
        """Send a failure to be explained, and store that the experiment failed of it.

        What was measured before it failed is stored, too.

        Raises
        ------
        StorageError
            When neither the disk nor table, bucket and queue take it.
        """
        scores, enclosed = _scores(experiment, trial) if trial else ({}, ())
        parcel = failed(experiment, failure, self._leases.owner, scores)
        self._courier.send(parcel.model_copy(update={"enclosures": parcel.enclosures + enclosed}))
        return parcel.experiment

    def close(self, experiment: Experiment, status: ExperimentStatus) -> Experiment:
        """Store an outcome that nobody has to explain, or that is being explained already."""
        finished = _finished(experiment, {"status": status})
        self._courier.send(Parcel(experiment=finished, owner=self._leases.owner))
        return finished

    def skip(self, experiment: Experiment, killed: str) -> Experiment:
        """Store that an experiment is not worth a box: of the same construct ``killed`` died."""
        skipped = _finished(experiment, {"status": ExperimentStatus.SKIPPED, "skipped_for": killed})
        self._courier.send(Parcel(experiment=skipped, owner=self._leases.owner))
        return skipped

    def abandon(self, experiment: Experiment) -> Experiment:
        """Store that an experiment was stopped before a verdict."""
        return self.close(experiment, ExperimentStatus.ABANDONED)


def failed(
    experiment: Experiment,
    failure: StepResult,
    owner: str,
    scores: dict[str, object] | None = None,
) -> Parcel:
    """Return the parcel that says of what an experiment failed."""
    if failure.failed_stage is None:
        raise ValueError("a step that succeeded is no failure")
    # A box holds no secret of ours, but a candidate may bring or print one of its author's.
    log = redact(_last(failure.log.decode("utf-8", "backslashreplace")))
    tail, first_line = log_tail(log)
    event = FailureEvent(
        failure_id=failure_id(experiment.experiment_id),
        experiment_id=experiment.experiment_id,
        occurred_at=_now(),
        stage=failure.failed_stage,
        error_message=shorten(sanitize(failure.error_message), MESSAGE_LIMIT),
        exit=failure.exit,
        exceptions=failure.exceptions,
        findings=failure.findings,
        log_tail=tail,
        log_first_line=first_line,
        log=ArtifactRef.to("log", log.encode()) if log else None,
        code=experiment.code,
    )
    known = {"status": ExperimentStatus.FAILED, "stage": event.stage}
    outcome = known | {"failure_id": event.failure_id} | (scores or {})
    return Parcel(
        experiment=_finished(experiment, outcome),
        owner=owner,
        enclosures=(Enclosure(kind="log", data=log.encode()),) if log else (),
        event=redact_event(event),
    )


def overtaken(adoption: Parcel) -> Parcel:
    """Return what an adoption is that was delivered too late: the failure of coming second."""
    message = "better than the champion, but another was adopted before this could be stored"
    finding = Finding(code="overtaken", message=message, values=adoption.experiment.metrics)
    failure = StepResult(Stage.JUDGE, ExitFacts(code=0), message, findings=(finding,))
    parcel = failed(adoption.experiment, failure, adoption.owner)
    return parcel.model_copy(update={"enclosures": adoption.enclosures})


def failure_id(experiment_id: str) -> str:
    """Return the id of an experiment's failure: one, since an experiment dies once.

    Whoever reports its death, be it its own orchestrator, late, or another that took it for dead,
    reports the same failure.
    """
    digest = hashlib.sha256(experiment_id.encode()).digest()
    return str(ULID(ULID.from_str(experiment_id).bytes[:6] + digest[:10]))


def _scores(
    experiment: Experiment, trial: Trial
) -> tuple[dict[str, object], tuple[Enclosure, ...]]:
    measured = trial.measurements()
    data = measured and measured.model_dump_json().encode()
    scores: dict[str, object] = {
        "points": [point.as_dict() for point in trial.points],
        "metrics": experiment.metrics | trial.metrics | trial.costs(),
        "measurements": ArtifactRef.to("measurements", data) if data else None,
    }
    return scores, (Enclosure(kind="measurements", data=data),) if data else ()


def _finished(experiment: Experiment, outcome: dict[str, object]) -> Experiment:
    known = experiment.model_dump()
    return Experiment.model_validate(known | outcome | {"finished_at": _now()})


def _last(log: str) -> str:
    return log if len(log) <= LOG_LIMIT else f"(the start is left out)\n{log[-LOG_LIMIT:]}"


def log_tail(log: str) -> tuple[str, int]:
    """Return the last whole lines of a log that an event can carry, and the first one's number.

    Of a last line that is too long by itself, its end is returned.
    """
    if len(log) <= LOG_TAIL_LIMIT:
        return log, 1
    start = len(log) - LOG_TAIL_LIMIT
    line_end = log.find("\n", start - 1, len(log) - 1)
    start = start if line_end < 0 else line_end + 1
    return log[start:], log.count("\n", 0, start) + 1


def _line(text: str) -> str:
    return shorten(sanitize(text), MAX_LINE)


def _now() -> datetime:
    return datetime.now(UTC)
