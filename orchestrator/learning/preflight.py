"""What a candidate is made of that its parent is not: constructs that may be known to kill.

A source that does not parse, one without an entry point and an import that is not there kill
whatever surrounds them. Any other death is put down to the statements that were taken out and put
in, by the definition they are in. Comments, spacing, where the edit came from and the rest of the
codec make no difference: the same statements in a later champion are the same construct.
"""

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from errata.taxonomy import Category
from orchestrator.proposers.source import Source
from orchestrator.proposers.transplant import ROOTS, defined

_Import = ast.Import | ast.ImportFrom


@dataclass(frozen=True, slots=True)
class Constructs:
    """Hashes of what is new in a candidate.

    Attributes
    ----------
    imports : tuple of str
        One for each imported name.
    lacks : tuple of str
        One for each entry point that the candidate does not define, or one for all of its syntax.
    change : str
        Of all that is new.
    """

    imports: tuple[str, ...]
    lacks: tuple[str, ...]
    change: str

    @property
    def known_by(self) -> tuple[str, ...]:
        """All that the candidate may be known by."""
        return (*self.imports, *self.lacks, self.change)

    def blamed(self, category: Category) -> tuple[str, ...]:
        """Return what a death of a category is put down to: what can only be that, if it can."""
        if category is Category.IMPORT_ERROR and len(self.imports) == 1:
            return self.imports
        if category in (Category.SYNTAX_ERROR, Category.VALIDATION_ERROR) and self.lacks:
            return self.lacks
        return (self.change,)


def constructs(parent: str, candidate: str) -> Constructs:
    """Return what is new in a candidate; runs nothing, and depends on nothing but the two texts.

    Parameters
    ----------
    parent, candidate : str
        Sources. Of what does not parse, or is nested too deeply to be written out again, all lines
        that the parent lacks are new.
    """
    try:
        return _of_trees(Source(parent).tree, Source(candidate).tree)
    except (SyntaxError, RecursionError):
        return Constructs((), _lacking_syntax(candidate), _hash(*_changed(parent, candidate)))


def _of_trees(before: ast.Module, after: ast.Module) -> Constructs:
    imports = sorted(_imported(after) - _imported(before))
    old, new = _texts(before), _texts(after)
    lacks = [f"no {name}" for name in ROOTS if name not in new]
    change = [
        line
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
        for line in (f"in {name}", *_changed(old.get(name, ""), new.get(name, "")))
    ]
    return Constructs(
        tuple(map(_hash, imports)), tuple(map(_hash, lacks)), _hash(*imports, *change)
    )


def _lacking_syntax(candidate: str) -> tuple[str, ...]:
    try:
        Source(candidate)
    except SyntaxError:
        return (_hash("no syntax"),)
    return ()


def _changed(before: str, after: str) -> Iterator[str]:
    """Yield the lines that were taken out and put in, in order."""
    old, new = _lines(before), _lines(after)
    for tag, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (f"- {line}" for line in old[i:j])
            yield from (f"+ {line}" for line in new[k:n])


def _lines(text: str) -> list[str]:
    """Return the lines that are not blank: many alike would take long to be told apart."""
    return [line for line in text.splitlines() if line.strip()]


def _texts(tree: ast.Module) -> dict[str, str]:
    """Return top-level statements without comments, by name; those without one together."""
    texts: dict[str, str] = {}
    for node in tree.body:
        if not isinstance(node, _Import):
            name = defined(node)
            texts[name] = "\n".join(filter(None, (texts.get(name), ast.unparse(node))))
    return texts


def _imported(tree: ast.Module) -> set[str]:
    return {
        ast.unparse(ast.Import([alias]))
        if isinstance(node, ast.Import)
        else ast.unparse(ast.ImportFrom(node.module, [alias], node.level))
        for node in ast.walk(tree)
        if isinstance(node, _Import)
        for alias in node.names
    }


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
