"""Taking a technique from one source into another: its definitions, and what they need.

Crossover, by named definitions instead of by chance: what both sources call alike takes the same
arguments, so that a graft has a fair chance to live.
"""

import ast
from collections.abc import Iterable

from orchestrator.proposers.source import Source

ROOTS = ("encode", "decode")
"""What a candidate is called by; what neither of them reaches is dead."""
_Import = ast.Import | ast.ImportFrom


def transplanted(host: Source, donor: Source, slot: Iterable[str]) -> str:
    """Return the host with the donor's definitions of a slot in the place of its own.

    Helpers and imports come along; where the host defines a helper's name itself, it keeps its own.
    What nothing uses any more is left out.

    Parameters
    ----------
    host, donor : Source
        Their top-level definitions are told apart by name.
    slot : iterable of str
        Names that are replaced; those the donor lacks stay as they are.
    """
    own, offered = definitions(host), definitions(donor)
    replaced = set(slot) & offered.keys()
    taken = reached(offered, replaced) - (own.keys() - replaced)
    grafts = {name: node for name, node in offered.items() if name in taken}
    first = next((name for name in own if name in taken), None)
    body: list[tuple[Source, ast.stmt]] = []
    for statement in host.tree.body:
        name = defined(statement)
        if name == first:
            body += [(donor, graft) for graft in grafts.values()]
        if not name or name not in taken:
            body.append((host, statement))
    alive = reached({defined(node): node for _, node in body}, ROOTS)
    body = [(source, node) for source, node in body if defined(node) in {"", *alive}]
    return _joined(body, _imports(donor, grafts.values()) - _imports(host, host.tree.body))


def definitions(source: Source) -> dict[str, ast.stmt]:
    """Return the functions, classes and constants of a source's top level, by name, in order."""
    return {name: node for node in source.tree.body if (name := defined(node))}


def defined(statement: ast.stmt) -> str:
    """Return the name that a statement defines; empty for none, or more than one."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return ""


def reached(known: dict[str, ast.stmt], roots: Iterable[str]) -> set[str]:
    """Return the names of those definitions that the roots use, however indirectly, and theirs."""
    found, pending = set[str](), list(roots)
    while pending:
        name = pending.pop()
        if name in known and name not in found:
            found.add(name)
            pending += _used(known[name])
    return found


def _used(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _imports(source: Source, users: Iterable[ast.stmt]) -> set[str]:
    """Return one import statement for each name that some statements use and the source imports."""
    used = set().union(*map(_used, users))
    return {
        ast.unparse(_single(statement, alias))
        for statement in source.tree.body
        if isinstance(statement, _Import) and not _is_house(statement)
        for alias in statement.names
        if (alias.asname or alias.name) in used
    }


def _is_house(statement: _Import) -> bool:
    """Tell whether an import is of a codec's own names, for whoever reads and checks a block."""
    return isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith(
        "orchestrator"
    )


def _single(statement: _Import, alias: ast.alias) -> _Import:
    if isinstance(statement, ast.Import):
        return ast.Import([alias])
    return ast.ImportFrom(statement.module, [alias], statement.level)


def _joined(body: list[tuple[Source, ast.stmt]], imports: set[str]) -> str:
    last_import = max(
        (n for n, (_, node) in enumerate(body) if isinstance(node, _Import)), default=0
    )
    texts = [_text(source, node) for source, node in body]
    texts[last_import + 1 : last_import + 1] = [f"{line}\n" for line in sorted(imports)]
    return "".join(texts)


def _text(source: Source, statement: ast.stmt) -> str:
    """Return a statement as it is written, with the empty lines and comments above it."""
    place = source.tree.body.index(statement)
    start = source.lines_span(source.tree.body[place - 1])[1] if place else 0
    return source.between(start, source.lines_span(statement)[1])
