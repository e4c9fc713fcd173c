"""Which parts of a source are run for sure when it is loaded, and which may be."""

import ast
from collections.abc import Iterator, Sequence
from enum import Enum


class Reach(Enum):
    """Whether a node is run."""

    LOADED = "whenever the candidate is loaded"
    REACHED = "once it is reached"
    CAUGHT = "but what it raises is caught"


def reached(root: ast.AST, reach: Reach = Reach.LOADED) -> Iterator[tuple[ast.AST, Reach]]:
    """Yield the nodes of a tree, each with whether it is run."""
    pending = [(root, reach)]
    while pending:
        node, reach = pending.pop()
        yield node, reach
        pending += reversed([*_children(node, reach)])


def _children(node: ast.AST, reach: Reach) -> Iterator[tuple[ast.AST, Reach]]:
    inner = _within(node, reach)
    for name, value in ast.iter_fields(node):
        of_field = inner.get(name, inner.get("*", reach))
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child, of_field


def _within(node: ast.AST, reach: Reach) -> dict[str, Reach]:
    """Return which fields of a node are run otherwise than the node; ``*`` for all others."""
    later = Reach.CAUGHT if reach is Reach.CAUGHT else Reach.REACHED
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            # What is caught around a definition is not caught around its calls.
            return {"body": Reach.REACHED}
        case ast.Try(handlers=handlers) if _catch(handlers):
            return {"body": Reach.CAUGHT, "handlers": later, "orelse": later}
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
            return {"body": Reach.CAUGHT}
        case ast.If() | ast.IfExp() | ast.While() | ast.Match() | ast.For():
            return {"*": later, "test": reach, "subject": reach, "iter": reach}
        case ast.BoolOp() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return {"*": later}
    return {}


def _catch(handlers: Sequence[ast.ExceptHandler]) -> bool:
    """Tell whether the handlers go on, instead of only saying something else in its place."""
    return not all(isinstance(handler.body[-1], ast.Raise) for handler in handlers)
