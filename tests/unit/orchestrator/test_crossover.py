"""Building blocks are real techniques: each fits into the start codec, and beside every other."""

import ast
from itertools import combinations
from types import ModuleType

import numpy as np
import pytest

from orchestrator.codec.metrics import OperatingPoint, measure, split
from orchestrator.codec.synthetic import moving_texture
from orchestrator.proposers.crossover import blocks, building_blocks, mating
from orchestrator.proposers.source import Source
from orchestrator.proposers.transplant import definitions, transplanted
from tests.unit.orchestrator.house import START

VIDEO = moving_texture(frames=4, height=48, width=64)
BY_NAME = {block.name: block for block in blocks()}
NAMES = list(BY_NAME)
pytestmark = pytest.mark.usefixtures("without_vmaf")
BLOCKS = pytest.mark.parametrize("name", NAMES)
PAIRS = list(combinations(NAMES, 2))


def with_blocks(*names: str) -> str:
    text = START
    for name in names:
        text = transplanted(Source(text), BY_NAME[name].codec, BY_NAME[name].slot)
    return text


def coded(text: str, qp: int = 32) -> OperatingPoint:
    codec = ModuleType("candidate")
    exec(text, codec.__dict__)  # noqa: S102 - our own source
    bitstream = codec.encode(*split(VIDEO.planes, VIDEO), VIDEO.fps, qp)
    decoded = b"".join(plane.tobytes() for plane in codec.decode(bitstream))
    return measure(VIDEO, decoded, bitstream_size=len(bitstream), qp=qp)


@BLOCKS
def test_a_block_makes_another_codec_that_decodes_what_it_encodes(name: str) -> None:
    text = with_blocks(name)
    point, start = coded(text), coded(START)
    assert point.psnr_y_db > 30
    assert (point.bpp, point.psnr_y_by_frame_db) != (start.bpp, start.psnr_y_by_frame_db)
    assert max(point.shown_frames) == VIDEO.frames - 1


@BLOCKS
def test_a_block_taken_in_leaves_nothing_dead_and_changes_nothing_twice(name: str) -> None:
    text = with_blocks(name)
    used = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    assert definitions(Source(text)).keys() - {"encode", "decode"} <= used
    assert not any(
        edit.hypothesis.split()[2] == f"{name}." for edit in building_blocks(Source(text))
    )


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_any_two_blocks_go_together(first: str, second: str) -> None:
    assert coded(with_blocks(first, second)).psnr_y_db > 29


@pytest.mark.parametrize("name", ["motion", "lzma_stream", "run_length", "range_coder"])
def test_what_the_field_relies_on_saves_bits_at_equal_quality(name: str) -> None:
    start, point = coded(START), coded(with_blocks(name))
    saved = np.log2(start.bpp / point.bpp) * 6.02  # dB that as many bits would buy, by and large
    assert point.psnr_y_db + saved > start.psnr_y_db


def test_the_best_of_the_field_takes_less_than_half_the_bits() -> None:
    best = coded(with_blocks("motion", "dead_zone", "range_coder", "deblocking"))
    assert best.bpp < coded(START).bpp / 2


def test_a_codec_without_slots_takes_nothing_in() -> None:
    foreign = (
        "def encode(y, u, v, fps, qp):\n    return b''\n\n\ndef decode(bitstream):\n    pass\n"
    )
    assert list(building_blocks(Source(foreign))) == []


def test_elites_give_each_other_what_they_hold_in_their_slots() -> None:
    moving, coding = with_blocks("motion"), with_blocks("range_coder")
    edits = list(
        mating({"A": coding, "B": "def broken(:", "C": coding, "D": START})(Source(moving))
    )
    assert {edit.target for edit in edits} == {"write", "predict"}
    taken = next(edit for edit in edits if edit.target == "write")
    assert taken.hypothesis == "Take write and read from elite A"
    assert taken.mate_id == "A"
    assert coded(Source(moving).apply(taken)).bpp < coded(moving).bpp


def test_elites_without_shared_slots_give_nothing() -> None:
    foreign = "def encode(y, u, v, fps, qp):\n    return b''\n"
    assert list(mating({"A": foreign})(Source(START))) == []
    assert list(mating({"A": START})(Source(START))) == []


def test_a_host_keeps_what_it_tuned_in_a_helper() -> None:
    tuned = with_blocks("motion").replace("MOTION_RANGE = 4", "MOTION_RANGE = 9")
    again = transplanted(Source(tuned), BY_NAME["motion"].codec, ("predict", "follow"))
    assert "MOTION_RANGE = 9" in again


def test_comments_decorators_and_imports_move_with_what_needs_them() -> None:
    host = Source(
        "import zlib\n\n\ndef encode():\n    return part()\n\n\ndef part():\n    return 1\n"
    )
    donor = Source(
        "import functools\nimport math\n\n# Measured.\nGAIN = math.pi\n\n\n"
        "@functools.cache\ndef part():\n    return GAIN\n\n\ndef other():\n    return 2\n"
    )
    assert transplanted(host, donor, ("part",)) == (
        "import zlib\nimport functools\nimport math\n\n\ndef encode():\n    return part()\n\n"
        "# Measured.\nGAIN = math.pi\n\n\n@functools.cache\ndef part():\n    return GAIN\n"
    )
