"""Names that a candidate uses and that nothing in it gives a value."""

import ast
import builtins
import symtable
import warnings
from collections.abc import Iterator

from orchestrator.review.concern import Concern
from orchestrator.review.imports import sure
from orchestrator.review.reach import Reach, reached
from orchestrator.sandbox.inside.source import FILE_NAME

_GIVEN = {*dir(builtins), "__file__", "__builtins__", "__module__", "__qualname__", "__class__"}
_GIVEN |= {"__name__", "__doc__", "__spec__", "__loader__", "__package__", "__annotations__"}


def undefined(text: str, tree: ast.Module) -> Iterator[Concern]:
    """Yield names without a value, where they are used first; scopes are as the compiler's."""
    nodes = [*reached(tree)]
    if any(_binds_unseen(node) for node, _ in nodes):
        return
    with warnings.catch_warnings(action="ignore"):
        scopes = [*_scopes(symtable.symtable(text, FILE_NAME, "exec"))]
    known = _GIVEN | {name for scope in scopes for name in _given_to_all(scope)}
    unknown = {name for scope in scopes for name in _asked_of_all(scope)} - known
    for node, reach in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Load()) if name in unknown:
                unknown.remove(name)
                if reach is not Reach.CAUGHT:
                    message = f"{name} is used, but nothing gives it a value"
                    yield Concern(sure(reach), "undefined_name", message, node.lineno)


def _binds_unseen(node: ast.AST) -> bool:
    match node:
        case ast.alias(name="*") | ast.Name(id="globals" | "exec" | "setattr" | "vars"):
            return True
    return False


def _scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _scopes(child)


def _given_to_all(scope: symtable.SymbolTable) -> Iterator[str]:
    """Yield the names that a scope gives a value for the whole module."""
    top = scope.get_type() == "module"
    for symbol in scope.get_symbols():
        bound = symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
        if bound and (top or symbol.is_declared_global()):
            yield symbol.get_name()


def _asked_of_all(scope: symtable.SymbolTable) -> Iterator[str]:
    """Yield the names that a scope looks up in the module."""
    top = scope.get_type() == "module"
    for symbol in scope.get_symbols():
        if symbol.is_referenced() and (top or symbol.is_global()):
            yield symbol.get_name()
