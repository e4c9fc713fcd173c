import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errata.taxonomy import Category
from orchestrator.learning.preflight import constructs

PARENT = "import numpy as np\n\nSTEP = 2\n\ndef encode(y):\n    return y + STEP\n"
OTHER_PARENT = PARENT.replace("STEP = 2", "STEP = 3")


def edited(parent: str, before: str = "y + STEP", after: str = "y - STEP") -> str:
    return parent.replace(before, after)


def change(parent: str, candidate: str, arm: str = "operators/encode") -> str:
    return constructs(parent, candidate, arm).change


def test_the_same_definition_in_another_codec_is_the_same_construct() -> None:
    assert change(PARENT, edited(PARENT)) == change(OTHER_PARENT, edited(OTHER_PARENT))


def test_comments_and_spacing_make_no_difference() -> None:
    spaced = edited(PARENT, after="y  -  STEP  # less")
    assert change(PARENT, spaced) == change(PARENT, edited(PARENT))


@pytest.mark.parametrize(
    "other",
    [
        edited(PARENT, after="y * STEP"),
        edited(PARENT, "def encode", "def encode_video"),
        edited(edited(PARENT), "STEP = 2", "STEP = 4"),
        PARENT.replace("STEP = 2\n", ""),
        PARENT + "(",
        PARENT,
    ],
)
def test_another_change_is_another_construct(other: str) -> None:
    assert change(PARENT, other) != change(PARENT, edited(PARENT))


def test_the_same_change_by_another_arm_is_another_construct() -> None:
    assert change(PARENT, edited(PARENT)) != change(PARENT, edited(PARENT), "names/encode")


def test_an_import_error_is_put_down_to_the_one_new_import_whatever_uses_it() -> None:
    first = constructs(PARENT, "import torch\n" + edited(PARENT), "a")
    second = constructs(OTHER_PARENT, "import torch\n" + OTHER_PARENT + "print(torch)\n", "b")
    assert first.blamed(Category.IMPORT_ERROR) == second.blamed(Category.IMPORT_ERROR)
    assert set(first.blamed(Category.IMPORT_ERROR)) <= set(second.known_by)
    assert first.blamed(Category.TIMEOUT) == (first.change,)


def test_of_two_new_imports_neither_is_blamed_alone() -> None:
    both = constructs(PARENT, "import torch\nimport zlib\n" + PARENT, "a")
    assert both.blamed(Category.IMPORT_ERROR) == (both.change,)


@settings(max_examples=100)
@given(st.text(), st.text())
def test_any_text_is_told_by_something(parent: str, candidate: str) -> None:
    assert len(constructs(parent, candidate, "a").change) == 64
