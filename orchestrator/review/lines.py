"""Lines of code, made equal where they differ in comments and spacing only."""

import ast
import io
import tokenize
from collections.abc import Mapping
from typing import NamedTuple

_TRIVIAL = 4
"""Tokens of a line that tells nothing: ``return y``, ``else:``, ``x = y``."""
_SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
_SILENT |= {tokenize.ENCODING, tokenize.ENDMARKER}


class Line(NamedTuple):
    """A line of a source: its number from 1, and the function it is in."""

    number: int
    function: str


def known_by(line: str) -> str:
    """Return what a line is known by, whatever its spacing; empty if it tells nothing."""
    try:
        tokens = [*tokenize.generate_tokens(io.StringIO(line.strip()).readline)]
        words = [token.string for token in tokens if token.type not in _SILENT]
    except (tokenize.TokenError, SyntaxError):  # a part of what goes on in the next line
        words = line.split("#")[0].split()
    return " ".join(words) if len(words) > _TRIVIAL else ""


def lines_of(text: str, tree: ast.Module) -> Mapping[str, list[Line]]:
    """Return the telling lines of a source, by what they are known by."""
    functions = _functions(tree)
    found: dict[str, list[Line]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if key := known_by(line):
            found.setdefault(key, []).append(Line(number, functions.get(number, "<module>")))
    return found


def _functions(tree: ast.Module) -> Mapping[int, str]:
    """Return the innermost function of each line that is in one."""
    found: dict[int, str] = {}
    for node in ast.walk(tree):  # outer ones come before inner ones
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            last = node.end_lineno or node.lineno
            found |= dict.fromkeys(range(node.lineno, last + 1), node.name)
    return found
