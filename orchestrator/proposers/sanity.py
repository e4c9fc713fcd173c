"""What is wrong with an edit before it is run: it changes nothing, or leaves a name without value.

Held against the parent: only what the edit itself brings in counts. It tells what is certain to
die of a careless edit of the syntax tree, and nothing of what a codec does.
"""

import ast
import builtins
import symtable
from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias

from orchestrator.proposers.source import Source

_GIVEN = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}
_MODULE = "top"
"""What Python calls the names of a module as a whole."""
_FIRST = (0, 0)
_Place: TypeAlias = tuple[int, int]
"""Line and column."""


class Sanity:
    """Holds edits of one source against it.

    Parameters
    ----------
    parent : Source
        What is edited.

    Raises
    ------
    SyntaxError, RecursionError
        If the parent does not compile, or is nested too deeply to be walked through.
    """

    def __init__(self, parent: Source) -> None:
        self._tree = ast.dump(parent.tree)
        self._names = {_MODULE} | {function.name for function in parent.functions()}
        self._flaws = set(_flaws(parent))

    def of(self, text: str) -> bool:
        """Tell whether an edited source is worth a box; what cannot be read is."""
        try:
            edited = Source(text)
            flaws = {flaw for flaw in _flaws(edited) if flaw[0] in self._names}
            return flaws <= self._flaws and ast.dump(edited.tree) != self._tree
        except (SyntaxError, RecursionError):
            return True


def _flaws(source: Source) -> Iterator[tuple[str, str]]:
    """Yield names of functions and what they lack: a name's value, or a result."""
    top = symtable.symtable(source.text, "candidate.py", "exec")
    known = _GIVEN | {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    functions = list(source.functions())
    yield from _unknown(top, known, {function.name for function in functions})
    for function in functions:
        nodes = list(ast.walk(function))
        yield from ((function.name, name) for name in _too_early(nodes))
        if not any(isinstance(node, ast.Return) and node.value for node in nodes):
            yield function.name, "return"


def _unknown(
    table: symtable.SymbolTable,
    known: frozenset[str],
    inside: Collection[str],
    where: str = _MODULE,
) -> Iterator[tuple[str, str]]:
    """Yield names that nothing defines, by the function they are used in."""
    where = table.get_name() if table.get_name() in inside else where
    for symbol in table.get_symbols():
        name = symbol.get_name()
        if symbol.is_global() and symbol.is_referenced() and name not in known:
            yield where, name
    for inner in table.get_children():
        yield from _unknown(inner, known, inside, where)


def _too_early(nodes: Sequence[ast.AST]) -> set[str]:
    """Return local names that are used above the first place that gives them a value."""
    targets = [node.target for node in nodes if isinstance(node, ast.comprehension)]
    elsewhere = {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    for node in nodes:
        elsewhere |= set(node.names) if isinstance(node, ast.Global | ast.Nonlocal) else set()
    # What an augmented assignment adds to has to be there already.
    updated = [node.target for node in nodes if isinstance(node, ast.AugAssign)]
    used: dict[str, _Place] = {}
    given: dict[str, _Place] = {node.arg: _FIRST for node in nodes if isinstance(node, ast.arg)}
    for node in nodes:
        if isinstance(node, ast.Name) and node.id not in elsewhere:
            is_given = isinstance(node.ctx, ast.Store) and node not in updated
            first, place = given if is_given else used, (node.lineno, node.col_offset)
            first[node.id] = min(place, first.get(node.id, place))
    never = {node.id for node in updated if isinstance(node, ast.Name)} - elsewhere - given.keys()
    return never | {name for name, place in used.items() if place < given.get(name, _FIRST)}
