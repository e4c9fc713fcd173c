"""Making the outcome of an experiment known, in an order in which nothing can get lost.

Artifacts come first, then the event, then the outcome: whatever breaks in between, what was
written is complete, and an experiment without an outcome is still marked as running, which the
next start of the orchestrator finds.
"""

from datetime import UTC, datetime

from ulid import ULID

from errata.errors import InvalidInputError
from errata.events import LOG_TAIL_LIMIT, FailureEvent
from errata.experiments import Experiment
from errata.ports import ArtifactStore, ExperimentStore, FailureQueue
from errata.redaction import redact, redact_event
from errata.taxonomy import ExperimentStatus, Stage
from errata.text import MAX_LINE, sanitize, shorten
from orchestrator.sandbox.step import StepResult
from orchestrator.trial import Trial

MESSAGE_LIMIT = 8_192
"""Characters of error message an event carries."""


class Publisher:
    """Writes experiments to the store, large texts to the artifacts, failures to the queue."""

    def __init__(
        self, store: ExperimentStore, artifacts: ArtifactStore, queue: FailureQueue, run_id: str
    ) -> None:
        self._store = store
        self._artifacts = artifacts
        self._queue = queue
        self._run_id = run_id

    def start(
        self, *, proposer: str, code: bytes, hypothesis: str, parent_id: str | None
    ) -> Experiment:
        """Store a new experiment; one without code is at stage ``propose`` still."""
        experiment = Experiment(
            experiment_id=str(ULID()),
            run_id=self._run_id,
            status=ExperimentStatus.RUNNING,
            stage=Stage.VALIDATE if code else Stage.PROPOSE,
            proposer=proposer,
            parent_id=parent_id,
            hypothesis=shorten(sanitize(hypothesis), MAX_LINE),
            code=self._artifacts.put("code", code) if code else None,
            started_at=_now(),
            metrics={},
        )
        self._store.start(experiment)
        return experiment

    def adopt(self, experiment: Experiment, trial: Trial) -> Experiment:
        """Store that an experiment takes its parent's place."""
        outcome = {"status": ExperimentStatus.ADOPTED, "stage": Stage.JUDGE}
        return self._finish(experiment, outcome | self._scores(trial))

    def fail(
        self, experiment: Experiment, failure: StepResult, trial: Trial | None = None
    ) -> Experiment:
        """Send a failure to be explained, and store that the experiment failed of it.

        What was measured before it failed is stored, too.
        """
        scores = self._scores(trial) if trial else {}
        event = self._event(experiment, failure)
        finished = _finished(
            experiment,
            {
                "status": ExperimentStatus.FAILED,
                "stage": event.stage,
                "failure_id": event.failure_id,
            }
            | scores,
        )
        try:
            self._queue.publish(event)
        except InvalidInputError:
            # Only a forged crash report is too large for a message; the facts do without it.
            event = event.model_copy(update={"exceptions": ()})
            self._queue.publish(event)
        self._store.finish(finished)
        return finished

    def abandon(self, experiment: Experiment) -> Experiment:
        """Store that an experiment was stopped before a verdict."""
        return self._finish(experiment, {"status": ExperimentStatus.ABANDONED})

    def _finish(self, experiment: Experiment, outcome: dict[str, object]) -> Experiment:
        finished = _finished(experiment, outcome)
        self._store.finish(finished)
        return finished

    def _scores(self, trial: Trial) -> dict[str, object]:
        measured = trial.measurements()
        data = measured and measured.model_dump_json().encode()
        return {
            "points": [point.as_dict() for point in trial.points],
            "metrics": trial.metrics | trial.costs(),
            "measurements": self._artifacts.put("measurements", data) if data else None,
        }

    def _event(self, experiment: Experiment, failure: StepResult) -> FailureEvent:
        if failure.failed_stage is None:
            raise ValueError("a step that succeeded is no failure")
        # A box holds no secret of ours, but a candidate may bring or print one of its author's.
        log = redact(failure.log.decode("utf-8", "backslashreplace"))
        tail, first_line = log_tail(log)
        event = FailureEvent(
            failure_id=str(ULID()),
            experiment_id=experiment.experiment_id,
            occurred_at=_now(),
            stage=failure.failed_stage,
            error_message=shorten(sanitize(failure.error_message), MESSAGE_LIMIT),
            exit=failure.exit,
            exceptions=failure.exceptions,
            findings=failure.findings,
            log_tail=tail,
            log_first_line=first_line,
            log=self._artifacts.put("log", log.encode()) if log else None,
            code=experiment.code,
        )
        return redact_event(event)


def _finished(experiment: Experiment, outcome: dict[str, object]) -> Experiment:
    known = experiment.model_dump()
    return Experiment.model_validate(known | outcome | {"finished_at": _now()})


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


def _now() -> datetime:
    return datetime.now(UTC)
