"""Experiments and failures for the dashboard to show, sent the way the loop sends them."""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ulid import ULID

from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.s3 import S3Artifacts
from errata.adapters.sqs import SqsFailureQueue
from errata.events import FailureEvent
from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus, Stage
from infra.local.outputs import StackOutputs
from orchestrator.codec.metrics import OperatingPoint
from orchestrator.office import Office
from orchestrator.parcels import Delivery
from orchestrator.patience import Patience
from orchestrator.proposers.port import Brief, Proposal
from orchestrator.publish import Publisher
from orchestrator.sandbox.step import StepResult
from orchestrator.spool import Spool
from tests.e2e.browser.deaths import (
    CHILD,
    HOSTILE,
    HOSTILE_CODE,
    PARENT,
    crash,
    hostile,
    missing_module,
    timeout,
)

PATIENCE_S = 60
QPS = (22, 27, 32, 37)
SCORES = {"bd_rate_vs_champion_percent": -4.1287, "slowest_encode_s": 1.5}
OLDER = 52
"""Experiments without a failure, to fill a second page of fifty."""


@dataclass(frozen=True)
class Seeded:
    """What was stored, by what it is good for in a test."""

    adopted: Experiment
    crashed: Experiment
    """An exception with frames and locals, evidence far down a long log, and a parent."""
    timed_out: Experiment
    hostile: Experiment
    newest: Experiment


class Seeder:
    """Publishes experiments to a stack, and waits for the diagnoses of the failed ones."""

    def __init__(self, stack: StackOutputs) -> None:
        session = stack.session()
        self.store = DynamoDbStore(session.resource("dynamodb").Table(stack.table))
        self._queue = SqsFailureQueue(session.client("sqs"), stack.failures_queue_url)
        self.artifacts = S3Artifacts(session.client("s3"), stack.artifacts_bucket)
        self._publisher = _publisher(Delivery(self.store, self.artifacts, self._queue))

    def seed(self) -> Seeded:
        """Publish one experiment of each kind the tests look at."""
        for number in range(OLDER):
            self._publisher.abandon(self.start(f"An older idea, number {number}"))
        adopted = self.adopt(self.start("Start from the plain block codec", code=PARENT))
        timed_out = self.fail(self.start("Search 64 pixels around"), timeout())
        dangerous = self.fail(self.start(HOSTILE + "A" * 900, HOSTILE_CODE), hostile())
        crashed = self.fail(
            self.start("Transform the left half of each block only", CHILD, adopted.experiment_id),
            crash(),
        )
        newest = self.fail(self.start("Use scipy's transform"), missing_module())
        failed = [timed_out, dangerous, crashed, newest]
        explained = [self.wait_for(experiment) for experiment in failed]
        return Seeded(adopted, explained[2], explained[0], explained[1], explained[3])

    def start(
        self, hypothesis: str, code: bytes | None = None, parent_id: str | None = None
    ) -> Experiment:
        """Store a running experiment; of code that was never tried, unless told otherwise."""
        idea = Proposal("", hypothesis, proposer="mutation")
        return self.propose(idea, Brief("", parent_id or ""), code)

    def propose(self, idea: Proposal, brief: Brief, code: bytes | None = None) -> Experiment:
        """Store a running experiment with all that its proposer says of it."""
        fresh = PARENT + f"# {ULID()}\n".encode()
        return self._publisher.start(idea, code=code or fresh, brief=brief)

    def skip(self, experiment: Experiment, killed: str) -> Experiment:
        """Store that an experiment was not run, since of the same another died."""
        return self._publisher.skip(experiment, killed)

    def adopt(self, experiment: Experiment, scores: Mapping[str, float] = SCORES) -> Experiment:
        """Store that an experiment was better than its parent."""
        adopted = experiment.model_copy(
            update={
                "status": ExperimentStatus.ADOPTED,
                "stage": Stage.JUDGE,
                "finished_at": datetime.now(UTC),
                "points": tuple(point(qp).as_dict() for qp in QPS),
                "metrics": dict(scores),
            }
        )
        self.store.finish(adopted)
        return adopted

    def fail(self, experiment: Experiment, result: StepResult) -> Experiment:
        """Store that an experiment failed, and send its failure to be explained."""
        return self._publisher.fail(experiment, result)

    def new_failure(self, hypothesis: str) -> Experiment:
        """Publish one more failed experiment, and wait for its diagnosis."""
        return self.wait_for(self.fail(self.start(hypothesis), timeout()))

    def fail_unexplained(self, hypothesis: str) -> Experiment:
        """Store a failed experiment whose failure is still on its way to the diagnoser."""
        experiment = self.start(hypothesis)
        failed = experiment.model_copy(
            update={"status": ExperimentStatus.FAILED, "failure_id": str(ULID())}
        )
        self.store.finish(failed)
        return failed

    def explain(self, experiment: Experiment) -> Experiment:
        """Let the diagnoser have the failure of an experiment, and wait for its answer."""
        result = timeout()
        assert experiment.failure_id
        assert result.failed_stage
        self._queue.publish(
            FailureEvent(
                failure_id=experiment.failure_id,
                experiment_id=experiment.experiment_id,
                occurred_at=datetime.now(UTC),
                stage=result.failed_stage,
                error_message=result.error_message,
                exit=result.exit,
                log_tail=result.log.decode(),
            )
        )
        return self.wait_for(experiment)

    def wait_for(self, experiment: Experiment) -> Experiment:
        """Return the experiment once it is diagnosed."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            current = self.store.experiment(experiment.experiment_id)
            if current.category is not None:
                return current
            time.sleep(0.2)
        raise AssertionError(f"no diagnosis of {experiment.experiment_id} in {PATIENCE_S} s")


def _publisher(delivery: Delivery) -> Publisher:
    spool = Spool(Path(tempfile.mkdtemp(prefix="errata-seed-")) / "parcels.db", room=0)
    patience = Patience(0, stopped=lambda: True)
    return Office(delivery, spool, str(ULID()), timedelta(days=1), patience).publisher


def point(qp: int, rate: float = 1.0) -> OperatingPoint:
    """Return a point on a plain curve, ``rate`` times as many bits as it has."""
    return OperatingPoint(
        qp=qp,
        bpp=0.1,
        kbps=rate * (1000.0 - 20 * qp),
        psnr_y_by_frame_db=(59.0 - qp, 61.0 - qp),
        psnr_u_by_frame_db=(61.0 - qp,) * 2,
        psnr_v_by_frame_db=(62.0 - qp,) * 2,
        ssim_y=1 - qp / 1000,
        shown_frames=(0, 1),
    )
