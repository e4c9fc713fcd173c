"""A rule: what a failure says, and what that means. Rules are data; their examples are tests."""

import re
from dataclasses import dataclass
from functools import cached_property

from errata.evidence.lines import split_level, strip_prefix
from errata.evidence.statements import Authority, Statement
from errata.taxonomy import Category, Severity
from errata.text import shorten

USUAL_SEVERITY = {
    Category.SYNTAX_ERROR: Severity.HIGH,
    Category.IMPORT_ERROR: Severity.HIGH,
    Category.VALIDATION_ERROR: Severity.HIGH,
    Category.RUNTIME_ERROR: Severity.HIGH,
    Category.RESOURCE_ERROR: Severity.HIGH,
    Category.TIMEOUT: Severity.MEDIUM,
    Category.LOGIC_ERROR: Severity.LOW,
}
_LONGEST_SAYING = 300
_TELLING = 24


@dataclass(frozen=True)
class Rule:
    """One kind of death.

    Parameters
    ----------
    name : str
        Stable, kebab-case; stored with the diagnosis.
    category : Category
        What kind of failure it is.
    cause, fix : str
        Sentences. They may name ``{type}``, ``{message}``, ``{headline}``, ``{where}`` (`` at
        file:line in function``, or nothing) and the named groups of ``says``.
    examples : tuple of str
        Texts this rule, and no other, must explain; an exception is written as Python prints it.
    types : str
        Exception classes it speaks of, without modules, separated by spaces. Empty: any exception.
    words : str
        Lower-case phrases separated by ``" | "``, one of which the message or line must hold. A
        rule with words and without types also reads the lines of the log.
    says : str
        Case-insensitive regular expression, searched in the message or line where the words alone
        do not decide.
    class_like : str
        Regular expression to find in the name of the exception's class, for classes nobody listed.
    raised_in : str
        Regular expression that the file of the raising frame must match.
    severity : Severity, optional
        Where it differs from the usual severity of the category.
    confidence : float
        How often a verdict of this rule is right.
    authority : Authority
        What a line that matches is worth; exceptions bring their own.
    lasting : bool
        What it tells of does not pass: what failed later most likely failed because of it.
    vague : bool
        It says that something failed, not what: any other rule that matches is preferred.
    """

    name: str
    category: Category
    cause: str
    fix: str
    examples: tuple[str, ...]
    types: str = ""
    words: str = ""
    says: str = ""
    class_like: str = ""
    raised_in: str = ""
    severity: Severity | None = None
    confidence: float = 0.9
    authority: Authority = Authority.REPORTED
    lasting: bool = False
    vague: bool = False

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled at first need."""
        return re.compile(self.says, re.IGNORECASE)

    @cached_property
    def classes(self) -> frozenset[str]:
        """The exception classes it speaks of."""
        return frozenset(self.types.split())

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """The phrases, one of which must occur."""
        return tuple(self.words.split(" | ")) if self.words else ()

    @property
    def reads_lines(self) -> bool:
        """Whether it speaks of lines, and not only of exceptions."""
        return bool(self.words) and not self.types

    def match(self, statement: Statement, lowered: str) -> re.Match[str] | None:
        """Return the match if the rule explains the statement.

        Parameters
        ----------
        statement : Statement
            An exception or a line.
        lowered : str
            ``statement.text`` in lower case.
        """
        if self.types and statement.type not in self.classes:
            return None
        if self.class_like and not re.search(self.class_like, statement.type):
            return None
        if self.words and not _holds_any(lowered, self.phrases):
            return None
        if self.raised_in and not self._raised_there(statement):
            return None
        return self.regex.search(statement.text)

    def _raised_there(self, statement: Statement) -> bool:
        place = statement.place
        return place is not None and re.search(self.raised_in, place.file) is not None


def _holds_any(text: str, phrases: tuple[str, ...]) -> bool:
    for phrase in phrases:  # noqa: SIM110 - this runs 50 times per line; a generator doubles it
        if phrase in text:
            return True
    return False


def explain(template: str, statement: Statement, match: re.Match[str]) -> str:
    """Fill a sentence with the facts of this failure."""
    facts = {
        "type": statement.type or "error",
        "message": _gist(statement) or "no message",
        "headline": _one_line(statement.headline).rstrip(".") or "an error without a message",
        "where": where(statement),
    }
    facts |= {name: _one_line(value or "?") for name, value in match.groupdict().items()}
    return template.format_map(facts)


def where(statement: Statement) -> str:
    """Return `` at file:line in function`` of the frame to look at, or an empty string."""
    place = statement.place
    if place is None:
        return ""
    line = f":{place.line}" if place.line is not None else ""
    function = "" if place.function == "<module>" else f" in {place.function}"
    return f" at {shorten(place.file, 120)}{line}{shorten(function, 80)}"


def _gist(statement: Statement) -> str:
    """Return the first line without margins, and the next two where the first says little."""
    text = statement.text
    if not statement.type:
        text = split_level(strip_prefix(text))[1]
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    gist = lines[0] if lines and len(lines[0]) >= _TELLING else " ".join(lines[:3])
    return _one_line(gist).rstrip(".")


def _one_line(text: str) -> str:
    return shorten(" ".join(text.split()), _LONGEST_SAYING)
