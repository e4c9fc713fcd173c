"""One number for how much rate a codec takes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.codec.fitness import ANCHOR, Yardstick
from tests.unit.orchestrator.curves import QUALITY, RATES, curve, scaled
from tests.unit.orchestrator.house import TEXTURE

BARE = Yardstick(TEXTURE)
ANCHORED = Yardstick(replace(TEXTURE, anchors={ANCHOR: curve()}))


def test_against_its_anchor_a_score_is_the_bd_rate() -> None:
    assert ANCHORED.score(curve()) == pytest.approx(0, abs=0.05)
    assert ANCHORED.score(scaled(1.25)) == pytest.approx(25, abs=0.05)


@pytest.mark.parametrize("yardstick", [BARE, ANCHORED], ids=["bare", "anchored"])
@given(st.floats(0.05, 20), st.floats(0.05, 20))
def test_less_rate_at_the_same_quality_is_less(
    yardstick: Yardstick, one: float, other: float
) -> None:
    first, second = yardstick.score(scaled(one)), yardstick.score(scaled(other))
    assert (first + 100) / (second + 100) == pytest.approx(one / other)


@pytest.mark.parametrize("shift", [-25.0, 25.0])
def test_a_codec_beyond_the_anchors_quality_has_a_score(shift: float) -> None:
    far = [db + shift for db in QUALITY]
    assert ANCHORED.score(curve(RATES, far)) < ANCHORED.score(curve([2 * r for r in RATES], far))


def test_what_is_saved_in_luma_and_lost_in_chroma_is_no_gain() -> None:
    assert ANCHORED.score(scaled(0.98, chroma=-4)) > ANCHORED.score(curve())


def test_what_is_measured_on_and_against_names_a_course() -> None:
    assert Yardstick(TEXTURE).course == BARE.course
    worse = Yardstick(replace(TEXTURE, anchors={ANCHOR: scaled(2)}))
    shorter = Yardstick(TEXTURE.shortened(4))
    assert len({BARE.course, ANCHORED.course, worse.course, shorter.course}) == 4
