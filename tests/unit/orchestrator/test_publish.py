from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from ulid import ULID

from errata.errors import ConflictError
from errata.events import LOG_TAIL_LIMIT, ExitFacts, Finding, Frame, RaisedException
from errata.experiments import Experiment
from errata.leases import Lease
from errata.taxonomy import ExperimentStatus, Limit, Stage
from orchestrator import publish
from orchestrator.office import Office
from orchestrator.parcels import Delivery
from orchestrator.patience import Patience
from orchestrator.proposers.port import Brief, Proposal
from orchestrator.publish import failure_id, log_tail
from orchestrator.sandbox.step import StepResult
from orchestrator.spool import Spool
from tests.unit.orchestrator.fakes import MemoryArtifacts, MemoryExperiments, MemoryQueue

RUN = "01JD0000000000000000000000"


class Desk:
    def __init__(self, folder: Path) -> None:
        self.store, self.artifacts, self.queue = (
            MemoryExperiments(),
            MemoryArtifacts(),
            MemoryQueue(),
        )
        self.spool = Spool(folder / "parcels.db", room=0)
        delivery = Delivery(self.store, self.artifacts, self.queue)
        patience = Patience(0, stopped=lambda: False)
        self.office = Office(delivery, self.spool, RUN, timedelta(minutes=1), patience)
        self.publisher = self.office.publisher

    def started(self, code: bytes = b"x = 1") -> Experiment:
        return self.publisher.start(
            Proposal("", "h", proposer="mutate"), code=code, brief=Brief("")
        )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


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


def test_both_parents_of_a_crossover_are_on_record(desk: Desk) -> None:
    parent, mate = str(ULID()), str(ULID())
    idea = Proposal("", "take the motion of an elite", mate_id=mate)
    experiment = desk.publisher.start(idea, code=b"print(2)", brief=Brief("", parent))
    stored = desk.store.experiment(experiment.experiment_id)
    assert (stored.parent_id, stored.mate_id) == (parent, mate)


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


def test_a_failure_that_cannot_be_sent_is_kept_until_it_can(desk: Desk) -> None:
    experiment = desk.started()
    desk.queue.down = True
    failed = desk.publisher.fail(experiment, FAILURE)
    assert failed.status is ExperimentStatus.FAILED
    assert desk.store.items[experiment.experiment_id].status is ExperimentStatus.RUNNING
    assert desk.spool.experiments() == {experiment.experiment_id}
    desk.queue.down = False
    desk.office.catch_up()
    assert desk.store.items[experiment.experiment_id] == failed
    assert [event.failure_id for event in desk.queue.events] == [failed.failure_id]
    assert desk.spool.depth().parcels == 0


def test_the_same_code_is_not_started_twice(desk: Desk) -> None:
    desk.started()
    with pytest.raises(ConflictError):
        desk.started()
    assert len(desk.store.items) == 1
    assert desk.spool.depth().parcels == 0


def test_a_start_whose_answer_was_lost_has_started(desk: Desk) -> None:
    start = desk.store.start

    def forgetful(experiment: Experiment, lease: Lease | None = None) -> None:
        desk.store.start = start  # type: ignore[method-assign] - once
        start(experiment, lease)
        start(experiment, lease)  # as a client does that had no answer

    desk.store.start = forgetful  # type: ignore[method-assign] - the first time only
    experiment = desk.started()
    assert desk.store.items[experiment.experiment_id] == experiment
    assert experiment.code
    assert experiment.code.key in desk.artifacts.blobs


def test_an_experiment_has_one_failure_whoever_reports_it() -> None:
    one, other = str(ULID()), str(ULID())
    assert failure_id(one) == failure_id(one) != failure_id(other)
    assert failure_id(one)[:10] == one[:10] != one


def test_the_start_of_an_endless_log_is_left_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "LOG_LIMIT", 1_000)
    desk.publisher.fail(desk.started(), replace(FAILURE, log=b"first\n" + b"line\n" * 1_000))
    (event,) = desk.queue.events
    assert event.log_tail.startswith("(the start is left out)\n")
    assert event.log_tail.count("line") == 200


def test_an_error_message_is_cut_to_what_an_event_carries(desk: Desk) -> None:
    desk.publisher.fail(desk.started(), StepResult(Stage.DECODE, ExitFacts(), "x" * 20_000))
    assert len(desk.queue.events[0].error_message) == 8_192


def test_text_that_is_none_loses_what_is_wrong_with_it(desk: Desk) -> None:
    experiment = desk.publisher.start(
        Proposal("", "try \ud800 this\0" + "!" * 9_000, "", "llm\0", "-1 %\0", proposer="claude"),
        code=b"",
        brief=Brief(""),
    )
    assert experiment.hypothesis.startswith("try  this!!!")
    assert (experiment.operator, experiment.expected_effect) == ("llm", "-1 %")
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
