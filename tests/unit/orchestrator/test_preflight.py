import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errata.taxonomy import Category
from orchestrator.learning.preflight import constructs

PARENT = (
    "import numpy as np\n\nSTEP = 2\n\ndef encode(y):\n    return y + STEP\n"
    "def decode(bitstream):\n    return bitstream\n"
)
OTHER_PARENT = PARENT.replace("STEP = 2", "STEP = 3")


def edited(parent: str, before: str = "y + STEP", after: str = "y - STEP") -> str:
    return parent.replace(before, after)


def change(parent: str, candidate: str) -> str:
    return constructs(parent, candidate).change


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


def test_the_same_statements_in_a_definition_that_has_changed_are_the_same_construct() -> None:
    longer = PARENT.replace("return", "y = y * 2\n    return")
    assert change(longer, edited(longer)) == change(PARENT, edited(PARENT))


def test_what_does_not_parse_is_the_same_construct_wherever_it_breaks_off() -> None:
    first, second = constructs(PARENT, PARENT + "("), constructs(OTHER_PARENT, "```python\n")
    assert first.blamed(Category.SYNTAX_ERROR) == second.blamed(Category.SYNTAX_ERROR)
    assert set(first.blamed(Category.SYNTAX_ERROR)) <= set(second.known_by)
    assert not set(first.lacks) & set(constructs(PARENT + "(", PARENT).known_by)


def test_a_missing_entry_point_kills_whatever_else_is_changed() -> None:
    renamed = edited(PARENT, "def encode", "def encode_video")
    first, second = constructs(PARENT, renamed), constructs(OTHER_PARENT, "import os\n")
    assert set(first.blamed(Category.VALIDATION_ERROR)) <= set(second.known_by)
    assert first.blamed(Category.TIMEOUT) == (first.change,)


def test_an_import_error_is_put_down_to_the_one_new_import_whatever_uses_it() -> None:
    first = constructs(PARENT, "import torch\n" + edited(PARENT))
    second = constructs(OTHER_PARENT, "import torch\n" + OTHER_PARENT + "print(torch)\n")
    assert first.blamed(Category.IMPORT_ERROR) == second.blamed(Category.IMPORT_ERROR)
    assert set(first.blamed(Category.IMPORT_ERROR)) <= set(second.known_by)
    assert first.blamed(Category.TIMEOUT) == (first.change,)


def test_of_two_new_imports_neither_is_blamed_alone() -> None:
    both = constructs(PARENT, "import torch\nimport zlib\n" + PARENT)
    assert both.blamed(Category.IMPORT_ERROR) == (both.change,)


@settings(max_examples=100)
@given(st.text(), st.text())
def test_any_text_is_told_by_something(parent: str, candidate: str) -> None:
    assert len(constructs(parent, candidate).change) == 64


@pytest.mark.parametrize("deep", ["-" * 900 + "1", "a" + ".b" * 2_000, "f" + "()" * 1_500])
def test_what_is_nested_too_deeply_is_known_by_its_lines(deep: str) -> None:
    candidate = f"{PARENT}deep = {deep}\n"
    assert constructs(PARENT, candidate) == constructs(
        OTHER_PARENT, f"{OTHER_PARENT}deep = {deep}\n"
    )
    assert constructs(PARENT, candidate) != constructs(PARENT, PARENT)
