"""A review of one candidate: the contract by its text, and its chances by what is remembered."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from errata.ports import ArtifactStore
from orchestrator.review.concern import Certainty, Concern
from orchestrator.review.contract import functions, parsed
from orchestrator.review.imports import gone, missing
from orchestrator.review.memory import Memory, same_code, same_construct, same_lines
from orchestrator.review.names import undefined
from orchestrator.review.policy import refusals
from orchestrator.sandbox.inside.source import text_of

MOST_CONCERNS = 100


@dataclass(frozen=True, slots=True)
class Recall:
    """Where to look for what is remembered."""

    memory: Memory
    artifacts: ArtifactStore


def review(code: bytes, *, parent: str = "", recall: Recall | None = None) -> list[Concern]:
    """Return what speaks against running a candidate, the surest first. Nothing of it is run.

    Parameters
    ----------
    code : bytes
        The candidate's source.
    parent : str
        Source of the codec that it was made from, which lives; empty if there is none.
    recall : Recall, optional
        Without it only the contract is checked.

    Raises
    ------
    StorageError
        When the table or the bucket does not answer.
    """
    tree = parsed(code)
    found = [*same_code(code, recall.memory)] if recall else []
    if isinstance(tree, Concern):
        found.append(tree)
    else:
        found += _by_text(code, tree)
        found += _by_kin(code, tree, parent, recall) if recall else ()
    return _told_once(sorted(found, key=lambda concern: concern.rank))[:MOST_CONCERNS]


def _by_text(code: bytes, tree: ast.Module) -> Iterator[Concern]:
    try:
        yield from functions(tree)
        yield from undefined(text_of(code), tree)
        yield from missing(tree)
        yield from gone(tree)
        yield from refusals(tree)
    except RecursionError:
        message = "it is nested too deeply to be read to its end"
        yield Concern(Certainty.POSSIBLE, "too_deep", message)


def _by_kin(code: bytes, tree: ast.Module, parent: str, recall: Recall) -> Iterator[Concern]:
    text = text_of(code)
    yield from same_construct(parent, text, recall.memory)
    yield from same_lines(text, tree, parent, recall.memory, recall.artifacts)


def _told_once(concerns: list[Concern]) -> list[Concern]:
    """Leave out guesses about a line of which something surer is known."""
    sure = {each.line for each in concerns if each.certainty is not Certainty.POSSIBLE}
    return [
        each
        for each in concerns
        if each.certainty is not Certainty.POSSIBLE or each.line not in sure
    ]
