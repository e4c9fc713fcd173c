"""One run of the loop over real boxes, and what became of its candidates, one after the other."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from benchmarks.workshop import Workshop
from errata.census import Fate, fate_of
from errata.experiments import Experiment
from orchestrator.codec import clips
from orchestrator.codec.anchors import anchors
from orchestrator.codec.course import Clip, Course
from orchestrator.loop import Loop
from orchestrator.proposers.mutate import MutateProposer
from orchestrator.sandbox import open_sandbox
from orchestrator.settings import clips_folder, data_folder
from orchestrator.spool import Spool

CLIP = "carphone_qcif"
FRAMES = 4
ANCHOR = "bd_rate_vs_x264_medium_percent"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one candidate.

    Attributes
    ----------
    fate : Fate
        Adopted, no better, dead before the verdict, or skipped.
    known : bool
        Whether it failed in a way that was diagnosed before in this run.
    bd_rate : float or None
        Against x264 medium, in percent, of an adopted one.
    """

    fate: Fate
    known: bool = False
    bd_rate: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """The attempts of a run in their order, the start codec first."""

    seed: int
    feedback: bool
    attempts: tuple[Attempt, ...]

    @property
    def tried(self) -> tuple[Attempt, ...]:
        """Those that took a box."""
        return tuple(each for each in self.attempts if each.fate is not Fate.SKIPPED)


RUNS = TypeAdapter(tuple[Run, ...])
"""Runs as JSON, and back."""


def conduct(seed: int, experiments: int, *, feedback: bool) -> Run:
    """Run the loop with one worker, so that the same seed tries the same in the same order.

    Elites are kept with feedback and without; nothing is repaired, as a repair proves a diagnosis
    and betters no codec.
    """
    video = clips.load(clips_folder(), CLIP, FRAMES)
    course = Course((Clip(CLIP, video, anchors(video, data_folder() / "anchors")),))
    shop = Workshop()
    with tempfile.TemporaryDirectory(prefix="errata-bench-") as folder:
        loop = Loop(
            shop,
            shop,
            shop,
            open_sandbox(),
            MutateProposer(),
            course,
            Spool(Path(folder) / "parcels.db"),
            learning=shop if feedback else None,
            archive=shop,
        )
        done = loop.run(experiments=experiments, seed=seed, jobs=1).experiments
    return Run(seed, feedback, tuple(_attempts(done, shop)))


def _attempts(experiments: Sequence[Experiment], shop: Workshop) -> list[Attempt]:
    groups = {each.experiment_id: each.group for each in shop.explained}
    attempts, diagnosed = [], set[str]()
    for experiment in experiments:
        group = groups.get(experiment.experiment_id)
        fate = fate_of(experiment)
        bd_rate = experiment.metrics.get(ANCHOR) if fate is Fate.ADOPTED else None
        attempts.append(Attempt(fate, group in diagnosed, bd_rate))
        diagnosed |= {group} if group else set()
    return attempts
