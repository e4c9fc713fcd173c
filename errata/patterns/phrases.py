"""Finds which of hundreds of phrases a text holds, in one pass."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")
_Owners = defaultdict[str, set[int]]
"""By phrase, the numbers of those who speak up at it."""


class _Node(dict[str, "_Node"]):
    """The characters that may follow, and what follows each."""

    ends = False


_DIGITS = str.maketrans(dict.fromkeys("123456789", "0"))
_KEPT, _LONGEST_KEPT = 4_096, 300
"""Answers that are kept, and the characters of the longest text one is kept for."""


class PhraseIndex(Generic[T]):
    """Things that speak up when one of their phrases is said.

    The lines of a log differ mostly by their numbers. A phrase without digits is in all such lines
    or in none, so for these the answer for one line serves for the others.

    Parameters
    ----------
    entries : iterable of (T, phrases)
        In order of precedence.
    """

    def __init__(self, entries: Iterable[tuple[T, Iterable[str]]]) -> None:
        self._things: list[T] = []
        plain: _Owners = defaultdict(set)
        numbered: _Owners = defaultdict(set)
        for number, (thing, phrases) in enumerate(entries):
            self._things.append(thing)
            for phrase in phrases:
                owners = numbered if any(map(str.isdigit, phrase)) else plain
                owners[phrase].add(number)
        self._plain = _speakers(plain)
        self._kept = lru_cache(_KEPT)(self._plain)
        self._numbered = _speakers(numbered)

    def __call__(self, text: str) -> list[T]:
        """Return the things one of whose phrases may be in ``text``, in their order."""
        if len(text) <= _LONGEST_KEPT:
            numbers = self._kept(text.translate(_DIGITS)) | self._numbered(text)
        else:
            numbers = self._plain(text) | self._numbered(text)
        return [self._things[number] for number in sorted(numbers)] if numbers else []


def _speakers(owners: _Owners) -> Callable[[str], frozenset[int]]:
    """Return what finds the owners of all the phrases a text holds, and of some more."""
    nobody: frozenset[int] = frozenset()
    if not owners:
        return lambda _: nobody
    trie = _trie(owners)
    holds_any = re.compile(trie).search
    each = re.compile(f"(?=({trie}))").finditer  # phrases may overlap
    # The pattern stops at the shortest phrase, which stands for all that start with it.
    by_phrase = {
        phrase: nobody.union(*(owners[p] for p in owners if p.startswith(phrase)))
        for phrase in owners
    }

    def speakers(text: str) -> frozenset[int]:
        if not holds_any(text):
            return nobody
        return nobody.union(*(by_phrase[match[1]] for match in each(text)))

    return speakers


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
