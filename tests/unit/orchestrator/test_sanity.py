from importlib.resources import files

import pytest

from orchestrator.proposers.crossover import Block, blocks
from orchestrator.proposers.sanity import Sanity
from orchestrator.proposers.source import Source

START = files("orchestrator.codec").joinpath("start_codec.py").read_text("utf-8")
PARENT = """\
import math

STEP = 2

def f(items):
    total = 0
    for item in items:
        total += item
    doubled = [each * STEP for each in items]
    last = 0 if not items else doubled[-1]
    return math.sqrt(total) + last
"""


def is_sane(before: str, after: str) -> bool:
    assert before in PARENT
    return Sanity(Source(PARENT)).of(PARENT.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("STEP = 2", "STEP  =  2  # the same"),
        ("STEP = 2\n", "pass\n"),
        ("import math\n", "pass\n"),
        ("    total = 0\n", ""),
        ("    doubled = [each * STEP for each in items]\n", ""),
        ("items else doubled", "items else each"),
        ("total += item", "total += last"),
        ("return ", ""),
    ],
)
def test_what_is_certain_to_die_or_changes_nothing_is_told(before: str, after: str) -> None:
    assert not is_sane(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("STEP = 2", "STEP = 3"),
        ("total += item", "total -= item"),
        ("total += item", "total += STEP"),
        ("each * STEP for each", "one * STEP for one"),
        ("def f(items):", "def g(): pass\n\ndef f(items):"),
        ("return ", "return ("),
        ("return ", "return " + "-" * 900),
    ],
)
def test_what_only_running_it_can_tell_is_left_to_that(before: str, after: str) -> None:
    assert is_sane(before, after)


def test_flaws_that_the_parent_has_too_are_not_put_down_to_an_edit() -> None:
    flawed = PARENT.replace("import math\n", "")
    assert Sanity(Source(flawed)).of(flawed.replace("STEP = 2", "STEP = 3"))


@pytest.mark.parametrize("block", blocks(), ids=lambda block: block.name)
def test_every_building_block_is_worth_a_box(block: Block) -> None:
    assert Sanity(Source(START)).of(block.codec.text)
