"""What a rule decided, before evidence is added."""

from dataclasses import dataclass

from errata.taxonomy import Category, Severity


def sentence(text: str) -> str:
    """Return ``text`` with a capital first letter, unless it starts with a name of code."""
    first = text.partition(" ")[0]
    return text[:1].upper() + text[1:] if first.isalpha() else text


@dataclass(frozen=True, slots=True)
class Ruling:
    """The explanation of one failure by one rule."""

    rule: str
    category: Category
    severity: Severity
    cause: str
    fix: str
    confidence: float
