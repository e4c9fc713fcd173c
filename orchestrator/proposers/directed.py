"""Repairs of a failed candidate, directed at the line that its diagnosis blames.

First the fix that such a death asks for, which leaves the candidate's idea alone; where none is
known, that line is put back to what it was in the parent, and all other edits are kept. An undo of
everything would show no more than that the parent works, so it is never proposed.
"""

import ast
from collections.abc import Iterator

from errata.taxonomy import Category
from orchestrator.proposers import fixes, undo
from orchestrator.proposers.port import NothingToMendError, Proposal, Repair
from orchestrator.proposers.sanity import Sanity
from orchestrator.proposers.source import Source

Mended = tuple[str, str]
"""A hypothesis, and the whole source."""


def mended(repair: Repair, parent: str) -> Proposal:
    """Return a failed candidate with the likeliest repair that is worth a box.

    Parameters
    ----------
    repair : Repair
        The candidate and its diagnosis.
    parent : str
        The source that it was made from.

    Raises
    ------
    NothingToMendError
        When every repair there is would give the parent, or the candidate, again, or die for sure:
        a clumsy repair would refute a diagnosis that is right.
    """
    for hypothesis, code in _repairs(repair, parent):
        if is_another(code, repair.code) and _is_worth_a_box(code, repair.code, parent):
            return Proposal(code, hypothesis)
    raise NothingToMendError(f"no repair of {repair.experiment_id} is known")


def is_another(code: str, known: str) -> bool:
    """Tell whether two sources differ by more than comments and spacing."""
    return _meaning(code) != _meaning(known)


def _is_worth_a_box(code: str, failed: str, parent: str) -> bool:
    """Tell whether a repair parses, is not the parent, and takes no name its value."""
    try:
        Source(code)
        known = Source(parent if _does_not_parse(failed) else failed)
    except SyntaxError:
        return False
    return is_another(code, parent) and Sanity(known).of(code)


def _does_not_parse(code: str) -> bool:
    try:
        Source(code)
    except SyntaxError:
        return True
    return False


def _repairs(repair: Repair, parent: str) -> Iterator[Mended]:
    try:
        source = Source(repair.code)
    except SyntaxError:
        spans = [(repair.line, repair.line)] if repair.line else []
    else:
        for edit in fixes.likely(source, parent, repair):
            yield edit.hypothesis, source.apply(edit)
        spans = list(_spans(source, repair)) if repair.line else []
    for first, last in spans:
        yield f"Put back what line {repair.line} was", undo.undone(repair.code, parent, first, last)


def _spans(source: Source, repair: Repair) -> Iterator[tuple[int, int]]:
    """Yield the lines that may be to blame, the fewest first; what never ends is a loop."""
    line = repair.line or 0
    around = [
        (node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.For | ast.While)
        and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    if statement := fixes.statement_at(source, line):
        yield statement.lineno, fixes.last_line(statement)
    if repair.category is Category.TIMEOUT:
        yield from reversed(around)


def _meaning(code: str) -> str:
    try:
        return ast.dump(Source(code).tree)
    except SyntaxError:
        return code
