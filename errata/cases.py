"""What a model gets to see of a failure: redacted, and cut to what tells why it happened."""

from collections.abc import Iterable, Sequence

from errata.diagnosis import Evidence, Verdict
from errata.evidence import facts_text, window
from errata.evidence.window import GAP
from errata.patterns import Examination
from errata.ports import Case
from errata.redaction import redact
from errata.text import shorten

_ERROR = 2_000
_FACTS = 4_000
_WINDOW = 6_000
_CODE = 6_000
_CENTRES = 24
_AROUND = 12
"""Lines of code shown before and after one that a traceback names."""
_SENTENCE = 400
_QUOTES, _QUOTE = 3, 200


def case_of(
    examination: Examination,
    code: str,
    examples: Iterable[Verdict],
    refuted: Verdict | None = None,
) -> Case:
    """Return what a model is told of one failure.

    Parameters
    ----------
    examination : Examination
        Of the redacted event.
    code : str
        The candidate's source, not yet redacted; empty if it is not at hand.
    examples : iterable of Verdict
        Explanations of failures of its kind that are known to be right.
    refuted : Verdict or None
        An explanation of this very death that is known to be wrong.
    """
    event = examination.event
    said = (explained.statement.index for explained in examination.explained)
    centres = [index for index in said if index is not None]
    return Case(
        failure_id=event.failure_id,
        stage=event.stage,
        error_message=shorten(event.error_message, _ERROR),
        facts=shorten(facts_text(event), _FACTS),
        evidence=window(examination.log, centres[:_CENTRES], _WINDOW),
        code=_excerpt(redact(code), examination),
        examples=tuple(map(_brief, examples)),
        refuted=_claim(_brief(refuted)) if refuted else "",
    )


def _excerpt(code: str, examination: Examination) -> str:
    """Return the code, or of a long one the lines around those that a traceback names."""
    if len(code) <= _CODE:
        return code
    lines = code.split("\n")
    shown: dict[int, None] = {}
    for index in _named(lines, examination):
        near = range(max(0, index - _AROUND), min(len(lines), index + _AROUND + 1))
        if len(_numbered(lines, {**shown, **dict.fromkeys(near)})) <= _CODE:
            shown |= dict.fromkeys(near)
    return _numbered(lines, shown) if shown else shorten(code, _CODE)


def _named(lines: Sequence[str], examination: Examination) -> list[int]:
    """Return the lines that a traceback names, the innermost of the decisive one first.

    The same text in the same line shows that it is this file, whatever its name.
    """
    places = [
        place
        for explained in examination.explained
        for place in reversed(explained.statement.places)
        if place.line is not None and 0 < place.line <= len(lines)
    ]
    named = [
        place.line - 1
        for place in places
        if place.line and (source := place.source.strip())
        if lines[place.line - 1].strip() == source
    ]
    return list(dict.fromkeys(named))[:_CENTRES]


def _numbered(lines: Sequence[str], chosen: Iterable[int]) -> str:
    shown: list[str] = []
    previous: int | None = None
    for index in sorted(chosen):
        if previous is not None and index != previous + 1:
            shown.append(GAP)
        shown.append(f"{index + 1}: {lines[index]}")
        previous = index
    return "\n".join(shown)


def _claim(brief: Verdict) -> str:
    return f"{brief.category}: {brief.root_cause}\nfix: {brief.fix_suggestion}"


def _brief(example: Verdict) -> Verdict:
    """Return a verdict without secrets, which a person may have typed, and short."""
    evidence = (
        Evidence(line=it.line, quote=shorten(redact(it.quote), _QUOTE))
        for it in example.evidence[:_QUOTES]
    )
    told = Verdict.model_validate(example.model_dump(include=set(Verdict.model_fields)))
    return told.model_copy(
        update={
            "evidence": tuple(evidence),
            "root_cause": shorten(redact(example.root_cause), _SENTENCE),
            "fix_suggestion": shorten(redact(example.fix_suggestion), _SENTENCE),
        }
    )
