"""All rules, in the order in which they are asked."""

import re
from functools import cache

from errata.patterns import boundary, code, crashes, exceptions, limits, outside, results
from errata.patterns.phrases import any_of
from errata.patterns.rule import Rule

RULES: tuple[Rule, ...] = (
    *outside.RULES,
    *boundary.POLICY,
    *limits.STORES,
    *limits.MEMORY,
    *code.SYNTAX,
    *code.IMPORTS,
    *limits.TIME,
    *boundary.CONTRACTS,
    *results.RULES,
    *crashes.RULES,
    *exceptions.RULES,
)
"""What is more particular is asked first; the first rule that matches speaks."""


@cache
def line_rules() -> tuple[Rule, ...]:
    """Return the rules that read the lines of a log."""
    return tuple(rule for rule in RULES if rule.reads_lines)


@cache
def phrase_regex() -> re.Pattern[str]:
    """Return the pattern of all their phrases: a lower-case line without a match tells nothing."""
    return any_of(phrase for rule in line_rules() for phrase in rule.phrases)
