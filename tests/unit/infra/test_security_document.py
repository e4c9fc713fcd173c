"""The threat model names controls and tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from infra.home import CHECKOUT

DOCUMENT = (CHECKOUT / "docs" / "security.md").read_text()
QUOTED = re.compile(r"`([^`]+)`")
BOUNDARIES = (
    "Candidate → machine",
    "Log text → everything that reads it",
    "Model output → diagnosis, code",
    "Queue → diagnoser",
    "Browser → API",
    "API → browser",
    "Operator → account",
    "Supply chain",
)


def rows() -> list[tuple[str, str, str, str]]:
    """Return threat, control, places and tests of every row."""
    lines = [line for line in DOCUMENT.splitlines() if line.startswith("| ")]
    cells = [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in lines]
    return [row for row in cells if row[0] != "Threat"]


def test_every_boundary_has_its_table() -> None:
    sections = dict(re.findall(r"^## (.+)\n((?:(?!^## ).*\n?)*)", DOCUMENT, re.MULTILINE))

    assert [name for name in sections if "| Threat |" in sections[name]] == list(BOUNDARIES)
    assert "What is not protected" in sections


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0].strip("| ")[:60])
def test_a_row_names_what_exists(row: tuple[str, ...]) -> None:
    threat, control, places, tests = row

    assert re.match(r"[STRIDE]: ", threat.strip("| "))
    assert control
    assert QUOTED.findall(places)
    for place in QUOTED.findall(places):
        assert (CHECKOUT / place).is_file(), place
    assert QUOTED.findall(tests)
    for test in QUOTED.findall(tests):
        assert is_there(test), test


def test_every_letter_of_stride_was_thought_of() -> None:
    assert {row[0].strip("| ")[0] for row in rows()} == set("STRIDE")


def is_there(test: str) -> bool:
    """Tell whether a test exists: a function of pytest's, or a title in TypeScript."""
    file, _, name = test.partition("::")
    text = _text(CHECKOUT / file)
    return name in text if file.endswith(".ts") else name in _functions(text)


@cache
def _text(file: Path) -> str:
    return file.read_text()


@cache
def _functions(source: str) -> set[str]:
    walked = ast.walk(ast.parse(source))
    return {node.name for node in walked if isinstance(node, ast.FunctionDef)}
