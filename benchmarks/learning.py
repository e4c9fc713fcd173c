"""Does the loop learn? The same seeds and budget, with feedback and without.

Real boxes on a few frames of a real clip; storage in this process, and diagnoses by the rules. A
death is a failure before the verdict, which a failure in judging is not: trying what may turn out
no better is what a search does. Either is repeated when its group was diagnosed before in the run.
"""

import statistics
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import pairwise, product
from multiprocessing import get_context

from benchmarks.attempts import CLIP, FRAMES, RUNS, Attempt, Run, conduct
from benchmarks.report import Figure
from benchmarks.session import Session
from errata.census import Fate
from orchestrator.settings import data_folder

QUICK, FULL = (2, 40), (5, 200)
"""Seeds, and experiments a run."""
AT_ONCE = 2
PARTS = 10
FEWER = 0.6
_BARS = " ▁▂▃▄▅▆▇█"

Measure = Callable[[Run], float]


def measure(session: Session) -> list[Figure]:
    """Run all seeds both ways, keep what became of every candidate as JSON, and compare."""
    seeds, experiments = FULL if session.options.full else QUICK
    session.say(f"Running {2 * seeds} times {experiments} experiments on {FRAMES} frames of {CLIP}")
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn")) as pool:
        asked = [
            pool.submit(conduct, seed, experiments, feedback=feedback)
            for seed, feedback in product(range(1, seeds + 1), (False, True))
        ]
        runs = tuple(each.result() for each in asked)
    kept = data_folder() / "benchmarks" / "learning.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(RUNS.dump_json(runs))
    session.say(f"What became of every candidate is in {kept}")
    for line in curves(runs):
        session.say(line)
    return compared(runs, is_full=session.options.full)


def compared(runs: Sequence[Run], *, is_full: bool) -> list[Figure]:
    """Return the figures; a few short runs are too few to hold an aim against."""
    figures = [
        _figure("repeated deaths", runs, lambda run: share(run, _died_again), FEWER),
        _figure("deaths", runs, lambda run: share(run, _died), 1.0),
        _figure("repeated failures, rejections included", runs, lambda run: share(run, _again)),
        _figure("failures, rejections included", runs, lambda run: share(run, _failed)),
    ]
    if all(best(run) is not None for run in runs):
        figures.append(_figure("BD-rate against x264 medium", runs, lambda r: best(r) or 0.0, 1.0))
    return figures if is_full else [_told_only(figure) for figure in figures]


def share(run: Run, is_counted: Callable[[Attempt], bool]) -> float:
    """Return how many in a hundred of the candidates that were run are counted."""
    return 100 * statistics.fmean(map(is_counted, run.tried))


def best(run: Run) -> float | None:
    """Return the BD-rate that a run came to; None without x264."""
    return min((a.bd_rate for a in run.attempts if a.bd_rate is not None), default=None)


def deaths_by_part(runs: Sequence[Run]) -> list[float]:
    """Return the share of deaths in each part of equal length, over the runs that came so far."""
    longest = max(len(run.tried) for run in runs)
    ends = [part * longest // PARTS for part in range(PARTS + 1)]
    return [
        statistics.fmean(_died(each) for run in runs for each in run.tried[start:end])
        for start, end in pairwise(ends)
    ]


def best_so_far(run: Run) -> list[float]:
    """Return the BD-rate of the champion after each candidate that was run."""
    reached: list[float] = []
    for each in run.tried:
        last = reached[-1] if reached else float("inf")
        reached.append(last if each.bd_rate is None else min(last, each.bd_rate))
    return reached


def curves(runs: Sequence[Run]) -> Iterator[str]:
    """Yield deaths and the median BD-rate over the course of the runs, as bars of text."""
    for feedback in (False, True):
        some = [run for run in runs if run.feedback is feedback]
        kind = "with feedback   " if feedback else "without feedback"
        yield f"{kind}  deaths   {_bars(deaths_by_part(some))}  (full: all of them)"
        if any(best(run) is None for run in some):
            continue
        paths = [best_so_far(run) for run in some]
        medians = [
            statistics.median(path[(len(path) - 1) * part // (PARTS - 1)] for path in paths)
            for part in range(PARTS)
        ]
        bars = _bars([value / max(medians) for value in medians])
        yield f"{kind}  BD-rate  {bars}  {medians[0]:+.0f} % to {medians[-1]:+.0f} %"


def _bars(shares: Sequence[float]) -> str:
    return "".join(_BARS[round(min(1.0, max(0.0, it)) * (len(_BARS) - 1))] for it in shares)


def _figure(name: str, runs: Sequence[Run], of: Measure, most: float | None = None) -> Figure:
    taught = [of(run) for run in runs if run.feedback]
    untaught = [of(run) for run in runs if not run.feedback]
    value, rival = statistics.median(taught), statistics.median(untaught)
    aim = "none" if most is None else "lower" if most == 1 else f"{1 - most:.0%} fewer"
    note = f"median of {_span(taught)}; without {_span(untaught)}"
    met = most is None or (value <= most * rival and value < rival)
    return Figure(name, value, "without feedback", rival, aim, met, len(runs), note=note, unit="%")


def _span(values: Sequence[float]) -> str:
    return f"{min(values):.3g} to {max(values):.3g}"


def _told_only(figure: Figure) -> Figure:
    return replace(figure, aim=f"{figure.aim} (--full)", met=True)


def _died(attempt: Attempt) -> bool:
    return attempt.fate is Fate.DIED


def _died_again(attempt: Attempt) -> bool:
    return attempt.known and attempt.fate is Fate.DIED


def _failed(attempt: Attempt) -> bool:
    return attempt.fate in (Fate.DIED, Fate.NO_BETTER)


def _again(attempt: Attempt) -> bool:
    return attempt.known and _failed(attempt)
