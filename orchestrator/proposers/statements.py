"""Edits of whole statements: delete, duplicate, swap, and the step of a loop."""

import ast
from collections.abc import Iterator
from itertools import pairwise

from orchestrator.proposers.source import Change, Edit, Source, dotted

Block = list[ast.stmt]
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return)


def delete(source: Source) -> Iterator[Edit]:
    """Leave a statement out."""
    for block in _blocks(source):
        for statement in filter(_is_simple, block):
            yield _without(source, block, statement)


def duplicate(source: Source) -> Iterator[Edit]:
    """Do a statement twice."""
    for block in _blocks(source):
        for statement in filter(_is_simple, block):
            start, end = source.lines_span(statement)
            again = Change(end, end, source.between(start, end))
            yield Edit(f"Do this twice: {source.line(statement)}", (again,))


def swap(source: Source) -> Iterator[Edit]:
    """Do two neighbouring statements in the other order."""
    for block in _blocks(source):
        for first, second in pairwise(block):
            if _is_simple(first) and _is_simple(second):
                changes = (
                    source.replace(first, source.segment(second)),
                    source.replace(second, source.segment(first)),
                )
                before, after = source.line(second), source.line(first)
                yield Edit(f"Do {before} before {after}", changes)


def loop_steps(source: Source) -> Iterator[Edit]:
    """Leave out, or turn round, what moves a while loop on."""
    for loop in source.nodes():
        if not isinstance(loop, ast.While):
            continue
        for statement in loop.body:
            if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add):
                yield _without(source, loop.body, statement)
                gap = (source.span(statement.target)[1], source.span(statement.value)[0])
                back = Change(*gap, source.between(*gap).replace("+=", "-=", 1))
                yield Edit(f"Count down instead of up in {source.line(statement)}", (back,))


def while_loops(source: Source) -> Iterator[Edit]:
    """Write a counting for loop as a while loop, with its step last, first or forgotten."""
    for loop in source.nodes():
        if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name):
            continue
        if not isinstance(loop.iter, ast.Call) or dotted(loop.iter.func) != "range":
            continue
        counter, indent = loop.target.id, " " * loop.col_offset
        last = source.segment(loop.iter.args[-1])
        head = f"{counter} = 0\n{indent}while {counter} < {last}:"
        to_body = Change(source.span(loop)[0], source.span(loop.iter)[1] + 1, head)
        step = f"{indent}    {counter} += 1\n"
        body_start, body_end = source.lines_span(loop.body[0])[0], source.lines_span(loop)[1]
        for steps in (
            (Change(body_end, body_end, step),),
            (Change(body_start, body_start, step),),
            (),
        ):
            yield Edit(f"Write {source.line(loop)} as a while loop", (to_body, *steps))


def _blocks(source: Source) -> Iterator[Block]:
    for function in source.functions():
        for node in source.nodes(function):
            for name in ("body", "orelse"):
                block = getattr(node, name, None)
                if isinstance(block, list):
                    yield block


def _is_simple(statement: ast.stmt) -> bool:
    docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return isinstance(statement, _SIMPLE) and not docstring


def _without(source: Source, block: Block, statement: ast.stmt) -> Edit:
    change = (
        source.replace(statement, "pass")
        if len(block) == 1
        else Change(*source.lines_span(statement), "")
    )
    return Edit(f"Leave out: {source.line(statement)}", (change,))
