"""What a candidate is made of that its parent is not: constructs that may be known to kill.

A candidate that dies of an import is told by what it imports anew, whatever uses it; any other by
its new definitions as a whole. Comments, spacing and the rest of the codec make no difference: the
same definitions in a later champion are the same construct.
"""

import ast
import hashlib
from dataclasses import dataclass

from errata.taxonomy import Category
from orchestrator.proposers.source import Source
from orchestrator.proposers.transplant import defined

_Import = ast.Import | ast.ImportFrom


@dataclass(frozen=True, slots=True)
class Constructs:
    """Hashes of what is new in a candidate.

    Attributes
    ----------
    imports : tuple of str
        One for each imported name.
    change : str
        Of all that is new.
    """

    imports: tuple[str, ...]
    change: str

    @property
    def known_by(self) -> tuple[str, ...]:
        """All that the candidate may be known by."""
        return (*self.imports, self.change)

    def blamed(self, category: Category) -> tuple[str, ...]:
        """Return what a death of a category is put down to: an import, if it can only be that."""
        one = category is Category.IMPORT_ERROR and len(self.imports) == 1
        return self.imports if one else (self.change,)


def constructs(parent: str, candidate: str, arm: str) -> Constructs:
    """Return what is new in a candidate.

    Parameters
    ----------
    parent, candidate : str
        Sources. What does not parse is told by its lines.
    arm : str
        Where the candidate comes from: the same change, meant otherwise, is another.
    """
    try:
        before, after = Source(parent).tree, Source(candidate).tree
    except SyntaxError:
        lines = set(parent.splitlines())
        new = [line for line in candidate.splitlines() if line not in lines]
        missing = len(parent.splitlines()) - len(candidate.splitlines())
        return Constructs((), _hash(arm, str(missing), *new))
    imports = sorted(_imported(after) - _imported(before))
    old, all_new = _statements(before), _statements(after)
    gone = [f"without {name}" for name in sorted(old.keys() - all_new.keys())]
    new = [text for name, text in all_new.items() if old.get(name) != text]
    return Constructs(tuple(_hash(name) for name in imports), _hash(arm, *gone, *imports, *new))


def _statements(tree: ast.Module) -> dict[str, str]:
    """Return top-level statements without comments, by name; nameless ones by their text."""
    texts = [(defined(node), ast.unparse(node)) for node in tree.body if not _is_import(node)]
    return {name or text: text for name, text in texts}


def _imported(tree: ast.Module) -> set[str]:
    return {
        ast.unparse(ast.Import([alias]))
        if isinstance(node, ast.Import)
        else ast.unparse(ast.ImportFrom(node.module, [alias], node.level))
        for node in ast.walk(tree)
        if isinstance(node, _Import)
        for alias in node.names
    }


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, _Import)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
