from random import Random
from statistics import mean

import pytest

from errata.learning import MOST_GROUPS, MOST_TARGETS, OTHERS, Arm, Outcome
from orchestrator.learning.bandit import LEAST, MOST, advice

GROUP = "v2-" + "a" * 32


def arm(name: str, *outcomes: Outcome) -> Arm:
    known = Arm(operator=name.partition("/")[0])
    for outcome in outcomes:
        known = known.after(outcome)
    return known


def factors(known: Arm, name: str, resolved: frozenset[str] = frozenset()) -> float:
    chances = (Random(seed) for seed in range(200))  # noqa: S311 - repeatable, guards nothing
    return mean(advice([known], resolved, chance)[name] for chance in chances)


def died(name: str, group: str = GROUP) -> Outcome:
    return Outcome(name, died_of=group)


def test_an_arm_that_keeps_dying_is_tried_less_and_one_that_is_adopted_more() -> None:
    untried = factors(arm("units"), "units")
    assert factors(arm("units", *[died("units")] * 8), "units") < untried / 2
    assert factors(arm("units", *[Outcome("units", adopted=True)] * 4), "units") > 2 * untried


def test_deaths_of_a_resolved_group_are_given_back() -> None:
    doomed = arm("units", *[died("units")] * 8)
    given_back = factors(doomed, "units", frozenset({GROUP}))
    assert given_back == factors(arm("units"), "units")


def test_a_target_is_held_against_its_own_kind() -> None:
    known = arm("units", *[died("units/STEP")] * 6, *[Outcome("units/BASE")] * 6)
    assert factors(known, "units/STEP") < 0.7 * factors(known, "units/BASE")


def test_factors_are_bounded() -> None:
    hopeless, golden = [died("a/b")] * 500, [Outcome("a/b", adopted=True)] * 500
    for outcomes in (hopeless, golden):
        drawn = advice([arm("a", *outcomes)], frozenset(), Random(1))  # noqa: S311 - as above
        assert all(LEAST <= factor <= MOST for factor in drawn.values())


def test_an_arm_forgets_what_was_long_ago() -> None:
    changed = arm("a", *[died("a")] * 300, *[Outcome("a")] * 300)
    assert sum(changed.tally.deaths.values()) < 0.2
    assert changed.tally.tries == pytest.approx(50, rel=0.01)


def test_an_arm_stays_small_whatever_is_tried() -> None:
    known = arm("a")
    for number in range(500):
        known = known.after(died(f"a/{number}", f"v2-{number:032x}"))
    assert len(known.targets) == MOST_TARGETS
    assert "499" in known.targets
    assert len(known.tally.deaths) == MOST_GROUPS + 1
    assert known.tally.deaths[OTHERS] > 0
    assert known.tally.tries == pytest.approx(50, rel=0.01)


def test_an_arm_that_saves_much_is_tried_more_than_one_that_is_adopted_as_often() -> None:
    small = [Outcome("units", adopted=True, gained=0.002)]
    large = [Outcome("units", adopted=True, gained=0.3)]
    assert factors(arm("units", *large), "units") > 2 * factors(arm("units", *small), "units")


def test_one_death_tells_more_than_one_rejection() -> None:
    assert factors(arm("units", died("units")), "units") < 0.8 * factors(
        arm("units", Outcome("units")), "units"
    )
