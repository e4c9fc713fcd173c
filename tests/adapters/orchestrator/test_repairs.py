"""The loop repairs on the template's table, in its role; failures are explained as they arrive."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from threading import Barrier

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.diagnoser import Diagnoser
from errata.errors import ConflictError
from errata.events import FailureEvent
from errata.experiments import Experiment
from errata.learning import RepairTally
from errata.taxonomy import Category, ExperimentStatus, Verification
from orchestrator.learning.mending import COST, Repairs
from orchestrator.loop import Loop
from orchestrator.proposers.mutate import MutateProposer
from orchestrator.proposers.port import Brief, Proposal
from tests.adapters.storage.test_recording import shared
from tests.support.aws import Cloud
from tests.support.roles import InRole
from tests.unit.orchestrator.house import START, House

DIES = START.replace("    for t in range", "    share = 8 // (qp - qp)\n    for t in range", 1)


class Careless(MutateProposer):
    """Makes the same mistake in new words; mends as the mutating proposer does."""

    def propose(self, brief: Brief, random: Random) -> Proposal:
        if brief.repair:
            return super().propose(brief, random)
        better = DIES.replace("ROUNDING = 0.5", f"ROUNDING = {0.4 + random.random() / 20}")
        return Proposal(better, "a careless edit", operator="insert/encode")


@dataclass
class Clerk:
    """Explains each failure by the rules as it arrives, as the diagnoser does without a model."""

    store: DynamoDbStore

    def publish(self, event: FailureEvent) -> None:
        diagnoser = Diagnoser(self.store, None, lambda: datetime.now(UTC), holder=None)
        for record in diagnoser.diagnose([event], deadline_s=1, code={}):
            self.store.record(record.event, record.diagnosis)


@dataclass
class Ward:
    """A loop on the template's table."""

    house: House
    store: DynamoDbStore
    """As the loop has it: in its role."""
    clerk: Clerk

    def loop(self, store: DynamoDbStore) -> Loop:
        loop = self.house.loop_of(Careless())
        return replace(loop, store=store, queue=self.clerk, learning=store, repairs=store)

    def run(self, experiments: int) -> list[Experiment]:
        done = self.loop(self.store).run(experiments=experiments, seed=1, jobs=1).experiments
        return [self.store.experiment(each.experiment_id) for each in done]


@pytest.fixture
def ward(cloud: Cloud, tmp_path: Path) -> Iterator[Ward]:
    role = InRole("OrchestratorRole", cloud)
    with role.taken():
        store = DynamoDbStore(cloud.table)
    yield Ward(House(tmp_path), store, Clerk(DynamoDbStore(cloud.table)))
    assert role.refused == []


def test_a_repair_is_told_from_both_sides_and_counted(ward: Ward) -> None:
    *_, failed_last, repair = ward.run(2 + COST)
    failed = ward.store.experiment(repair.repairs or "")
    assert repair.status is ExperimentStatus.ADOPTED
    assert failed_last.status is failed.status is ExperimentStatus.FAILED

    diagnosis = ward.store.failure(failed.experiment_id, failed.failure_id or "").diagnosis
    assert diagnosis.verified is Verification.VERIFIED
    assert diagnosis.verified_by == repair.experiment_id
    (child,) = ward.store.children(failed.experiment_id, limit=5).items
    assert child.experiment_id == repair.experiment_id
    crash = Category.RUNTIME_ERROR
    assert ward.store.repairs() == {crash: RepairTally(tried=1, verified=1)}
    group = ward.store.known_groups([diagnosis.fingerprint])[diagnosis.fingerprint]
    assert (group.count, group.verified, group.refuted) == (COST, 1, 0)
    arms = {arm.operator: arm for arm in ward.store.arms()}
    assert arms["repair"].targets[crash.value].adopted == 1
    assert arms["insert"].tally.adopted == 0


def test_orchestrators_that_look_at_once_never_repair_one_failure(
    ward: Ward, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All have seen that nobody repairs it, before the first claims it."""
    ward.run(1 + COST)
    store, crews = shared(cloud.table), 4
    all_looked = Barrier(crews)
    look = store.repaired

    def looked(experiment_ids: list[str]) -> frozenset[str]:
        taken = look(experiment_ids)
        all_looked.wait()
        return taken

    monkeypatch.setattr(store, "repaired", looked)

    def claimed(seed: int) -> list[str]:
        repairs = Repairs(store, ward.house.artifacts)
        for _ in range(COST):
            repairs.explored()
        chance = Random(seed)  # noqa: S311 - repeatable
        return [job.attempt.repairs for job in repairs.jobs(Brief(START), chance)]

    with ThreadPoolExecutor(crews) as pool:
        claims = [each for some in pool.map(claimed, range(crews)) for each in some]
    assert len(claims) == len(set(claims)) == COST


def test_what_one_left_unsettled_another_settles(ward: Ward) -> None:
    *_, failed = ward.run(1 + COST)
    repairs = Repairs(ward.store, ward.house.artifacts)
    for _ in range(COST):
        repairs.explored()
    jobs = [
        job
        for job in repairs.jobs(Brief(START), Random(1))  # noqa: S311 - repeatable
        if job.attempt.repairs == failed.experiment_id
    ]
    with pytest.raises(ConflictError):
        ward.store.claim_repair(jobs[0].attempt)
    # It was repaired, and its orchestrator died before it could tell what that shows.
    died_so = {"experiment_id": failed.experiment_id[:-4] + "ZZZZ", "repairs": failed.experiment_id}
    repair = failed.model_copy(
        update=died_so | {"status": ExperimentStatus.RUNNING, "failure_id": None}
    )
    ward.store.start(repair)
    ward.store.finish(repair.model_copy(update={"status": ExperimentStatus.FAILED}))
    record = ward.store.failure(failed.experiment_id, failed.failure_id or "")
    event = record.event.model_copy(
        update={"experiment_id": repair.experiment_id, "failure_id": repair.experiment_id}
    )
    ward.clerk.publish(event)

    Repairs(ward.store, ward.house.artifacts).catch_up()

    known = ward.store.failure(failed.experiment_id, failed.failure_id or "").diagnosis
    assert (known.verified, known.verified_by) == (Verification.REFUTED, repair.experiment_id)
