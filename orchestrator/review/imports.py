"""Whether what a candidate imports, and what it uses of numpy, is there inside a box."""

import ast
import warnings
from collections.abc import Iterator, Mapping
from types import ModuleType

import numpy as np

from orchestrator.proposers.source import dotted
from orchestrator.review.concern import Certainty, Concern
from orchestrator.review.reach import Reach, reached
from orchestrator.sandbox.runtime import importable

NUMPY = np.__name__


def missing(tree: ast.Module) -> Iterator[Concern]:
    """Yield imports of what a box has not; those that are caught are left alone."""
    for node, reach in reached(tree):
        if reach is Reach.CAUGHT or not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        for problem in _problems(node):
            yield Concern(sure(reach), "missing_import", problem, node.lineno)


def gone(tree: ast.Module) -> Iterator[Concern]:
    """Yield names that this numpy has not, by whatever name it is imported."""
    known = aliases(tree)
    for node, reach in reached(tree):
        if reach is Reach.CAUGHT or not isinstance(node, ast.Attribute):
            continue
        path = resolved(node, known).split(".")
        if path[0] == NUMPY and _lacks(path[1:]):
            message = f"numpy {np.__version__} has no {'.'.join(path[1:])}"
            yield Concern(sure(reach), "missing_attribute", message, node.lineno)


def sure(reach: Reach) -> Certainty:
    """Return how sure it is that what is run so kills the candidate."""
    return Certainty.CERTAIN if reach is Reach.LOADED else Certainty.LIKELY


def aliases(tree: ast.Module) -> Mapping[str, str]:
    """Return what names mean, dotted: those that imports bind and nothing else does, and open."""
    found = {"open": "open"}
    bound: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for each in names:
                    name = each.asname or each.name.partition(".")[0]
                    found[name] = each.name if each.asname else name
            case ast.ImportFrom(module=str(module), names=names, level=0):
                found |= {each.asname or each.name: f"{module}.{each.name}" for each in names}
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
    return {name: path for name, path in found.items() if name not in bound}


def resolved(node: ast.AST, known: Mapping[str, str]) -> str:
    """Return the dotted name of what an expression means; empty if no import tells."""
    first, _, rest = dotted(node).partition(".")
    if first not in known:
        return ""
    return f"{known[first]}.{rest}" if rest else known[first]


def _problems(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            if not importable(alias.name):
                yield f"a box has no module {alias.name}: only Python's own and numpy"
    elif node.level:
        yield "an import relative to a package, but candidate.py is in none"
    elif node.module and not importable(node.module):
        yield f"a box has no module {node.module}: only Python's own and numpy"
    elif node.module and node.module.partition(".")[0] == NUMPY:
        for alias in node.names:
            path = [*node.module.split(".")[1:], alias.name]
            if alias.name != "*" and not importable(f"{node.module}.{alias.name}") and _lacks(path):
                yield f"numpy {np.__version__} has no {'.'.join(path)}"


def _lacks(path: list[str]) -> bool:
    """Tell whether numpy lacks a name; asks no further than its modules and classes."""
    owner: object = np
    with warnings.catch_warnings(action="ignore"):
        for name in path:
            if not isinstance(owner, ModuleType | type):
                return False
            try:
                owner = getattr(owner, name)
            except AttributeError:
                return True
    return False
