"""All rules, in the order in which they are asked."""

from functools import cache

from errata.patterns import boundary, code, crashes, limits, results
from errata.patterns.rule import Rule

RULES: tuple[Rule, ...] = (
    *boundary.POLICY,
    *limits.STORES,
    *limits.MEMORY,
    *code.SYNTAX,
    *code.IMPORTS,
    *limits.TIME,
    *boundary.CONTRACTS,
    *results.RULES,
    *crashes.PARTICULAR,
    *crashes.BY_CLASS,
)
"""What is more particular is asked first; the first rule that matches speaks."""


@cache
def line_rules() -> tuple[Rule, ...]:
    """Return the rules that read the lines of a log."""
    return tuple(rule for rule in RULES if rule.reads_lines)
