"""Percentiles of durations, from counts that can be added up.

The buckets are those of OpenTelemetry's exponential histogram (its metrics data model) at scale 2:
bucket ``i`` holds what lies in ``(2**(i/4), 2**((i + 1)/4)]`` seconds. So a percentile is off by
less than a fifth, whatever its size, and the histogram of a month is the sum of its days'.
"""

import math
from collections.abc import Mapping

BUCKETS_PER_DOUBLING = 4
SHORTEST_S = 0.001
LONGEST_S = 366 * 86_400.0

Histogram = Mapping[int, int]
"""How many durations each bucket holds."""


def bucket_of(duration_s: float) -> int:
    """Return the bucket of a duration; one below a millisecond or above a year counts as that.

    A clock that runs ahead makes durations below zero.
    """
    bounded = min(max(duration_s, SHORTEST_S), LONGEST_S)
    return math.ceil(math.log2(bounded) * BUCKETS_PER_DOUBLING) - 1


def percentile(histogram: Histogram, percent: int) -> float:
    """Return the duration that so many percent of all do not exceed.

    Parameters
    ----------
    histogram : Mapping[int, int]
        At least one duration.
    percent : int
        1 to 100.

    Returns
    -------
    float
        Seconds, within the bucket that holds the exact value (nearest rank); between the bounds of
        a bucket its durations are taken to be spread evenly on a logarithmic scale.

    Raises
    ------
    ValueError
        When the histogram is empty.
    """
    rank = -(-sum(histogram.values()) * percent // 100)
    for bucket, count in sorted(histogram.items()):
        if rank <= count:
            place = bucket + (rank - 0.5) / count
            return math.exp2(place / BUCKETS_PER_DOUBLING)
        rank -= count
    raise ValueError("an empty histogram has no percentiles")
