"""Rate against quality as text: where this run's codecs stand among well-known encoders."""

import math
from collections.abc import Mapping, Sequence
from itertools import chain

from errata.taxonomy import ExperimentStatus
from orchestrator.summary import RunSummary

WIDTH, HEIGHT = 60, 14
"""Columns and rows of the plot, without its axes."""

Point = tuple[float, float]
"""Rate in kbit/s and PSNR-Y in dB."""


def rate_distortion(summary: RunSummary) -> str:
    """Return the points of a run on its first clip; empty when there are none.

    Later names hide earlier ones where points fall together.
    """
    anchors = enumerate(summary.anchors.items(), start=1)
    tried: dict[str, list[Point]] = {
        "· rejected": [],
        **{f"{number} {name}": _points(points) for number, (name, points) in anchors},
        "o adopted": [],
        "● champion": [],
    }
    for experiment in summary.experiments:
        adopted = experiment.status is ExperimentStatus.ADOPTED
        kind = "o adopted" if adopted else "· rejected"
        kind = "● champion" if experiment.experiment_id == summary.champion_id else kind
        tried[kind] += _points(experiment.points)
    shown = {name: points for name, points in tried.items() if points}
    return plot(shown) if shown else ""


def plot(series: Mapping[str, Sequence[Point]]) -> str:
    """Return a plot of points, rate on a logarithmic axis; each series is marked by its first sign.

    Parameters
    ----------
    series : mapping of str to sequence of Point
        At least one point, all of finite quality and positive rate.
    """
    every = list(chain.from_iterable(series.values()))
    rates, qualities = [math.log(rate) for rate, _ in every], [quality for _, quality in every]
    left, right, low, high = min(rates), max(rates), min(qualities), max(qualities)
    grid = [[" "] * WIDTH for _ in range(HEIGHT)]
    for name, points in series.items():
        for rate, quality in points:
            column = _place(math.log(rate), left, right, WIDTH)
            grid[-1 - _place(quality, low, high, HEIGHT)][column] = name[0]
    labels = [f"{high:6.1f} dB"] + ["         "] * (HEIGHT - 2) + [f"{low:6.1f} dB"]
    rows = [
        f"{label} │{''.join(cells).rstrip()}" for label, cells in zip(labels, grid, strict=True)
    ]
    ends = f"{math.exp(left):.0f}", f"{math.exp(right):.0f} kbit/s"
    axis = f"{'':10}└{'─' * WIDTH}"
    scale = f"{'':11}{ends[0]}{ends[1]:>{WIDTH - len(ends[0])}}"
    return "\n".join(["PSNR-Y", *rows, axis, scale, f"{'':11}{'   '.join(series)}"])


def _place(value: float, low: float, high: float, cells: int) -> int:
    return round((value - low) / (high - low) * (cells - 1)) if high > low else 0


def _points(points: Sequence[Mapping[str, float]]) -> list[Point]:
    return [(point["kbps"], point["psnr_y_db"]) for point in points if point["kbps"] > 0]
