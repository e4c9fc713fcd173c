"""Draws what the benchmark of learning kept: ``python -m benchmarks.plots RESULTS PICTURE.svg``.

Needs the extra ``report``. The ground is transparent and the ink grey, so that it can be read on a
light page and on a dark one.
"""

import statistics
from collections.abc import Sequence
from pathlib import Path

import click
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.typing import RcKeyType

from benchmarks.attempts import RUNS, Run
from benchmarks.learning import PARTS, best_so_far, deaths_by_part
from infra.report.style import styled

INK = "#7d8590"
KINDS = ((False, "without feedback", "#d0703c", "--"), (True, "with feedback", "#3d7fd9", "-"))
_INKED: tuple[RcKeyType, ...] = (
    "text.color",
    "axes.labelcolor",
    "axes.edgecolor",
    "axes.titlecolor",
    "xtick.color",
    "ytick.color",
    "legend.labelcolor",
)


@click.command()
@click.argument("results", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("picture", type=click.Path(dir_okay=False, path_type=Path))
def main(*, results: Path, picture: Path) -> None:
    """Draw deaths and the best BD-rate over the course of the runs."""
    runs = RUNS.validate_json(results.read_bytes())
    with styled(), rc_context(dict.fromkeys(_INKED, INK)):
        figure = drawn(runs)
        figure.savefig(picture, transparent=True, metadata={"Date": None, "Creator": None})


def drawn(runs: Sequence[Run]) -> Figure:
    """Return the figure: thin lines are runs, thick ones their medians."""
    figure = Figure(figsize=(8.0, 3.6), layout="constrained")
    deaths, rates = figure.subplots(1, 2)
    for feedback, label, colour, dash in KINDS:
        some = [run for run in runs if run.feedback is feedback]
        if some:
            _deaths(deaths, some, label, colour, dash)
            _rates(rates, some, label, colour, dash)
    length = max(len(run.tried) for run in runs)
    rates.axhline(0, color=INK, linestyle=":", label="x264 medium")
    deaths.set(title="Died before the verdict", ylabel="Of those run, %", ylim=(0, None))
    rates.set(title="Best BD-rate against x264 medium", ylabel="%")
    for axes in (deaths, rates):
        axes.set(xlabel="Candidates run", xlim=(0, length))
        axes.grid(visible=True, color=INK, alpha=0.25)
        axes.legend()
    return figure


def _deaths(axes: Axes, runs: Sequence[Run], label: str, colour: str, dash: str) -> None:
    length = max(len(run.tried) for run in runs)
    middles = [(part + 0.5) * length / PARTS for part in range(PARTS)]
    shares = [100 * share for share in deaths_by_part(runs)]
    axes.plot(middles, shares, color=colour, linestyle=dash, linewidth=2, label=label)


def _rates(axes: Axes, runs: Sequence[Run], label: str, colour: str, dash: str) -> None:
    paths = [best_so_far(run) for run in runs]
    for path in paths:
        axes.step(range(len(path)), path, where="post", color=colour, linewidth=0.7, alpha=0.5)
    medians = [statistics.median(now) for now in zip(*paths, strict=False)]
    axes.step(
        range(len(medians)),
        medians,
        where="post",
        color=colour,
        linestyle=dash,
        linewidth=2,
        label=label,
    )


if __name__ == "__main__":
    main()
