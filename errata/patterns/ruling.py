"""What a rule decided, before evidence is added."""

from dataclasses import dataclass

from errata.taxonomy import Category, Severity


@dataclass(frozen=True, slots=True)
class Ruling:
    """The explanation of one failure by one rule."""

    rule: str
    category: Category
    severity: Severity
    cause: str
    fix: str
    confidence: float
