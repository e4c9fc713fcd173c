"""Fixes of well-known deaths: each keeps what an edit meant, and takes away what killed it.

A fix is known by the words of the exception, as Python, numpy and the candidate's contract say
them. What is inserted goes round whole expressions, so that fixes never overlap.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from errata.taxonomy import Category
from orchestrator.proposers.port import Repair
from orchestrator.proposers.source import Change, Edit, Source, dotted
from orchestrator.proposers.transplant import definitions

Found = re.Match[str]
Fix = Callable[[Source, ast.stmt, Found], Iterator[Edit]]

MOST_ROUNDS = 1_024
"""Rounds after which a loop that never ended is left."""
_SIZED = ("range", "zeros", "empty", "ones", "full", "reshape", "repeat", "bytes", "bytearray")
_NEW_NAMES = {
    "float": "float64",
    "int": "int64",
    "bool": "bool_",
    "round_": "round",
    "product": "prod",
    "cumproduct": "cumprod",
    "alltrue": "all",
    "sometrue": "any",
    "fromstring": "frombuffer",
    "tostring": "tobytes",
}


def likely(source: Source, parent: str, repair: Repair) -> Iterator[Edit]:
    """Yield the fixes that a death asks for, the likeliest first.

    Parameters
    ----------
    source : Source
        The candidate that died.
    parent : str
        What it was made from.
    repair : Repair
        What is known of its death.
    """
    said = repair.error_message
    statement = statement_at(source, repair.line or 0)
    if statement and repair.category is Category.TIMEOUT:
        yield from _bounded_loop(source, repair.line or 0)
    elif statement:
        for words, fix in _AT_A_LINE.items():
            if found := re.search(words, said):
                yield from fix(source, statement, found)
    yield from _interface(source, said)
    if found := re.search(r"name '(\w+)' is not defined", said):
        yield from _defined(source, parent, found[1])


def statement_at(source: Source, line: int) -> ast.stmt | None:
    """Return the innermost statement that takes part in a line."""
    around = [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return max(around, key=lambda node: (node.lineno, -(node.end_lineno or 0)), default=None)


def last_line(statement: ast.stmt) -> int:
    """Return the last line of a statement, or of the head of one that has a body."""
    body = getattr(statement, "body", None)
    return max(statement.lineno, body[0].lineno - 1) if body else statement.end_lineno or 0


def _divisors(source: Source, statement: ast.stmt, _: Found) -> Iterator[Edit]:
    divisions = (ast.Div, ast.FloorDiv, ast.Mod)
    parts = [node.right for node in _of(source, statement, ast.BinOp, divisions)]
    yield from _wrapped(source, parts, "(", " or 1)", "Divide by one instead of zero")


def _indices(source: Source, statement: ast.stmt, _: Found) -> Iterator[Edit]:
    changes: list[Change] = []
    for node in _own(source, statement):
        plain = isinstance(node, ast.Subscript) and not isinstance(
            node.slice, ast.Slice | ast.Tuple
        )
        if isinstance(node, ast.Subscript) and plain and (name := dotted(node.value)):
            changes += _round(source, node.slice, "min(", f", len({name}) - 1)")
    yield from _edit(changes, f"Stay within bounds in {source.line(statement)}")


def _whole(source: Source, statement: ast.stmt, _: Found) -> Iterator[Edit]:
    parts: list[ast.expr] = list(_of(source, statement, ast.BinOp, ast.Div))
    if not parts:
        nodes = list(_own(source, statement))
        calls = [n for n in nodes if isinstance(n, ast.Call) and _called(n) in _SIZED]
        given = [a for call in calls for a in call.args]
        given += [e for a in given if isinstance(a, ast.Tuple) for e in a.elts]
        bounds = [b for n in nodes if isinstance(n, ast.Slice) for b in (n.lower, n.upper) if b]
        parts = [part for part in (*given, *bounds) if isinstance(part, ast.Name | ast.BinOp)]
    yield from _wrapped(source, parts, "int(", ")", "Take whole numbers")


def _in_range(source: Source, statement: ast.stmt, found: Found) -> Iterator[Edit]:
    limits = np.iinfo(found[2])
    after = f", {limits.min}, {limits.max})"
    nodes = list(_own(source, statement))
    for node in nodes:
        if isinstance(node, ast.Call) and _called(node) in (found[2], "array", "full", "asarray"):
            yield from _wrapped(source, node.args[-1:], "np.clip(", after, "Clip what overflows")
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
        yield from _wrapped(source, [statement.value], "np.clip(", after, "Clip what overflows")
    for node in nodes:
        if isinstance(node, ast.BinOp):
            one, other = node.left, node.right
            for part in ([one], [other]) if not isinstance(one, ast.Constant) else ([other],):
                yield from _wrapped(source, part, "np.asarray(", ", np.int64)", "Compute wider")


def _cast(source: Source, statement: ast.stmt, _: Found) -> Iterator[Edit]:
    if isinstance(statement, ast.AugAssign):
        target, value = source.segment(statement.target), source.segment(statement.value)
        start, end = source.span(statement.target)[1], source.span(statement.value)[0]
        operator = source.between(start, end).replace("=", "").strip()
        text = f"{target} = ({target} {operator} ({value})).astype({target}.dtype)"
        change = source.replace(statement, text)
        yield Edit(f"Cast back to the type it has: {source.line(statement)}", (change,))


def _finite(source: Source, statement: ast.stmt, _: Found) -> Iterator[Edit]:
    calls = [n for n in _own(source, statement) if isinstance(n, ast.Call)]
    parts = [n.args[0] for n in calls if n.args and _called(n) in ("int", "round", "ceil", "floor")]
    after = ", posinf=0.0, neginf=0.0)"
    yield from _wrapped(source, parts, "np.nan_to_num(", after, "Take zero for what is no number")


def _packed(source: Source, statement: ast.stmt, found: Found) -> Iterator[Edit]:
    low, high = found[1], found[2]
    calls = [n for n in _own(source, statement) if isinstance(n, ast.Call)]
    given = [a for n in calls if _called(n).startswith("pack") for a in n.args[1:]]
    parts = [part for part in given if not isinstance(part, ast.Starred | ast.Constant)]
    yield from _wrapped(source, parts, f"min(max({low}, ", f"), {high})", "Stay within the field")


def _new_name(source: Source, statement: ast.stmt, found: Found) -> Iterator[Edit]:
    new = _NEW_NAMES.get(found[1])
    for node in _own(source, statement) if new else ():
        if isinstance(node, ast.Attribute) and node.attr == found[1]:
            text = f"{source.segment(node.value)}.{new}"
            yield Edit(f"Call {found[1]} by its present name", (source.replace(node, text),))


_AT_A_LINE: dict[str, Fix] = {
    r"division by zero|modulo by zero|by zero": _divisors,
    r"index \S+ is out of bounds|index out of range": _indices,
    r"cannot be interpreted as an integer|indices must be integers|non-int of type 'float'"
    r"|only integers, slices|only integer scalar arrays|integer argument expected": _whole,
    r"Python integer (-?\d+) out of bounds for (u?int\d+)": _in_range,
    r"Cannot cast ufunc": _cast,
    r"cannot convert float (?:NaN|infinity)": _finite,
    r"requires (-?\d+) <= number <= (\d+)": _packed,
    r"has no attribute '(\w+)'": _new_name,
}


def _bounded_loop(source: Source, line: int) -> Iterator[Edit]:
    """Leave a while loop after some rounds; of loops in one another, the innermost first."""
    loops = [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.While) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    for loop in reversed(loops):
        if loop.body[0].lineno == loop.lineno:
            continue
        head, body = source.lines_span(loop)[0], source.lines_span(loop.body[0])[0]
        outer, inner = " " * loop.col_offset, " " * loop.body[0].col_offset
        changes = (
            Change(head, head, f"{outer}rounds_left = {MOST_ROUNDS}\n"),
            Change(
                body,
                body,
                f"{inner}rounds_left -= 1\n{inner}if rounds_left < 0:\n{inner}    break\n",
            ),
        )
        yield Edit(f"Leave after {MOST_ROUNDS} rounds: {source.line(loop)}", changes)


def _interface(source: Source, said: str) -> Iterator[Edit]:
    """Give the sandbox what it asks for: the function's name, or the type of what it returns."""
    if found := re.search(r"no function (\w+)\(", said):
        for name in definitions(source):
            if name != found[1] and name.startswith(found[1]):
                end = len(source.text.encode())
                text = f"\n\n{found[1]} = {name}\n"
                yield Edit(f"Call {name} {found[1]} as well", (Change(end, end, text),))
    if found := re.search(r"encode\(\) returned (\w+), want bytes", said):
        before, after = "bytes(", ")"
        if found[1] in ("tuple", "dict"):
            items = ".values()" if found[1] == "dict" else ""
            before = 'b"".join(part for part in ('
            after = f"){items} if isinstance(part, bytes))"
        yield from _returned(source, "encode", before, after)
    elif re.search(r"decode\(\) returned \w of dtype", said):
        after = "))"
        before = "tuple(np.clip(np.rint(plane), 0, 255).astype(np.uint8) for plane in ("
        yield from _returned(source, "decode", before, after)


def _returned(source: Source, name: str, before: str, after: str) -> Iterator[Edit]:
    function = definitions(source).get(name)
    returns = [n for n in ast.walk(function) if isinstance(n, ast.Return)] if function else []
    parts = [node.value for node in returns if node.value]
    yield from _wrapped(source, parts, before, after, f"Return from {name} what is asked for")


def _defined(source: Source, parent: str, name: str) -> Iterator[Edit]:
    """Bring back the parent's import or definition of a name, at the top."""
    try:
        known = Source(parent)
    except SyntaxError:
        return
    imports = {
        alias.asname or alias.name: node
        for node in known.tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    wanted = imports.get(name) or definitions(known).get(name)
    after = [n for n in source.tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    if wanted and name not in definitions(source):
        place = source.lines_span(after[-1])[1] if after else 0
        text = f"{known.segment(wanted)}\n"
        yield Edit(f"Define {name} as the parent does", (Change(place, place, text),))


def _wrapped(
    source: Source, parts: Iterable[ast.expr], before: str, after: str, what: str
) -> Iterator[Edit]:
    parts = list(parts)
    changes = [change for part in parts for change in _round(source, part, before, after)]
    yield from _edit(changes, f"{what} in {source.line(parts[0])}" if parts else "")


def _edit(changes: list[Change], hypothesis: str) -> Iterator[Edit]:
    if changes:
        yield Edit(hypothesis, tuple(changes))


def _round(source: Source, node: ast.expr, before: str, after: str) -> Iterator[Change]:
    start, end = source.span(node)
    yield Change(start, start, before)
    yield Change(end, end, after)


def _own(source: Source, statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield the nodes of a statement without those of the statements within it."""
    last = last_line(statement)
    nested = getattr(statement, "body", None)
    for node in source.nodes(statement):
        if not nested or getattr(node, "lineno", 0) <= last:
            yield node


def _of(
    source: Source,
    statement: ast.stmt,
    kind: type[ast.BinOp],
    operators: type[ast.operator] | tuple[type[ast.operator], ...],
) -> list[ast.BinOp]:
    nodes = _own(source, statement)
    return [n for n in nodes if isinstance(n, kind) and isinstance(n.op, operators)]


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else dotted(call.func)
