"""Edits of expressions: the numbers, operators, types and names that a codec is tuned by."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TypeGuard

from orchestrator.proposers.source import Change, Edit, Function, Source, dotted, short

_OPERATORS: dict[type[ast.operator | ast.cmpop], tuple[str, tuple[str, ...]]] = {
    ast.Add: ("+", ("-", "*")),
    ast.Sub: ("-", ("+",)),
    ast.Mult: ("*", ("/", "+")),
    ast.Div: ("/", ("*", "//")),
    ast.FloorDiv: ("//", ("/", "*", "%")),
    ast.Mod: ("%", ("//",)),
    ast.Pow: ("**", ("*",)),
    ast.MatMult: ("@", ("*",)),
    ast.Lt: ("<", ("<=", ">", "!=")),
    ast.LtE: ("<=", ("<", ">=")),
    ast.Gt: (">", (">=", "<")),
    ast.GtE: (">=", (">", "<=")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
}
_UFUNCS: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
}
_TYPES = ("uint8", "int8", "int16", "int32", "float16", "float32", "float64")
_TYPE_CODES = ("<i1", "<i2", "<i4", ">i2")
_KIN = (
    ("np.floor", "np.rint", "np.trunc", "np.ceil"),
    ("np.abs", "np.square"),
    ("np.empty", "np.zeros", "np.ones"),
    ("np.concatenate", "np.stack"),
    ("np.cos", "np.sin"),
    ("math.exp2", "math.exp", "math.sqrt"),
)
_NARROWER = {"I": "H", "H": "B", "B": "b", "f": "e"}
_STRUCT_FORMAT = re.compile(r"[<>=!][BHIQbhiqefd]+")


def parameters(source: Source) -> Iterator[Edit]:
    """Turn a knob a little: a constant of the module, or any number with a decimal point."""
    knobs = {
        id(statement.value) for statement in source.tree.body if isinstance(statement, ast.Assign)
    }
    for node in _numbers(source):
        if id(node) in knobs or isinstance(node.value, float):
            yield from (_instead(source, node, value) for value in _near(node.value))


def constants(source: Source) -> Iterator[Edit]:
    """Change any number a little."""
    for node in _numbers(source):
        yield from (_instead(source, node, value) for value in _near(node.value))


def _numbers(source: Source) -> Iterator[ast.Constant]:
    for node in source.nodes():
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield node


def _near(value: object) -> list[str]:
    if _is_whole(value):
        near = [repr(n) for n in (value - 1, value + 1, value * 2, value // 2)]
    elif isinstance(value, float):
        near = [repr(float(f"{value * f:.4g}")) for f in (0.5, 0.7, 0.85, 1.2, 1.5, 2.0)]
    else:
        near = []
    return [other for other in dict.fromkeys(near) if other != repr(value)]


def units(source: Source) -> Iterator[Edit]:
    """Take a number in another unit: thousands for ones, or as a power of two."""
    for node in source.nodes():
        if isinstance(node, ast.Constant) and _is_whole(node.value) and node.value > 1:
            yield _instead(source, node, str(node.value * 1_000))
            yield _instead(source, node, f"2**{node.value}")


def _is_whole(value: object) -> TypeGuard[int]:
    # True is an int too, and longer numbers than any codec's Python refuses to print.
    return type(value) is int and value.bit_length() <= 64


def operators(source: Source) -> Iterator[Edit]:
    """Exchange an arithmetic operator or a comparison."""
    for node in source.nodes():
        if isinstance(node, ast.BinOp):
            yield from _exchanges(source, node.left, node.op, node.right)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            yield from _exchanges(source, node.left, node.ops[0], node.comparators[0])


def _exchanges(
    source: Source, left: ast.expr, operator: ast.operator | ast.cmpop, right: ast.expr
) -> Iterator[Edit]:
    symbol, others = _OPERATORS.get(type(operator), ("", ()))
    gap = (source.span(left)[1], source.span(right)[0])
    for other in others:
        change = Change(*gap, source.between(*gap).replace(symbol, other, 1))
        yield Edit(f"Compute with {other} instead of {symbol} in {source.line(left)}", (change,))


def types(source: Source) -> Iterator[Edit]:
    """Hold numbers in another type: narrower saves memory, wider loses nothing."""
    for node in source.nodes():
        if isinstance(node, ast.Attribute) and dotted(node)[3:] in _TYPES:
            others = [f"np.{name}" for name in _TYPES if name != node.attr]
        elif isinstance(node, ast.Constant) and node.value in _TYPE_CODES:
            others = [repr(code) for code in _TYPE_CODES if code != node.value]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            others = [repr(other) for other in _narrower(node.value)]
        else:
            continue
        for other in others:
            yield _instead(source, node, other)


def _narrower(text: str) -> Iterator[str]:
    if _STRUCT_FORMAT.fullmatch(text):
        for place, letter in enumerate(text):
            if letter in _NARROWER:
                yield text[:place] + _NARROWER[letter] + text[place + 1 :]


def arguments(source: Source) -> Iterator[Edit]:
    """Swap neighbouring arguments or indices, or turn to another axis."""
    for node in source.nodes():
        if isinstance(node, ast.Call | ast.Tuple):
            items = node.args if isinstance(node, ast.Call) else node.elts
            for first, second in pairwise(items):
                a, b = source.segment(first), source.segment(second)
                if a != b:
                    swap = (source.replace(first, b), source.replace(second, a))
                    yield Edit(f"Swap {short(a)} and {short(b)} in {source.line(node)}", swap)
        elif isinstance(node, ast.keyword) and node.arg == "axis":
            for axis in ("0", "1", "-1"):
                if axis != source.segment(node.value):
                    yield _instead(source, node.value, axis)


def names(source: Source) -> Iterator[Edit]:
    """Take another variable of the same function."""
    for function in source.functions():
        known = _locals(function)
        for node in source.nodes(function):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in known:
                for other in known:
                    if other != node.id:
                        yield _instead(source, node, other)


def _locals(function: Function) -> list[str]:
    stored = [
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return list(dict.fromkeys([argument.arg for argument in function.args.args] + stored))


def kin(source: Source) -> Iterator[Edit]:
    """Call a function of the same family."""
    for node in source.nodes():
        if isinstance(node, ast.Attribute):
            name = dotted(node)
            for family in _KIN:
                if name in family:
                    yield from (_instead(source, node, k) for k in family if k != name)


def unwrap(source: Source) -> Iterator[Edit]:
    """Leave out a call and use what it was given: fewer steps, if the step was not needed."""
    for node in source.nodes():
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and not dotted(node.func).startswith("np."):
            inner = node.func.value
        elif node.args:
            inner = node.args[0]
        else:
            continue
        change = source.replace(node, source.segment(inner))
        yield Edit(f"Leave out {_called(node)} in {source.line(node)}", (change,))


def outer(source: Source) -> Iterator[Edit]:
    """Combine every element with every other, as a search over all pairs does."""
    for node in source.nodes():
        if not isinstance(node, ast.BinOp) or type(node.op) not in _UFUNCS:
            continue
        a, b = source.segment(node.left), source.segment(node.right)
        # Names and attributes alone are mostly sizes; a call or an element may be an array.
        if isinstance(node.left, ast.Call) or isinstance(node.right, ast.Call | ast.Subscript):
            yield _instead(source, node, f"np.{_UFUNCS[type(node.op)]}.outer({a}, {b})")


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else dotted(call.func) or "a call"


def _instead(source: Source, node: ast.expr, text: str) -> Edit:
    hypothesis = (
        f"Use {short(text)} instead of {short(source.segment(node))} in {source.line(node)}"
    )
    return Edit(hypothesis, (source.replace(node, text),))
