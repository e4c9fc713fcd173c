"""A family to tell stories of: a codec, its failed child, the repair that proved the diagnosis, a
grandchild that was not run; and what the loop has learnt of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ulid import ULID

from errata.archive import Cell, EliteRecord
from errata.experiments import Experiment
from errata.learning import OTHERS, Outcome
from errata.repairs import RepairAttempt
from errata.taxonomy import Verification
from orchestrator.proposers.port import Brief, Proposal, Repair
from tests.e2e.browser.deaths import CHILD, HOSTILE, hostile, missing_module, timeout
from tests.e2e.browser.seed import Seeder

EXPECTED = "2 % fewer bits where the picture is smooth"
ARMS = ("parameters/ROUNDING", "parameters/STEP", "swap/encode", f"delete/{HOSTILE[:40]}")
SCORES = {
    "bd_rate_vs_champion_percent": -4.13,
    "bd_rate_vs_x264_medium_percent": 212.5,
    "slowest_encode_s": 1.75,
}


@dataclass(frozen=True)
class Family:
    """Who is who."""

    parent: Experiment
    dead: Experiment
    """Its diagnosis was verified."""
    repair: Experiment
    refuted: Experiment
    skipped: Experiment
    """It was crossed with the repair."""
    hostile: Experiment
    """Its hypothesis means to be run as script; so do those of its kin."""


def settle(seeder: Seeder) -> Family:
    """Store the family, and what is to be learnt of it."""
    parent = seeder.adopt(seeder.start("Begin from blocks of 8"))
    dead = _dead(seeder, parent, "Quantise smooth blocks more coarsely", CHILD)
    repair = _repaired(seeder, dead, Verification.VERIFIED)
    refuted = _dead(seeder, parent, "Predict from the frame before")
    _repaired(seeder, refuted, Verification.REFUTED)
    crossed = Proposal(
        "", "Quantise as the repair does", proposer="mutation", mate_id=repair.experiment_id
    )
    skipped = seeder.propose(crossed, Brief("", parent.experiment_id))
    wicked = seeder.start(HOSTILE + "B" * 900, parent_id=parent.experiment_id)
    wicked = seeder.wait_for(seeder.fail(wicked, hostile()))
    seeder.start(HOSTILE, parent_id=wicked.experiment_id)
    learn(seeder, dead, [parent, repair])
    return Family(
        parent=parent,
        dead=seeder.store.experiment(dead.experiment_id),
        repair=repair,
        refuted=refuted,
        skipped=seeder.skip(skipped, dead.experiment_id),
        hostile=wicked,
    )


def _dead(
    seeder: Seeder, parent: Experiment, hypothesis: str, code: bytes | None = None
) -> Experiment:
    idea = Proposal("", hypothesis, operator=ARMS[0], expected_effect=EXPECTED, proposer="mutation")
    fresh = code and code + f"# {ULID()}\n".encode()
    running = seeder.propose(idea, Brief("", parent.experiment_id), fresh)
    return seeder.wait_for(seeder.fail(running, missing_module()))


def _repaired(seeder: Seeder, dead: Experiment, shown: Verification) -> Experiment:
    """Repair a failed experiment as the loop does: claim it, try it, settle it."""
    assert dead.failure_id
    assert dead.parent_id
    diagnosis = seeder.store.failure(dead.experiment_id, dead.failure_id).diagnosis
    attempt = RepairAttempt(
        repairs=dead.experiment_id,
        claimed_at=datetime.now(UTC),
        **diagnosis.model_dump(
            include={"failure_id", "fingerprint", "category", "source", "diagnosed_at"}
        ),
    )
    seeder.store.claim_repair(attempt)
    cause = Repair(
        "", dead.experiment_id, diagnosis.category, diagnosis.root_cause, diagnosis.fix_suggestion
    )
    idea = Proposal("", f"Do as the diagnosis of {dead.experiment_id} says", proposer="repair")
    running = seeder.propose(idea, Brief("", dead.parent_id, repair=cause))
    if shown is Verification.VERIFIED:
        repair = seeder.adopt(running, SCORES)
    else:
        repair = seeder.fail(running, timeout())
    seeder.store.settle_repair(attempt, repair.experiment_id, shown)
    return repair


def learn(seeder: Seeder, dead: Experiment, elites: Sequence[Experiment]) -> None:
    """Credit arms with outcomes, and offer elites to the archive."""
    for number in range(24):
        arm, group = ARMS[number % 4], dead.fingerprint if number % 5 else OTHERS
        lived = number % 3
        seeder.store.credit(Outcome(arm, adopted=lived == 1, died_of=None if lived else group))
    for number, elite in enumerate(elites):
        assert elite.code
        seeder.store.offer(
            EliteRecord(
                cell=Cell(rate=1 + number, quality=2, time=number),
                experiment_id=elite.experiment_id,
                code=elite.code,
                course="0" * 64,
                score=212.5 - 100 * number,
                points=elite.points,
                since=datetime.now(UTC),
            )
        )
