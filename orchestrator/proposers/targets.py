"""Where an edit is made: the definition it changes, by which attempts at the same can be told."""

from bisect import bisect_right

from orchestrator.proposers.source import Edit, Source
from orchestrator.proposers.transplant import definitions


class Targets:
    """The definitions of a source, by their place in it."""

    def __init__(self, source: Source) -> None:
        known = definitions(source)
        spans = sorted((*source.lines_span(node), name) for name, node in known.items())
        self._starts = [start for start, _, _ in spans]
        self._spans = spans

    def of(self, edit: Edit) -> str:
        """Return what an edit is of; empty if it is of the file as a whole."""
        places = (self._at(change.start) for change in reversed(edit.changes))
        return edit.target or next(filter(None, places), "")

    def _at(self, place: int) -> str:
        index = bisect_right(self._starts, place) - 1
        if index < 0:
            return ""
        _, end, name = self._spans[index]
        return name if place < end else ""


def arm(operator: str, target: str) -> str:
    """Return the name of an arm: the kind of edit, and where it is made if that is one place."""
    return f"{operator}/{target}" if target else operator
