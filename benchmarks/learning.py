"""Does the loop learn? The same seeds and budget, with feedback and without.

``python -m benchmarks.learning --help``. Real boxes on a few frames of a real clip; storage in this
process, and diagnoses by the rules. A failure is repeated when its group was known before; a death
is a failure before the verdict. Skipped candidates took no box and are told apart.
"""

import json
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from benchmarks.workshop import Explained, Workshop
from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus, Stage
from orchestrator.codec import clips
from orchestrator.codec.anchors import anchors
from orchestrator.codec.course import Clip, Course
from orchestrator.loop import Loop
from orchestrator.proposers.mutate import MutateProposer
from orchestrator.sandbox import open_sandbox
from orchestrator.settings import clips_folder, data_folder
from orchestrator.spool import Spool

ANCHOR = "bd_rate_vs_x264_medium_percent"
PARTS = 4
"""A run is told in so many parts of equal length."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run came to; rates are shares of the candidates that were run."""

    seed: int
    feedback: bool
    tried: int
    skipped: int
    adopted: int
    failed: float
    died: float
    died_by_part: tuple[float, ...]
    repeated_failures: float
    repeated_deaths: float
    best_bd_rate: float | None
    """Against x264 medium, in percent; None without that encoder."""


@click.command()
@click.option("--seeds", default=5, show_default=True, help="Runs of each kind.")
@click.option(
    "--experiments",
    type=click.IntRange(min=PARTS),
    default=200,
    show_default=True,
    help="Candidates a run.",
)
@click.option("--frames", default=8, show_default=True, help="Of the clip.")
@click.option("--clip", default="carphone_qcif", show_default=True, help="Name of a fetched clip.")
@click.option("--jobs", default=2, show_default=True, help="Boxes at a time.")
def main(*, seeds: int, experiments: int, frames: int, clip: str, jobs: int) -> None:
    """Run the loop with feedback and without, and print one JSON object a run, then medians."""
    video = clips.load(clips_folder(), clip, frames)
    course = Course((Clip(clip, video, anchors(video, data_folder() / "anchors")),))
    done = []
    for seed in range(1, seeds + 1):
        for feedback in (False, True):
            figures = _run(course, seed, experiments, jobs, feedback=feedback)
            done.append(figures)
            click.echo(json.dumps(asdict(figures)))
    for feedback in (False, True):
        click.echo(_medians([each for each in done if each.feedback is feedback]))


def _run(course: Course, seed: int, experiments: int, jobs: int, *, feedback: bool) -> Figures:
    shop = Workshop()
    with tempfile.TemporaryDirectory(prefix="errata-bench-") as folder:
        spool = Spool(Path(folder) / "parcels.db")
        learning = shop if feedback else None
        proposer = MutateProposer()
        loop = Loop(shop, shop, shop, open_sandbox(), proposer, course, spool, learning=learning)
        summary = loop.run(experiments=experiments, seed=seed, jobs=jobs)
    return _figures(summary.experiments, shop.explained, seed, feedback=feedback)


def _figures(
    experiments: Sequence[Experiment], explained: Sequence[Explained], seed: int, *, feedback: bool
) -> Figures:
    tried = [e for e in experiments if e.status is not ExperimentStatus.SKIPPED]
    failures = {e.experiment_id: e for e in explained}
    deaths = {name for name, e in failures.items() if e.stage is not Stage.JUDGE}
    repeated = _repeated(explained)
    died = [e.experiment_id in deaths for e in tried]
    adopted = [e for e in tried if e.status is ExperimentStatus.ADOPTED]
    part = max(1, len(tried) // PARTS)
    return Figures(
        seed=seed,
        feedback=feedback,
        tried=len(tried),
        skipped=len(experiments) - len(tried),
        adopted=len(adopted),
        failed=len(failures) / len(tried),
        died=sum(died) / len(tried),
        died_by_part=tuple(
            statistics.fmean(died[n * part : (n + 1) * part or None]) for n in range(PARTS)
        ),
        repeated_failures=len(repeated) / len(tried),
        repeated_deaths=len(repeated & deaths) / len(tried),
        best_bd_rate=min((e.metrics[ANCHOR] for e in adopted if ANCHOR in e.metrics), default=None),
    )


def _repeated(explained: Sequence[Explained]) -> set[str]:
    """Return the failures whose group had been explained before."""
    known: set[str] = set()
    again = set()
    for each in explained:
        if each.group in known:
            again.add(each.experiment_id)
        known.add(each.group)
    return again


def _medians(runs: Sequence[Figures]) -> str:
    names = ("skipped", "adopted", "failed", "died", "repeated_failures", "repeated_deaths")
    kind = "with feedback" if runs[0].feedback else "without feedback"
    told = [_spread(name, [getattr(run, name) for run in runs]) for name in names]
    best = [run.best_bd_rate for run in runs if run.best_bd_rate is not None]
    return f"{kind}: " + ", ".join([*told, *([_spread("best_bd_rate", best)] if best else [])])


def _spread(name: str, values: Sequence[float]) -> str:
    return f"{name} {statistics.median(values):.3g} ({min(values):.3g} to {max(values):.3g})"


if __name__ == "__main__":
    main()
