"""What Claude is told, and what it is never told."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.taxonomy import Category
from orchestrator.proposers.claude.prompt import (
    CHARACTERS_PER_TOKEN,
    LESSON_TOKENS,
    SYSTEM,
    WORDS_LIMIT,
    user_message,
)
from orchestrator.proposers.port import Brief, Elite, Lesson, Repair
from tests.unit.orchestrator.curves import scaled
from tests.unit.orchestrator.house import START

FENCE = "0123456789abcdef" * 2
LESSON = Lesson("01KAJ000000000000000000001", "units", Category.TIMEOUT, "A loop.", "Bound it.", 3)
REPAIR = Repair(
    "def encode(): 1 / 0",
    "01KAJ000000000000000000002",
    Category.RUNTIME_ERROR,
    "It divides by zero.",
    "Do not.",
    "ZeroDivisionError: division by zero",
    41,
)


def parts(brief: Brief) -> dict[str, str]:
    """The text of each part, by its name."""
    found = re.findall(
        rf"<{FENCE} (\w+)>\n(.*?)\n</{FENCE} \1>", user_message(brief, FENCE), re.DOTALL
    )
    return dict(found)


def test_the_contract_and_its_limits_are_told() -> None:
    for words in ("encode(y, u, v, fps, qp) -> bytes", "decode(bitstream) -> (y, u, v)"):
        assert words in SYSTEM
    for limit in ("256 KB", "1024 MB", "20 seconds", "22, 27, 32, 37", "numpy"):
        assert limit in SYSTEM


def test_what_is_known_of_codecs_is_told() -> None:
    points = scaled(2.0)
    front = (Elite("01KAJ000000000000000000003", scaled(1.5), {"bd_rate": 1.0}),)
    told = parts(Brief(START, "id", points, {"x264_medium": scaled(1.0)}, front, lessons=(LESSON,)))
    assert list(told) == ["codec", "measurements", "rivals", "lessons"]
    assert told["codec"] == START
    assert "the codec\n" in told["measurements"]
    assert "x264_medium\n" in told["measurements"]
    assert f"{points[0].kbps:.2f}  {points[0].psnr_y_db:.2f}" in told["measurements"]
    assert told["lessons"] == "- timeout, 3 times: A loop. Fix: Bound it."


def test_a_repair_is_told_with_its_diagnosis() -> None:
    message = user_message(Brief(START, repair=REPAIR), FENCE)
    told = parts(Brief(START, repair=REPAIR))
    assert "Repair the failed candidate" in message
    assert told["candidate"] == REPAIR.code
    assert told["diagnosis"].splitlines() == [
        "category: runtime_error",
        "error: ZeroDivisionError: division by zero",
        "line: 41",
        "root cause: It divides by zero.",
        "fix: Do not.",
    ]


def test_a_verified_fix_is_marked() -> None:
    told = parts(Brief(START, lessons=(replace(LESSON, verified=True, count=1),)))
    assert told["lessons"] == "- timeout, once, verified: A loop. Fix: Bound it."


def test_of_too_many_lessons_the_first_are_told() -> None:
    long = replace(LESSON, root_cause="why " * 500)
    lessons = tuple(replace(long, count=n) for n in range(2, 200))
    told = parts(Brief(START, lessons=lessons))["lessons"].splitlines()
    assert 5 < len(told) < 50
    assert sum(map(len, told)) < LESSON_TOKENS * CHARACTERS_PER_TOKEN
    assert [line.split()[2] for line in told[:3]] == ["2", "3", "4"]
    assert all(len(line) < 2 * WORDS_LIMIT for line in told)


@pytest.mark.parametrize("words", ["the hold-out clip", "hold_out_bd_rate", "Held out", "holdout"])
def test_what_happened_on_the_hold_out_clip_is_not_told(words: str) -> None:
    secret = replace(LESSON, root_cause=f"It is worse on {words} by 3 %.")
    kept = parts(Brief(START, lessons=(secret, LESSON)))["lessons"]
    assert kept == "- timeout, 3 times: A loop. Fix: Bound it."
    repair = replace(REPAIR, root_cause=f"Worse on {words}", error_message=f"{words}: -1 dB")
    diagnosis = parts(Brief(START, repair=repair))["diagnosis"]
    assert diagnosis.splitlines() == ["category: runtime_error", "line: 41", "fix: Do not."]
    assert "hold" not in SYSTEM.lower().replace("threshold", "").replace("holds", "")


@given(st.text(), st.text())
def test_no_text_leaves_its_part_or_breaks_the_message(cause: str, code: str) -> None:
    lesson = replace(LESSON, root_cause=cause, fix_suggestion=code)
    brief = Brief(code, lessons=(lesson,), repair=replace(REPAIR, code=cause, error_message=code))
    message = user_message(brief, FENCE)
    assert message.count(f"<{FENCE} ") == message.count(f"</{FENCE} ")
    assert {"codec", "candidate", "diagnosis"} <= parts(brief).keys()
