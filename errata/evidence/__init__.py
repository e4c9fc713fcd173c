"""What a failed run left behind: who said what in which line, and what of it is worth reading."""

from errata.evidence.facts import facts_text
from errata.evidence.statements import Authority, Statement
from errata.evidence.window import window

__all__ = ["Authority", "Statement", "facts_text", "window"]
