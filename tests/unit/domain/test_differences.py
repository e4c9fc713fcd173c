from datetime import timedelta
from math import isfinite
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.differences import BINS, MOST_VALUES, Facts, differences, facts
from tests.unit.admin_api.fakes import NOW, experiment

VALUES = st.one_of(
    st.none(),
    st.sampled_from(["timeout", "import_error", "logic_error"]),
)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
NUMBERS = st.one_of(st.none(), FLOATS, st.integers(-9, 9))
KINDS = ["timeout", "import_error", "logic_error", "syntax_error"]
SETS = st.lists(
    st.fixed_dictionaries({"category": VALUES}, optional={"bd_rate_percent": NUMBERS}), max_size=30
)


def scores(selected: list[Facts], rest: list[Facts]) -> dict[str, float]:
    return {found.field: found.score for found in differences(selected, rest)}


@given(SETS, SETS)
def test_scores_are_shares_and_the_most_different_comes_first(
    selected: list[Facts], rest: list[Facts]
) -> None:
    found = differences(selected, rest)
    assert all(0 < field.score <= 1 for field in found)
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    for field in found:
        assert bool(field.values) != bool(field.bins)
        assert len(field.values) <= MOST_VALUES
        assert len(field.bins) in (0, 1, BINS)
        for share in (*field.values, *field.bins):
            assert 0 <= share.selected <= 1
            assert 0 <= share.rest <= 1
        edges = [edge for b in field.bins for edge in (b.low, b.high)]
        assert edges == sorted(edges)
        assert all(map(isfinite, edges))


@given(SETS)
def test_the_same_experiments_do_not_differ(some: list[Facts]) -> None:
    assert differences(some, some) == []


@given(SETS, SETS, st.randoms(use_true_random=False))
def test_their_order_does_not_matter(
    selected: list[Facts], rest: list[Facts], random: Random
) -> None:
    shuffled = random.sample(selected, len(selected)), random.sample(rest, len(rest))
    assert scores(*shuffled) == pytest.approx(scores(selected, rest))


@given(SETS.filter(bool), SETS.filter(bool))
def test_the_sides_may_change_places(selected: list[Facts], rest: list[Facts]) -> None:
    assert scores(selected, rest) == pytest.approx(scores(rest, selected))


@given(st.lists(st.floats(0, 10), min_size=1), st.lists(st.floats(11, 20), min_size=1))
def test_numbers_without_overlap_differ_in_everything(low: list[float], high: list[float]) -> None:
    (found,) = differences([{"x": n} for n in low], [{"x": n} for n in high])
    assert found.score == 1
    assert sum(share.selected for share in found.bins) == pytest.approx(1)
    assert sum(share.rest for share in found.bins) == pytest.approx(1)


@given(
    st.lists(st.sampled_from(KINDS[:2]), min_size=1),
    st.lists(st.sampled_from(KINDS[2:]), min_size=1),
)
def test_kinds_without_overlap_differ_in_everything(some: list[str], others: list[str]) -> None:
    (found,) = differences([{"x": kind} for kind in some], [{"x": kind} for kind in others])
    assert found.score == pytest.approx(1)


def test_a_kind_is_told_with_its_shares_the_most_different_first() -> None:
    selected: list[Facts] = [{"stage": "encode"}] * 3 + [{"stage": "decode"}]
    rest: list[Facts] = [{"stage": "decode"}] * 3 + [{}]
    (found,) = differences(selected, rest)
    assert found.score == 0.75
    told = [(share.value, share.selected, share.rest) for share in found.values]
    assert told == [("encode", 0.75, 0), ("decode", 0.25, 0.75), (None, 0, 0.25)]


def test_a_number_that_only_one_side_has_is_a_difference() -> None:
    assert scores([{"vmaf": 90.0}], [{}]) == {"vmaf": 1}
    assert scores([{"vmaf": 90.0}, {}], [{"vmaf": 90.0}]) == {"vmaf": 0.5}


def test_a_number_of_one_value_throughout_has_one_bin() -> None:
    (found,) = differences([{"qp": 22}, {}], [{"qp": 22}])
    assert [(b.low, b.high, b.selected, b.rest) for b in found.bins] == [(22, 22, 0.5, 1)]


def test_what_only_failures_have_does_not_tell_them_from_others() -> None:
    failed: list[Facts] = [{"status": "failed", "category": "timeout", "group": "v2-a"}]
    adopted: list[Facts] = [{"status": "adopted", "category": None, "group": None}]
    assert scores(failed, adopted) == scores(adopted, failed) == {"status": 1}
    assert scores(failed, [*failed, *adopted])["category"] == 0.5


def test_of_equals_the_one_with_fewer_values_comes_first() -> None:
    selected: list[Facts] = [{"parent": n, "stage": "encode"} for n in "abc"]
    rest: list[Facts] = [{"parent": n, "stage": "judge"} for n in "def"]
    assert [found.field for found in differences(selected, rest)] == ["stage", "parent"]


@pytest.mark.parametrize("far", [1.7e308, 5e-324])
def test_numbers_may_lie_as_far_apart_or_as_near_as_floats_can(far: float) -> None:
    (found,) = differences([{"x": far}], [{"x": -far}])
    assert found.score == 1
    assert (found.bins[0].low, found.bins[-1].high) == (-far, far)
    assert all(isfinite(b.low) and isfinite(b.high) for b in found.bins)


def test_nothing_is_told_of_nothing() -> None:
    assert differences([], [{"stage": "encode"}]) == []
    assert differences([{"stage": "encode"}], []) == []


def test_what_is_compared_of_an_experiment() -> None:
    told = facts(
        experiment(
            category="timeout",
            severity="medium",
            source="patterns",
            finished_at=NOW + timedelta(seconds=90),
            metrics={"bd_rate_vs_champion_percent": -2.5},
        )
    )
    assert told["category"] == "timeout"
    assert told["hour_utc"] == "04"
    assert told["duration_s"] == 90
    assert told["bd_rate_vs_champion_percent"] == -2.5
    assert told["group"] is None


def test_no_score_takes_the_place_of_a_fact() -> None:
    odd = experiment(stage="encode", metrics={"stage": 1.0, "vmaf": 90.0})
    told = facts(odd)
    assert told["stage"] == "encode"
    assert told["vmaf"] == 90.0
