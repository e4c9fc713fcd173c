"""What the loop has learnt from what it tried."""

from collections.abc import Mapping, Sequence
from itertools import islice

from aws_lambda_powertools.event_handler.api_gateway import Router

from errata.archive import (
    QUALITY_EDGES_DB,
    RATE_EDGES_BPP,
    REFERENCE_QP,
    TIME_EDGES_S,
    EliteRecord,
)
from errata.diagnosis import Group
from errata.learning import OTHERS, Arm, Tally
from errata.ports import ExperimentQuery
from errata.taxonomy import ExperimentStatus
from lambdas.admin_api.models.learned import (
    ArmFates,
    DeathsOf,
    EliteArchive,
    EliteCell,
    Fates,
    Learned,
    RepairRate,
    Skipped,
    TargetFates,
)
from lambdas.admin_api.params import day_range
from lambdas.admin_api.services import Injected, Services

MOST_GROUPS = 3
"""Groups that are named of an arm."""
MOST_TARGETS = 12
"""Targets that are told of an arm."""
MOST_SKIPPED = 200
"""Skipped experiments that are counted."""

router = Router()


@router.get(
    "/api/learned",
    tags=["stats"],
    operation_id="getLearned",
    summary="How kinds of edit and repairs fare, and the best codec of each kind",
    compress=True,
)
def get_learned(services: Injected) -> Learned:
    """Return what the next proposals are weighed by; it costs the same whatever was tried."""
    arms = sorted(services.lessons.arms(), key=lambda arm: -arm.tally.tries)
    worst = {arm.operator: _worst(arm.tally) for arm in arms}
    groups = services.lessons.known_groups([name for names in worst.values() for name in names])
    repairs = [
        RepairRate(category=category, **tally.model_dump())
        for category, tally in services.lessons.repairs().items()
        if tally.tried
    ]
    return Learned(
        arms=tuple(_arm(arm, worst[arm.operator], groups) for arm in arms),
        repairs=tuple(sorted(repairs, key=lambda rate: -rate.tried)),
        archive=EliteArchive(
            rate_edges_bpp=RATE_EDGES_BPP,
            quality_edges_db=QUALITY_EDGES_DB,
            time_edges_s=TIME_EDGES_S,
            cells=tuple(map(_cell, services.archive.elites())),
        ),
        skipped=_skipped(services),
    )


def _worst(tally: Tally) -> Sequence[str]:
    """Return the groups that killed most."""
    named = tally.deaths.keys() - {OTHERS}
    return sorted(named, key=lambda name: (-tally.deaths[name], name))[:MOST_GROUPS]


def _arm(arm: Arm, worst: Sequence[str], groups: Mapping[str, Group]) -> ArmFates:
    targets = sorted(arm.targets.items(), key=lambda known: -known[1].tries)
    return ArmFates(
        **_fates(arm.tally).model_dump(),
        operator=arm.operator,
        groups=tuple(_deaths(name, arm.tally, groups.get(name)) for name in worst),
        targets=tuple(
            TargetFates(target=name, **_fates(tally).model_dump())
            for name, tally in islice(targets, MOST_TARGETS)
        ),
        more_targets=max(0, len(targets) - MOST_TARGETS),
    )


def _fates(tally: Tally) -> Fates:
    died = sum(tally.deaths.values())
    return Fates(adopted=tally.adopted, rejected=tally.rejected, died=died)


def _deaths(fingerprint: str, tally: Tally, group: Group | None) -> DeathsOf:
    return DeathsOf(
        fingerprint=fingerprint,
        count=tally.deaths[fingerprint],
        category=group and group.category,
        root_cause=group.root_cause if group else "",
    )


def _cell(elite: EliteRecord) -> EliteCell:
    at = next((point for point in elite.points if point.get("qp") == REFERENCE_QP), {})
    times = [at[name] for name in ("encode_s", "decode_s") if name in at]
    return EliteCell(
        cell=elite.cell,
        experiment_id=elite.experiment_id,
        score=elite.score,
        since=elite.since,
        kbps=at.get("kbps"),
        psnr_yuv_db=at.get("psnr_yuv_db"),
        seconds=sum(times) if times else None,
    )


def _skipped(services: Services) -> Skipped:
    """Count the skipped of the days that a list shows unless told otherwise."""
    first, last = day_range(None, None, services.clock())
    page = services.experiments.experiments(
        ExperimentQuery(first, last, status=ExperimentStatus.SKIPPED, limit=MOST_SKIPPED)
    )
    return Skipped(first_day=first, count=len(page.items), more=page.cursor is not None)
