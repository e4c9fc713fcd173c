"""No text, however hostile, makes a rule slow: its pattern's shape alone shows that."""

import re
from collections.abc import Iterator
from re import _constants as codes  # the parse tree has no public name
from re import _parser as parser

import pytest

from errata.patterns.catalogue import RULES
from errata.patterns.rule import Rule

LONGEST = 1_000
"""What a repeat may cover at most: the work for each character of a text has to be bounded."""

REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
PATTERNS = [
    (rule.name, pattern)
    for rule in RULES
    for pattern in (rule.says, rule.class_like, rule.raised_in)
    if pattern
]


def faults(pattern: str) -> list[str]:
    """Return what may make a search take more than linear time.

    A search starts anew at every character, so an endless repeat costs the square of the text's
    length unless the pattern is tied to the start of the text; one within another costs more.
    """
    return list(_faults(parser.parse(pattern), tied=False, inside=False))


def _faults(tree: parser.SubPattern, *, tied: bool, inside: bool) -> Iterator[str]:
    for code, argument in tree:
        if code is codes.AT and argument in (codes.AT_BEGINNING, codes.AT_BEGINNING_STRING):
            tied = True
        elif code in REPEATS:
            _, most, body = argument
            if most == codes.MAXREPEAT and (inside or not tied):
                yield "an endless repeat"
            elif most != codes.MAXREPEAT and most > LONGEST:
                yield f"a repeat of up to {most}"
            yield from _faults(body, tied=tied, inside=inside or most > 1)
            if most == codes.MAXREPEAT:
                tied = False  # a second endless one would go over the same text again
        elif code is codes.SUBPATTERN:
            yield from _faults(argument[3], tied=tied, inside=inside)
        elif code is codes.BRANCH:
            for branch in argument[1]:
                yield from _faults(branch, tied=tied, inside=inside)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _faults(argument[1], tied=tied, inside=inside)
        elif code is codes.ATOMIC_GROUP:
            yield from _faults(argument, tied=tied, inside=inside)


@pytest.mark.parametrize(
    "pattern", [pattern for _, pattern in PATTERNS], ids=[name for name, _ in PATTERNS]
)
def test_no_pattern_can_take_more_than_linear_time(pattern: str) -> None:
    assert faults(pattern) == []


@pytest.mark.parametrize(
    "pattern", [r"(a+)+$", r"\w+:", r"^(?:x*)*", r"x.*y", r"(?=.*z)", r"^a*b*$", r"x{0,5000}"]
)
def test_patterns_that_may_be_slow_are_told(pattern: str) -> None:
    assert faults(pattern)


@pytest.mark.parametrize("pattern", [r"^\s*x", r"x.{0,80}y", r"(?:a|b){1,9}", r"^[^:]*:"])
def test_patterns_that_are_never_slow_are_let_through(pattern: str) -> None:
    assert not faults(pattern)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_pattern_compiles_without_regard_to_case(rule: Rule) -> None:
    assert rule.regex.flags & re.IGNORECASE
