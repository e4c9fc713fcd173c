"""A past for the dashboard to show: a month of failures in groups, and adopted codecs' curves."""

import random
from datetime import UTC, datetime, timedelta

from ulid import ULID

from benchmarks.local import Stack
from benchmarks.samples import experiment, failure
from errata.diagnosis import Diagnosis
from errata.experiments import Experiment
from errata.taxonomy import Category, ExperimentStatus, Severity, Source

DAYS = 30
FAILURES = 400
GROUPS = 25
ADOPTED = 40
EVERY_PAGE = 3
"""Newest experiments for each one of which there is a failure on the first page of the list."""


def fill(stack: Stack) -> None:
    """Store it, as the diagnoser and the orchestrator do; the newest a moment ago."""
    chance = random.Random(11)  # noqa: S311 - a seed, so that runs are alike
    now = datetime.now(UTC)
    for number in range(FAILURES):
        recent = number % EVERY_PAGE == 0
        age = timedelta(seconds=number) if recent else timedelta(days=DAYS * number / FAILURES)
        fail(stack, experiment(now - age, ExperimentStatus.RUNNING, chance), number, chance)
    for number in range(ADOPTED):
        when = now - timedelta(days=DAYS * number / ADOPTED, seconds=5)
        running = experiment(when, ExperimentStatus.RUNNING, chance)
        stack.store.start(running)
        stack.store.finish(_adopted(running, number))


def fail(stack: Stack, running: Experiment, number: int, chance: random.Random) -> None:
    """Store a failed experiment with the diagnosis of its failure."""
    event = failure(running, running.started_at, chance)
    update = {"status": ExperimentStatus.FAILED, "stage": event.stage, "metrics": {}, "points": ()}
    stack.store.start(running)
    stack.store.finish(running.model_copy(update=update | {"failure_id": event.failure_id}))
    group = number % GROUPS
    diagnosis = Diagnosis(
        failure_id=event.failure_id,
        experiment_id=event.experiment_id,
        fingerprint=f"v2-{group:032x}",
        source=[*Source][number % 3],
        diagnosed_at=event.occurred_at + timedelta(milliseconds=40 + 7 * (number % 90)),
        category=[*Category][group % len(Category)],
        severity=[*Severity][group % len(Severity)],
        stage=event.stage,
        root_cause=f"{event.error_message}: the planes were cropped for group {group} only.",
        fix_suggestion="Pad both planes to a multiple of the block before they are subtracted.",
        evidence=(),
        confidence=0.9,
    )
    stack.store.record(event, diagnosis)


def _adopted(running: Experiment, number: int) -> Experiment:
    rate = 1 - number / 200
    return running.model_copy(
        update={
            "status": ExperimentStatus.ADOPTED,
            "parent_id": str(ULID()),
            "metrics": {"bd_rate_vs_champion_percent": -rate, "slowest_encode_s": 2.0},
            "points": tuple(
                {"qp": qp, "kbps": rate * (1_200 - 25 * qp), "psnr_y_db": 60.0 - 0.7 * qp}
                for qp in (22.0, 27.0, 32.0, 37.0)
            ),
        }
    )
