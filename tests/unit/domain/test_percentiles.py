"""Percentiles from a histogram, against those of the durations themselves."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.percentiles import LONGEST_S, SHORTEST_S, bucket_of, percentile

GROWTH = 2**0.25
durations = st.floats(SHORTEST_S, LONGEST_S)


def nearest_rank(values: list[float], percent: int) -> float:
    """The smallest value that so many percent of all do not exceed."""
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]


@given(values=st.lists(durations, min_size=1, max_size=200), percent=st.sampled_from([50, 95, 99]))
def test_a_percentile_lies_in_the_bucket_of_the_exact_one(
    values: list[float], percent: int
) -> None:
    exact = nearest_rank(values, percent)

    told = percentile(Counter(map(bucket_of, values)), percent)

    assert bucket_of(told) == bucket_of(exact)
    assert 1 / GROWTH < told / exact < GROWTH


@given(duration=durations)
def test_a_bucket_holds_what_lies_between_its_bounds(duration: float) -> None:
    bucket = bucket_of(duration)

    assert GROWTH**bucket <= duration * (1 + 1e-9)
    assert duration <= GROWTH ** (bucket + 1) * (1 + 1e-9)


@given(first=st.lists(durations, min_size=1), second=st.lists(durations, min_size=1))
def test_percentiles_of_a_sum_are_those_of_all(first: list[float], second: list[float]) -> None:
    total = Counter(map(bucket_of, first)) + Counter(map(bucket_of, second))

    assert percentile(total, 95) == percentile(Counter(map(bucket_of, first + second)), 95)


@given(values=st.lists(durations, min_size=1))
def test_percentiles_do_not_fall(values: list[float]) -> None:
    histogram = Counter(map(bucket_of, values))
    told = [percentile(histogram, percent) for percent in range(1, 101)]

    assert told == sorted(told)


@pytest.mark.parametrize("duration", [-5.0, 0.0, 1e-9])
def test_what_a_clock_that_runs_ahead_says_counts_as_a_millisecond(duration: float) -> None:
    assert bucket_of(duration) == bucket_of(SHORTEST_S)


def test_more_than_a_year_counts_as_a_year() -> None:
    assert bucket_of(1e12) == bucket_of(LONGEST_S)


def test_a_bucket_includes_its_upper_bound() -> None:
    assert [bucket_of(seconds) for seconds in (1.0, 1.01, 2.0, 2.01)] == [-1, 0, 3, 4]


def test_ranks_are_exact() -> None:
    """95 of 100 in one bucket: the 95th is among them, the 96th is not."""
    histogram = {0: 95, 40: 5}

    assert bucket_of(percentile(histogram, 95)) == 0
    assert bucket_of(percentile(histogram, 96)) == 40


def test_durations_lie_evenly_between_the_bounds_of_their_bucket() -> None:
    assert percentile({0: 1}, 50) == pytest.approx(GROWTH**0.5)
    assert percentile({4: 2}, 100) == pytest.approx(2 * GROWTH**0.75)


def test_nothing_has_no_percentiles() -> None:
    with pytest.raises(ValueError, match="empty histogram"):
        percentile({}, 50)
