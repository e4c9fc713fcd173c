"""Finds which of hundreds of phrases a text holds, in one pass."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class _Node(dict[str, "_Node"]):
    """The characters that may follow, and what follows each."""

    ends = False


class PhraseIndex(Generic[T]):
    """Things that speak up when one of their phrases is said.

    Parameters
    ----------
    entries : iterable of (T, phrases)
        In order of precedence.
    """

    def __init__(self, entries: Iterable[tuple[T, Iterable[str]]]) -> None:
        self._things: list[T] = []
        owners: defaultdict[str, set[int]] = defaultdict(set)
        for number, (thing, phrases) in enumerate(entries):
            self._things.append(thing)
            for phrase in phrases:
                owners[phrase].add(number)
        trie = _trie(owners)
        self._holds_any = re.compile(trie).search
        self._each = re.compile(f"(?=({trie}))").finditer  # phrases may overlap
        # The pattern stops at the shortest phrase, which stands for all that start with it.
        self._owners = {
            phrase: frozenset().union(*(owners[p] for p in owners if p.startswith(phrase)))
            for phrase in owners
        }

    def __call__(self, text: str) -> list[T]:
        """Return the things one of whose phrases may be in ``text``, in their order."""
        if not self._holds_any(text):
            return []
        said = {match[1] for match in self._each(text)}
        return [self._things[n] for n in sorted(set().union(*(self._owners[p] for p in said)))]


def _trie(phrases: Iterable[str]) -> str:
    """Return a pattern in which phrases that start alike share their beginning.

    At each character the engine looks at the few letters that may come next, not at every phrase.
    """
    root = _Node()
    for phrase in phrases:
        node = root
        for character in phrase:
            node = node.setdefault(character, _Node())
        node.ends = True
    return _pattern(root)


def _pattern(node: _Node) -> str:
    if node.ends:
        return ""  # a shorter phrase is enough
    branches = [re.escape(character) + _pattern(after) for character, after in node.items()]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
