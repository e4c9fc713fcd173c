"""Hundreds of wordings of the field's tools, in our own words; and what only resembles them."""

import json
from pathlib import Path

import pytest

from errata.taxonomy import Category
from tests.unit.domain.make import explained

CASES = [
    json.loads(line) for line in Path(__file__).with_name("kinds.jsonl").read_text().splitlines()
]
NEAR_MISSES = [case for case in CASES if case.get("near_miss")]
FULL_DISK = "OSError: [Errno 28] No space left on device\nKeyError: 'checkpoint'\n"


def category_of(case: dict[str, str]) -> Category:
    return explained(case["logs"], "exit code 1").verdict.category


@pytest.mark.parametrize("case", NEAR_MISSES, ids=[case["logs"][9:50] for case in NEAR_MISSES])
def test_a_near_miss_is_not_taken_for_what_it_resembles(case: dict[str, str]) -> None:
    assert category_of(case) == case["category"]


@pytest.mark.parametrize("category", Category)
def test_nearly_all_wordings_of_a_kind_are_known(category: Category) -> None:
    cases = [case for case in CASES if case["category"] == category]
    missed = [case["logs"] for case in cases if category_of(case) != category]
    assert len(missed) <= 0.06 * len(cases), missed


def test_a_full_disk_outranks_what_failed_because_of_it() -> None:
    assert explained(FULL_DISK, "exit code 1").rule == "disk-full"


def test_what_the_runner_gives_as_the_reason_outranks_a_full_disk_in_the_log() -> None:
    assert explained(FULL_DISK, "KeyError: 'checkpoint'").rule == "key"
