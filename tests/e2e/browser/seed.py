"""Experiments and failures for the dashboard to show, sent the way the loop sends them."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from ulid import ULID

from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.s3 import S3Artifacts
from errata.adapters.sqs import SqsFailureQueue
from errata.events import ExitFacts, FailureEvent, Frame, LocalSummary, RaisedException
from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus, Limit, Stage
from infra.local.outputs import StackOutputs
from orchestrator.codec.metrics import OperatingPoint
from orchestrator.office import Office
from orchestrator.parcels import Delivery
from orchestrator.patience import Patience
from orchestrator.publish import Publisher
from orchestrator.sandbox.step import StepResult
from orchestrator.spool import Spool

PATIENCE_S = 60
OLDER = 52
"""Experiments without a failure, to fill a second page of fifty."""
RTL_OVERRIDE = "\u202e"

# The loop's own start codec, so that a run on this stack may build upon what was seeded.
PARENT = files("orchestrator.codec").joinpath("start_codec.py").read_bytes()
SOUND = "    magnitude = np.floor(np.abs(coefficients) / step + ROUNDING)"
CRASHING = SOUND.replace("coefficients", "coefficients[:, :4]")
CHILD = PARENT.replace(SOUND.encode(), CRASHING.encode())
CRASH_LINE = CHILD.decode().splitlines().index(CRASHING) + 1
BROADCAST = "operands could not be broadcast together with shapes (30,4,176) (30,144,176)"
HOSTILE = (
    '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script> '
    f"javascript:alert(1) {{{{7*7}}}} ${{7*7}} photo{RTL_OVERRIDE}gnp.exe "
)


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
        artifacts = S3Artifacts(session.client("s3"), stack.artifacts_bucket)
        self._publisher = _publisher(Delivery(self.store, artifacts, self._queue))

    def seed(self) -> Seeded:
        """Publish one experiment of each kind the tests look at."""
        for number in range(OLDER):
            self._publisher.abandon(self.start(f"An older idea, number {number}"))
        adopted = self.adopt(self.start("Start from the plain block codec", code=PARENT))
        timed_out = self.fail(self.start("Search 64 pixels around"), _timeout())
        hostile = self.fail(self.start(HOSTILE + "A" * 900), _hostile())
        crashed = self.fail(
            self.start("Transform the left half of each block only", CHILD, adopted.experiment_id),
            _crash(),
        )
        newest = self.fail(self.start("Use scipy's transform"), _missing_module())
        failed = [timed_out, hostile, crashed, newest]
        explained = [self.wait_for(experiment) for experiment in failed]
        return Seeded(adopted, explained[2], explained[0], explained[1], explained[3])

    def start(
        self, hypothesis: str, code: bytes | None = None, parent_id: str | None = None
    ) -> Experiment:
        """Store a running experiment; of code that was never tried, unless told otherwise."""
        return self._publisher.start(
            proposer="mutation",
            code=code or PARENT + f"# {ULID()}\n".encode(),
            hypothesis=hypothesis,
            parent_id=parent_id,
        )

    def adopt(self, experiment: Experiment) -> Experiment:
        """Store that an experiment was better than its parent."""
        adopted = experiment.model_copy(
            update={
                "status": ExperimentStatus.ADOPTED,
                "stage": Stage.JUDGE,
                "finished_at": datetime.now(UTC),
                "points": tuple(_point(qp).as_dict() for qp in (22, 27, 32, 37)),
                "metrics": {"bd_rate_vs_parent_percent": -4.1287, "slowest_encode_s": 1.5},
            }
        )
        self.store.finish(adopted)
        return adopted

    def fail(self, experiment: Experiment, result: StepResult) -> Experiment:
        """Store that an experiment failed, and send its failure to be explained."""
        return self._publisher.fail(experiment, result)

    def new_failure(self, hypothesis: str) -> Experiment:
        """Publish one more failed experiment, and wait for its diagnosis."""
        return self.wait_for(self.fail(self.start(hypothesis), _timeout()))

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
        result = _timeout()
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


def _point(qp: int) -> OperatingPoint:
    return OperatingPoint(
        qp=qp,
        bpp=0.1,
        kbps=1000.0 - 20 * qp,
        psnr_y_by_frame_db=(59.0 - qp, 61.0 - qp),
        psnr_u_by_frame_db=(61.0 - qp,) * 2,
        psnr_v_by_frame_db=(62.0 - qp,) * 2,
        ssim_y=1 - qp / 1000,
        shown_frames=(0, 1),
    )


def _crash() -> StepResult:
    local = LocalSummary(name="residual", type="ndarray", shape=(30, 144, 176), dtype="uint8")
    frames = (
        Frame(file="driver.py", line=80, function="main", source="encode(y, u, v, fps, qp)"),
        Frame(
            file="candidate.py",
            line=CRASH_LINE,
            function="quantise",
            source=CRASHING.strip(),
            locals=(local,),
        ),
    )
    lines = [f"frame {number:03d} coded" for number in range(400)]
    lines += [
        "Traceback (most recent call last):",
        f'  File "candidate.py", line {CRASH_LINE}, in quantise',
        f"\x1b[31mValueError\x1b[0m: {BROADCAST}",
    ]
    return StepResult(
        Stage.ENCODE,
        ExitFacts(code=1, duration_s=1.25, cpu_s=1.1, peak_memory_bytes=180 << 20),
        f"ValueError: {BROADCAST}",
        exceptions=(RaisedException(type="ValueError", message=BROADCAST, frames=frames),),
        log=_log(lines),
    )


def _timeout() -> StepResult:
    return StepResult(
        Stage.ENCODE,
        ExitFacts(signal=9, limit=Limit.WALL_CLOCK, duration_s=60.0, cpu_s=59.0),
        "encode() did not end within 60 s",
        log=_log(["frame 000 coded", "frame 001 coded", "launcher: killed after 60 s"]),
    )


def _missing_module() -> StepResult:
    message = "No module named 'scipy'"
    return StepResult(
        Stage.VALIDATE,
        ExitFacts(code=1, duration_s=0.1),
        f"ModuleNotFoundError: {message}",
        exceptions=(RaisedException(type="ModuleNotFoundError", message=message),),
        log=_log(["loading candidate.py", f"ModuleNotFoundError: {message}"]),
    )


def _hostile() -> StepResult:
    """Text that means to be run as script, to hide, or to break the layout, wherever it can be."""
    return StepResult(
        Stage.DECODE,
        ExitFacts(code=1),
        f"ValueError: {HOSTILE}",
        exceptions=(
            RaisedException(
                type="ValueError",
                message=HOSTILE + "W" * 5_000,
                frames=(
                    Frame(
                        file=f"{HOSTILE}.py"[:256],
                        line=1,
                        function=HOSTILE[:256],
                        source=HOSTILE,
                        locals=(LocalSummary(name=HOSTILE[:256], type="str", value="</td>"),),
                    ),
                ),
            ),
        ),
        log=_log([HOSTILE, "\x1b]0;title\x07\x00\x08", "W" * 20_000, f"ValueError: {HOSTILE}"]),
    )


def _log(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
