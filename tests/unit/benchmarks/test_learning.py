"""What the benchmark of learning makes of its runs."""

import pytest

from benchmarks.attempts import RUNS, Attempt, Run
from benchmarks.learning import best, best_so_far, compared, curves
from errata.census import Fate

START = Attempt(Fate.ADOPTED, bd_rate=400.0)
BETTER = Attempt(Fate.ADOPTED, bd_rate=100.0)
WORSE = Attempt(Fate.NO_BETTER, known=True)
DEATH, AGAIN = Attempt(Fate.DIED), Attempt(Fate.DIED, known=True)
SKIPPED = Attempt(Fate.SKIPPED)
UNTAUGHT = Run(1, feedback=False, attempts=(START, DEATH, WORSE, *[AGAIN] * 7))
TAUGHT = Run(1, feedback=True, attempts=(START, DEATH, SKIPPED, *[AGAIN] * 3, *[BETTER] * 5))


def figures(*runs: Run) -> dict[str, tuple[float, float, bool]]:
    compared_runs = compared(runs, is_full=True)
    return {it.name: (round(it.value), round(it.rival_value), it.met) for it in compared_runs}


def test_shares_are_of_the_candidates_that_were_run() -> None:
    told = figures(UNTAUGHT, TAUGHT)
    assert told["repeated deaths"] == (30, 70, True)
    assert told["deaths"] == (40, 80, True)
    assert told["repeated failures, rejections included"] == (30, 80, True)
    assert told["BD-rate against x264 medium"] == (100, 400, True)


def test_an_aim_is_missed_where_feedback_makes_it_worse() -> None:
    swapped = (Run(1, not run.feedback, run.attempts) for run in (UNTAUGHT, TAUGHT))
    told = figures(*swapped)
    assert not any(told[name][2] for name in ("repeated deaths", "deaths"))


def test_runs_too_few_to_hold_an_aim_against_miss_none() -> None:
    swapped = [Run(1, not run.feedback, run.attempts) for run in (UNTAUGHT, TAUGHT)]
    assert all(figure.met for figure in compared(swapped, is_full=False))


def test_without_x264_there_is_no_bd_rate() -> None:
    blind = Attempt(Fate.ADOPTED)
    runs = [Run(1, feedback=kind, attempts=(blind, DEATH)) for kind in (False, True)]
    assert best(runs[0]) is None
    assert "BD-rate against x264 medium" not in figures(*runs)
    longer = [Run(1, run.feedback, run.attempts * 5) for run in runs]
    assert not any("BD-rate" in line for line in curves(longer))


def test_the_course_of_runs_is_drawn() -> None:
    assert best_so_far(TAUGHT) == [400.0] * 5 + [100.0] * 5
    lines = list(curves([UNTAUGHT, TAUGHT]))
    assert [line.split("  ")[0] for line in lines[:2]] == ["without feedback"] * 2
    assert lines[-1].endswith("+400 % to +100 %")


def test_runs_survive_being_kept_as_json() -> None:
    runs = (UNTAUGHT, TAUGHT)
    assert RUNS.validate_json(RUNS.dump_json(runs)) == runs


@pytest.mark.parametrize("run", [UNTAUGHT, TAUGHT])
def test_skipped_candidates_took_no_box(run: Run) -> None:
    assert len(run.tried) == 10
