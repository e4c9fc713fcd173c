"""All rules, in the order in which they are asked."""

from functools import cache

from errata.patterns import boundary, code, crashes, exceptions, limits, outside, results
from errata.patterns.phrases import PhraseIndex
from errata.patterns.rule import Rule

RULES: tuple[Rule, ...] = (
    *outside.RULES,
    *results.TESTS,
    *boundary.POLICY,
    *limits.MEMORY,
    *limits.STORES,
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
def line_rules() -> PhraseIndex[Rule]:
    """Return the rules that read the lines of a log, found by what a line says."""
    return PhraseIndex((rule, rule.phrases) for rule in RULES if rule.reads_lines)
