"""The pattern matcher: explains failures by rules, in microseconds and for nothing."""

from errata.patterns.examine import Examination, examine
from errata.patterns.match import PatternMatch, decided_outside, match, match_examined
from errata.patterns.version import rules_version

__all__ = [
    "Examination",
    "PatternMatch",
    "decided_outside",
    "examine",
    "match",
    "match_examined",
    "rules_version",
]
