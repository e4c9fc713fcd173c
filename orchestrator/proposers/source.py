"""Source text with its syntax tree, and edits that replace pieces of it and leave the rest."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Change:
    """Bytes ``start`` to ``end`` of a source become ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes that belong together, none overlapping another, and what they are to find out.

    ``target`` names what is edited; by default, the definition that the last change is made in.
    ``mate_id`` names the experiment that the new text was taken from.
    """

    hypothesis: str
    changes: tuple[Change, ...]
    target: str = ""
    mate_id: str = ""


class Source:
    """One parsed file.

    Parameters
    ----------
    text : str
        Python source.

    Raises
    ------
    SyntaxError
        If it does not parse.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = _parse(text)
        self._bytes = text.encode()
        lengths = [len(line) for line in self._bytes.splitlines(keepends=True)]
        self._line_starts = [0]
        for length in lengths:
            self._line_starts.append(self._line_starts[-1] + length)

    def nodes(self, root: ast.AST | None = None) -> Iterator[ast.AST]:
        """Yield the nodes that do something when run: no annotations, docstrings or f-strings."""
        pending = [root or self.tree]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed([c for c in ast.iter_child_nodes(node) if _runs(node, c)]))

    def functions(self) -> Iterator[Function]:
        """Yield the functions, nested ones included."""
        return (node for node in self.nodes() if isinstance(node, Function))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return where a node starts and ends, in bytes."""
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or 0
        return (
            self._line_starts[node.lineno - 1] + node.col_offset,
            self._line_starts[end_line - 1] + end_column,
        )

    def lines_span(self, node: ast.stmt) -> tuple[int, int]:
        """Return where the lines of a statement start and end, in bytes."""
        return self._line_starts[node.lineno - 1], self._line_starts[node.end_lineno or node.lineno]

    def segment(self, node: ast.expr | ast.stmt) -> str:
        """Return the text of a node."""
        return self.between(*self.span(node))

    def between(self, start: int, end: int) -> str:
        """Return the text of a range of bytes."""
        return self._bytes[start:end].decode()

    def replace(self, node: ast.expr | ast.stmt, text: str) -> Change:
        """Return the change that puts ``text`` in a node's place."""
        return Change(*self.span(node), text)

    def line(self, node: ast.expr | ast.stmt) -> str:
        """Return the line a node starts on, shortened and quoted, for a hypothesis."""
        start = self._line_starts[node.lineno - 1]
        return f"`{short(self.between(start, self._line_starts[node.lineno]))}`"

    def apply(self, edit: Edit) -> str:
        """Return the text with an edit made."""
        data, done, pieces = self._bytes, 0, list[bytes]()
        for change in sorted(edit.changes, key=lambda change: change.start):
            pieces += [data[done : change.start], change.text.encode()]
            done = change.end
        return b"".join([*pieces, data[done:]]).decode()


def short(code: str) -> str:
    """Return code on one line, cut to what a sentence can carry."""
    flat = " ".join(code.split())
    return flat if len(flat) <= 72 else f"{flat[:69]}..."


def dotted(node: ast.AST) -> str:
    """Return ``np.floor`` for the attribute of that name; empty if it is no plain name."""
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return node.id if isinstance(node, ast.Name) else ""


def _parse(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (ValueError, RecursionError, MemoryError) as error:
        # NUL bytes, and nesting too deep for the parser.
        raise SyntaxError(str(error)) from error


def _runs(parent: ast.AST, child: ast.AST) -> bool:
    if isinstance(child, ast.JoinedStr | ast.arg):
        return False
    if isinstance(child, ast.Expr):
        return not isinstance(child.value, ast.Constant)
    if isinstance(parent, ast.AnnAssign):
        return child is not parent.annotation and dotted(parent.annotation) != "TypeAlias"
    if isinstance(parent, Function):
        return child is not parent.returns
    return True
