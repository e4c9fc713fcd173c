"""How far one long run of the loop gets from the start codec, on a few frames of a real clip."""

from benchmarks.attempts import CLIP, FRAMES, RUNS, Run, conduct
from benchmarks.learning import best, best_so_far
from benchmarks.report import Figure
from benchmarks.session import Session
from orchestrator.settings import data_folder

SEED = 7
QUICK, FULL = 60, 1_000
"""Experiments."""


def measure(session: Session) -> list[Figure]:
    """Run the loop with feedback, and keep what became of every candidate as JSON."""
    experiments = FULL if session.options.full else QUICK
    session.say(f"Running {experiments} experiments on {FRAMES} frames of {CLIP}")
    run = conduct(SEED, experiments, feedback=True)
    kept = data_folder() / "benchmarks" / "progress.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(RUNS.dump_json((run,)))
    session.say(f"What became of every candidate is in {kept}")
    return reached(run)


def reached(run: Run) -> list[Figure]:
    """Return how far the run came; nothing without x264 to measure against."""
    last = best(run)
    if last is None:
        return []
    steps = sum(each.bd_rate is not None for each in run.tried) - 1
    start = best_so_far(run)[0]
    return [
        Figure(
            name=f"BD-rate against x264 medium after {len(run.tried):,} candidates",
            value=last,
            rival="the start codec",
            rival_value=start,
            aim="lower",
            met=last < start,
            samples=1,
            note=f"{steps} adopted",
            unit="%",
        )
    ]
