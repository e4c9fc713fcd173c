"""All rules, in the order in which they are asked."""

from functools import cache

from errata.patterns import (
    boundary,
    builds,
    classes,
    code,
    crashes,
    exceptions,
    limits,
    outside,
    packages,
    platforms,
    results,
)
from errata.patterns.phrases import PhraseIndex
from errata.patterns.rule import Rule

RULES: tuple[Rule, ...] = (
    *outside.RULES,
    *results.TESTS,
    *boundary.POLICY,
    *limits.MEMORY,
    *limits.STORES,
    *platforms.RULES,
    *code.SYNTAX,
    *builds.RULES,
    *code.IMPORTS,
    *packages.RULES,
    *limits.TIME,
    *boundary.CONTRACTS,
    *results.RULES,
    *crashes.RULES,
    *exceptions.NAMED,
    *classes.RULES,
    *exceptions.OTHERS,
)
"""What is more particular is asked first; the first rule that matches speaks."""


@cache
def line_rules() -> PhraseIndex[Rule]:
    """Return the rules that read the lines of a log, found by what a line says."""
    return PhraseIndex((rule, rule.phrases) for rule in RULES if rule.reads_lines)
