"""Rate and quality, of one experiment in full and of many on one plane."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import accumulate, islice
from typing import NamedTuple

from aws_lambda_powertools.event_handler.api_gateway import Router

from errata.errors import NotFoundError
from errata.experiments import Experiment
from errata.ports import ExperimentQuery
from errata.taxonomy import ExperimentStatus
from lambdas.admin_api.measured import measurements
from lambdas.admin_api.models.curves import (
    AdoptedCurve,
    Anchors,
    ClipCurves,
    Curves,
    FailedCurve,
    Measurements,
    RatePoint,
)
from lambdas.admin_api.params import ExperimentId, FirstDay, LastDay, day_range
from lambdas.admin_api.services import Injected, Services


class Most(NamedTuple):
    """What is shown of a kind, the newest first: no more marks than a page draws at once."""

    experiments: int
    points: int


MOST_ADOPTED = Most(experiments=60, points=300)
MOST_FAILED = Most(experiments=90, points=450)
MOST_TRIED = 3
"""Artifacts read in search of anchors."""


class Newest(NamedTuple):
    """The newest experiments of a kind, and whether there are more."""

    shown: Sequence[Experiment]
    more: bool


router = Router()


@router.get(
    "/api/curves",
    tags=["experiments"],
    operation_id="getCurves",
    summary="Rate and quality of what was adopted and what failed, beside well-known encoders",
    compress=True,
)
def get_curves(services: Injected, first_day: FirstDay = None, last_day: LastDay = None) -> Curves:
    """Return what the rate-distortion plot of some days shows."""
    first, last = day_range(first_day, last_day, services.clock())
    adopted = _newest(services, first, last, ExperimentStatus.ADOPTED, MOST_ADOPTED)
    failed = _newest(services, first, last, ExperimentStatus.FAILED, MOST_FAILED)
    champion = None if adopted.shown else services.experiments.champion()
    shown = (champion,) if champion else adopted.shown
    return Curves(
        anchors=_anchors(services, shown),
        adopted=tuple(
            AdoptedCurve(
                experiment_id=e.experiment_id,
                parent_id=e.parent_id,
                started_at=e.started_at,
                points=_points(e.points),
            )
            for e in shown
        ),
        failed=tuple(
            FailedCurve(
                experiment_id=e.experiment_id,
                parent_id=e.parent_id,
                started_at=e.started_at,
                failure_id=e.failure_id,
                category=e.category,
                severity=e.severity,
                points=_points(e.points),
            )
            for e in failed.shown
        ),
        truncated=adopted.more or failed.more,
    )


@router.get(
    "/api/experiments/<experiment_id>/measurements",
    tags=["experiments"],
    operation_id="getMeasurements",
    summary="Everything that was measured of an experiment, clip by clip",
    compress=True,
)
def get_measurements(services: Injected, experiment_id: ExperimentId) -> Measurements:
    """Return the points on all clips, and those of well-known encoders on the same frames."""
    return measurements(services.artifacts, services.experiments.experiment(experiment_id))


def _newest(
    services: Services, first: date, last: date, status: ExperimentStatus, most: Most
) -> Newest:
    page = services.experiments.experiments(
        ExperimentQuery(first, last, status=status, limit=most.experiments)
    )
    sums = accumulate(len(experiment.points) for experiment in page.items)
    shown = [e for e, points in zip(page.items, sums, strict=True) if points <= most.points]
    return Newest(shown, more=page.cursor is not None or len(shown) < len(page.items))


def _anchors(services: Services, adopted: Iterable[Experiment]) -> Anchors:
    """Return the anchors of the newest adopted codec whose measurements are kept and readable."""
    for clip in _measured(services, adopted):
        return {
            name: tuple(_drawn(p.kbps, p.psnr_y_db) for p in points)
            for name, points in clip.anchors.items()
        }
    return {}


def _measured(services: Services, adopted: Iterable[Experiment]) -> Iterator[ClipCurves]:
    """Yield the clip that the points are of, experiment by experiment."""
    for experiment in islice((e for e in adopted if e.measurements), MOST_TRIED):
        with suppress(NotFoundError):
            yield from measurements(services.artifacts, experiment).clips[:1]


def _points(points: Iterable[Mapping[str, float]]) -> tuple[RatePoint, ...]:
    return tuple(
        _drawn(point["kbps"], point["psnr_y_db"])
        for point in points
        if point.get("kbps", 0) > 0 and "psnr_y_db" in point
    )


def _drawn(kbps: float, psnr_y_db: float) -> RatePoint:
    """Return a point as exactly as it can be drawn: all digits would double the answer."""
    return RatePoint(kbps=float(f"{kbps:.5g}"), psnr_y_db=round(psnr_y_db, 2))
