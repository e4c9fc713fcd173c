"""More for pages to show: groups with a past, rivals that were measured, verdicts people doubt."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ulid import ULID

from errata.diagnosis import Dispute, Verdict
from errata.experiments import Experiment
from errata.taxonomy import Category, ExperimentStatus, GroupStatus, Severity, Source, Stage
from orchestrator.codec.measurements import ClipMeasurements, Measurements
from tests.e2e.browser.family import Family, settle
from tests.e2e.browser.seed import QPS, Seeder, point
from tests.support import samples

LONG = "The plane that holds the motion vectors of every block grows with each frame, " * 12
ANCHOR = "x264 <i>medium</i>"


@dataclass(frozen=True)
class Exhibits:
    """What was stored, by what it is good for in a test."""

    groups: Mapping[GroupStatus, str]
    """A fingerprint for each status."""
    rivals: tuple[Experiment, Experiment]
    """Adopted and measured on the same clip; the second needs fewer bits."""
    disputed: Experiment
    corrected: Experiment
    family: Family
    """Whose stories are told."""


def show(seeder: Seeder) -> Exhibits:
    """Store all of it."""
    statuses = enumerate(GroupStatus)
    return Exhibits(
        groups={status: group(seeder, number, status) for number, status in statuses},
        rivals=(rival(seeder, "Blocks of 8", 1.0, 2.5), rival(seeder, "Blocks of 16", 0.8, 1.75)),
        disputed=disputed(seeder),
        corrected=corrected(seeder),
        family=settle(seeder),
    )


def group(seeder: Seeder, number: int, status: GroupStatus) -> str:
    """Store a group with failures on several days, and what was decided on it."""
    fingerprint = f"v1-{secrets.token_hex(16)}"
    cause = f"{LONG if status is GroupStatus.REGRESSED else 'It died before'} ({status} {number})"
    experiment = seeder.start(f"The exemplar of a group that is {status}")
    for days in (11, 10, 10, 9, 6, 6, 6, 4):
        sighting(seeder, experiment, fingerprint, cause, days)
    _decide(seeder, fingerprint, status)
    if status is GroupStatus.REGRESSED:
        for days in (1, 0, 0):
            sighting(seeder, experiment, fingerprint, cause, days)
    return fingerprint


def _decide(seeder: Seeder, fingerprint: str, status: GroupStatus) -> None:
    decisions = {GroupStatus.REGRESSED: GroupStatus.RESOLVED, GroupStatus.OPEN: None}
    decision = decisions.get(status, status)
    if decision:
        when = datetime.now(UTC) - timedelta(days=3)
        seeder.store.set_group_status(fingerprint, decision, by="ada", at=when)


def sighting(
    seeder: Seeder, experiment: Experiment, fingerprint: str, cause: str, days: int = 0
) -> None:
    """Store one more failure of a group, some days ago."""
    when = datetime.now(UTC) - timedelta(days=days)
    event = samples.failure(
        failure_id=str(ULID.from_datetime(when)),
        experiment_id=experiment.experiment_id,
        occurred_at=when,
    )
    diagnosis = samples.diagnosis(event, fingerprint=fingerprint, root_cause=cause)
    seeder.store.record(event, diagnosis)


def rival(seeder: Seeder, hypothesis: str, rate: float, encode_s: float) -> Experiment:
    """Store an adopted experiment with all its measurements."""
    experiment = seeder.start(hypothesis)
    curve = tuple(point(qp, rate) for qp in QPS)
    clips = {name: _clip(name, rate) for name in ("carphone", "held & back")}
    assert experiment.code
    measured = Measurements(
        code_sha256=experiment.code.sha256,
        isolation="bubblewrap",
        working=(clips["carphone"],),
        hold_out=clips["held & back"],
        encoders={ANCHOR: "164"},
    )
    adopted = experiment.model_copy(
        update={
            "status": ExperimentStatus.ADOPTED,
            "stage": Stage.JUDGE,
            "finished_at": datetime.now(UTC),
            "points": tuple(each.as_dict() for each in curve),
            "metrics": {"bd_rate_vs_champion_percent": -10 / rate, "slowest_encode_s": encode_s},
            "measurements": seeder.artifacts.put(
                "measurements", measured.model_dump_json().encode()
            ),
        }
    )
    seeder.store.finish(adopted)
    return adopted


def _clip(name: str, rate: float) -> ClipMeasurements:
    return ClipMeasurements(
        clip=name,
        sha256="0" * 64,
        frames=2,
        height=144,
        width=176,
        fps=30.0,
        points=tuple(point(qp, rate) for qp in QPS),
        anchors={ANCHOR: tuple(point(qp, 0.5) for qp in QPS)},
    )


def disputed(seeder: Seeder) -> Experiment:
    """Store a failure on whose verdict a rule and the model disagree."""
    experiment = seeder.start("Divide by the number of blocks")
    event = samples.failure(
        failure_id=experiment.experiment_id,
        experiment_id=experiment.experiment_id,
        occurred_at=datetime.now(UTC),
    )
    dispute = Dispute(source=Source.PATTERNS, rule="memory", verdict=verdict())
    fingerprint = f"v1-{secrets.token_hex(16)}"
    seeder.store.record(event, samples.diagnosis(event, fingerprint=fingerprint, dispute=dispute))
    return seeder.store.experiment(experiment.experiment_id)


def corrected(seeder: Seeder) -> Experiment:
    """Store a failure whose verdict two people have corrected, one after the other."""
    experiment = disputed(seeder)
    assert experiment.failure_id
    for by in ("ada", "grace"):
        seeder.store.correct(
            experiment.experiment_id,
            experiment.failure_id,
            verdict(),
            by=by,
            at=datetime.now(UTC),
        )
    return seeder.store.experiment(experiment.experiment_id)


def verdict() -> Verdict:
    """Another verdict than the one in dispute."""
    return Verdict(
        category=Category.RESOURCE_ERROR,
        severity=Severity.HIGH,
        stage=Stage.ENCODE,
        root_cause="Memory ran out, says <b>the rule</b>.",
        fix_suggestion="Allocate less.",
        confidence=0.96,
    )
