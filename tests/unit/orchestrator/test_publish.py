from dataclasses import replace

import pytest

from errata.errors import StorageError
from errata.events import LOG_TAIL_LIMIT, ExitFacts, Finding, Frame, RaisedException
from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus, Limit, Stage
from orchestrator.publish import Publisher, log_tail
from orchestrator.sandbox.step import StepResult
from tests.unit.orchestrator.fakes import MemoryArtifacts, MemoryExperiments, MemoryQueue

RUN = "01JD0000000000000000000000"


class Desk:
    def __init__(self) -> None:
        self.store, self.artifacts, self.queue = (
            MemoryExperiments(),
            MemoryArtifacts(),
            MemoryQueue(),
        )
        self.publisher = Publisher(self.store, self.artifacts, self.queue, RUN)

    def started(self, code: bytes = b"x = 1") -> Experiment:
        return self.publisher.start(proposer="mutate", code=code, hypothesis="h", parent_id=None)


@pytest.fixture
def desk() -> Desk:
    return Desk()


FAILURE = StepResult(
    Stage.ENCODE,
    ExitFacts(signal=9, limit=Limit.WALL_CLOCK, duration_s=10.1),
    "encode() did not finish within 10 s",
    findings=(Finding(code="slow", message="slow", values={}),),
    log=b"frame 1\nframe 2\n",
)


def test_a_running_experiment_is_stored_with_its_code(desk: Desk) -> None:
    experiment = desk.started(b"print(1)")
    assert desk.store.items[experiment.experiment_id].status is ExperimentStatus.RUNNING
    assert experiment.code is not None
    assert desk.artifacts.get(experiment.code) == b"print(1)"


def test_a_failure_is_sent_with_its_facts_and_references(desk: Desk) -> None:
    experiment = desk.publisher.fail(desk.started(), FAILURE)
    (event,) = desk.queue.events
    assert event.experiment_id == experiment.experiment_id
    assert event.failure_id == experiment.failure_id
    assert (event.stage, event.exit.limit) == (Stage.ENCODE, Limit.WALL_CLOCK)
    assert event.findings == FAILURE.findings
    assert (event.log_tail, event.log_first_line) == ("frame 1\nframe 2\n", 1)
    assert event.log is not None
    assert desk.artifacts.get(event.log) == FAILURE.log
    assert event.code == experiment.code


def test_a_failed_experiment_is_stored_as_such(desk: Desk) -> None:
    experiment = desk.publisher.fail(desk.started(), FAILURE)
    stored = desk.store.experiment(experiment.experiment_id)
    assert (stored.status, stored.stage) == (ExperimentStatus.FAILED, Stage.ENCODE)
    assert stored.finished_at is not None
    assert stored.category is None


def test_an_experiment_whose_failure_was_not_sent_is_still_running(desk: Desk) -> None:
    experiment = desk.started()
    desk.queue.down = True
    with pytest.raises(StorageError):
        desk.publisher.fail(experiment, FAILURE)
    assert desk.store.items[experiment.experiment_id].status is ExperimentStatus.RUNNING


def test_an_error_message_is_cut_to_what_an_event_carries(desk: Desk) -> None:
    desk.publisher.fail(desk.started(), StepResult(Stage.DECODE, ExitFacts(), "x" * 20_000))
    assert len(desk.queue.events[0].error_message) == 8_192


def test_text_that_is_none_loses_what_is_wrong_with_it(desk: Desk) -> None:
    experiment = desk.publisher.start(
        proposer="claude", code=b"", hypothesis="try \ud800 this\0" + "!" * 9_000, parent_id=None
    )
    assert experiment.hypothesis.startswith("try  this!!!")
    desk.publisher.fail(experiment, StepResult(Stage.PROPOSE, ExitFacts(), "\ud800 no"))
    assert desk.queue.events[0].error_message == " no"


def test_a_crash_report_too_large_for_the_queue_is_left_out(desk: Desk) -> None:
    frames = tuple(Frame(file="f", function="g", source="x" * 2_000) for _ in range(64))
    forged = tuple(RaisedException(type="E", frames=frames) for _ in range(16))
    desk.publisher.fail(desk.started(), replace(FAILURE, exceptions=forged))
    (event,) = desk.queue.events
    assert (event.exceptions, event.findings) == ((), FAILURE.findings)


def test_a_short_log_is_its_own_tail() -> None:
    assert log_tail("a\nb") == ("a\nb", 1)
    assert log_tail("") == ("", 1)


def test_a_long_log_keeps_its_last_whole_lines_and_their_numbers() -> None:
    lines = [f"line {number:05}" for number in range(1, 10_001)]
    tail, first = log_tail("\n".join(lines))
    assert tail.splitlines() == lines[first - 1 :]
    assert LOG_TAIL_LIMIT - 11 <= len(tail) <= LOG_TAIL_LIMIT


def test_a_cut_that_falls_between_two_lines_loses_none() -> None:
    log = "head\n" + "x" * (LOG_TAIL_LIMIT - 3) + "\ny\n"
    assert log_tail(log) == (log[5:], 2)


def test_a_last_line_longer_than_the_tail_keeps_its_end() -> None:
    tail, first = log_tail("head\n" + "x" * 100_000 + "END\n")
    assert (len(tail), first) == (LOG_TAIL_LIMIT, 2)
    assert tail.endswith("xEND\n")


def test_bytes_that_are_no_text_stay_visible(desk: Desk) -> None:
    desk.publisher.fail(desk.started(), replace(FAILURE, log=b"\xff ok"))
    assert desk.queue.events[0].log_tail == "\\xff ok"


def test_no_secret_reaches_the_queue_or_the_bucket(desk: Desk) -> None:
    secret = "AKIA" + "Q3EGRZ7TN5WVYKXD"
    leaking = replace(
        FAILURE,
        error_message=f"denied for {secret}",
        log=f"first\nkey {secret}\nlast\n".encode(),
    )
    desk.publisher.fail(desk.started(), leaking)
    (event,) = desk.queue.events
    assert secret not in event.model_dump_json()
    assert event.log is not None
    stored = desk.artifacts.get(event.log).decode()
    assert secret not in stored
    assert stored.splitlines()[::2] == ["first", "last"]
