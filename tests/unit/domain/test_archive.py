"""Which cell a codec lies in, and which of two stays in it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.archive import (
    BANDS,
    MOST_CELLS,
    QUALITY_EDGES_DB,
    RATE_EDGES_BPP,
    TIME_EDGES_S,
    Cell,
    NoArchive,
    cell_of,
    surpasses,
)
from tests.support.elites import elite, points

RATES = st.floats(1e-6, 100)
DECIBELS = st.floats(0, 100)
SECONDS = st.floats(0, 1_000)


def test_a_cell_is_told_by_rate_quality_and_time_at_one_setting() -> None:
    cell = cell_of(points(bpp=0.3, psnr_yuv_db=35.0, seconds=1.0))
    assert cell == Cell(rate=2, quality=1, time=1)
    assert cell.name == "r2-q1-t1"


@pytest.mark.parametrize("band", range(BANDS - 1))
def test_an_edge_belongs_to_the_band_above_it(band: int) -> None:
    rate, quality, time = RATE_EDGES_BPP[band], QUALITY_EDGES_DB[band], TIME_EDGES_S[band]
    on_edge = cell_of(points(bpp=rate, psnr_yuv_db=quality, seconds=time))
    assert on_edge == Cell(rate=band + 1, quality=band + 1, time=band + 1)
    below = (math.nextafter(rate, 0), math.nextafter(quality, 0), math.nextafter(time, 0))
    bpp, psnr_yuv_db, seconds = below
    under_edge = cell_of(points(bpp=bpp, psnr_yuv_db=psnr_yuv_db, seconds=seconds))
    assert under_edge == Cell(rate=band, quality=band, time=band)


@given(RATES, DECIBELS, SECONDS)
def test_whatever_was_measured_has_a_cell(bpp: float, decibels: float, seconds: float) -> None:
    cell = cell_of(points(bpp=bpp, psnr_yuv_db=decibels, seconds=seconds))
    assert Cell.model_validate_json(cell.model_dump_json()) == cell
    assert cell.rate * BANDS**2 + cell.quality * BANDS + cell.time < MOST_CELLS


@given(RATES, RATES)
def test_more_of_something_is_never_a_lower_band(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert cell_of(points(bpp=low)).rate <= cell_of(points(bpp=high)).rate
    assert cell_of(points(seconds=low)).time <= cell_of(points(seconds=high)).time
    assert cell_of(points(psnr_yuv_db=low)).quality <= cell_of(points(psnr_yuv_db=high)).quality


def test_what_was_not_measured_at_the_setting_has_no_cell() -> None:
    with pytest.raises(ValueError, match="qp 32"):
        cell_of(points()[:2])


@given(st.floats(-100, 1e6), st.floats(-100, 1e6))
def test_of_two_the_one_that_takes_less_rate_stays(one: float, other: float) -> None:
    first, second = elite(1, score=one), elite(2, score=other)
    assert surpasses(first, second) == (one < other)
    assert not (surpasses(first, second) and surpasses(second, first))


def test_what_nothing_can_be_compared_with_gives_way() -> None:
    assert surpasses(elite(1, score=500), elite(2, score=-10, course="d" * 64))


def test_no_archive_keeps_nothing() -> None:
    archive = NoArchive()
    assert not archive.offer(elite())
    assert archive.elites() == ()
