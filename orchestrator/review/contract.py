"""Whether a candidate is what was agreed on, as far as its text tells.

The box's own rules are asked: its size limit, how it reads text, and which calls it makes.
"""

import ast
import inspect
import warnings
from collections.abc import Iterable, Iterator

from orchestrator.review.concern import Certainty, Concern
from orchestrator.sandbox.inside.source import (
    FILE_NAME,
    SIGNATURES,
    ContractError,
    call_of,
    check_signature,
    text_of,
)
from orchestrator.sandbox.sandbox import too_large

Function = ast.FunctionDef | ast.AsyncFunctionDef
_WANTED = {"encode": "bytes", "decode": "a tuple (y, u, v)"}
_KINDS: dict[type[ast.expr], str] = {
    ast.Tuple: "tuple",
    ast.List: "list",
    ast.ListComp: "list",
    ast.Dict: "dict",
    ast.Set: "set",
    ast.JoinedStr: "str",
}


class _Written(str):
    """A default as it is written, which is all that is known of it."""

    __slots__ = ()
    __repr__ = str.__str__


def parsed(code: bytes) -> ast.Module | Concern:
    """Return the tree of a candidate, or why there is none."""
    if refusal := too_large(code):
        return Concern(Certainty.CERTAIN, "oversized_source", refusal.error_message)
    try:
        text = text_of(code)
        with warnings.catch_warnings(action="ignore"):
            # Finds what parsing does not, like a return outside of functions; runs nothing.
            compile(text, FILE_NAME, "exec", dont_inherit=True)
            return ast.parse(text)
    except SyntaxError as error:
        message = f"the code does not parse: {error.msg}"
        return Concern(Certainty.CERTAIN, "syntax_error", message, error.lineno)
    except (ValueError, RecursionError, MemoryError) as error:
        message = f"the code does not parse: {str(error) or 'it is nested too deeply'}"
        return Concern(Certainty.CERTAIN, "syntax_error", message)


def functions(tree: ast.Module) -> Iterator[Concern]:
    """Yield in which ways the two functions are not those of the contract."""
    for name in SIGNATURES:
        bindings = _bindings(tree, name)
        if not bindings:
            missing = f"no function {call_of(name)}"
            yield Concern(Certainty.CERTAIN, "no_function", missing)
            continue
        plain = [each for each in tree.body if isinstance(each, Function) and each in bindings]
        if len(plain) == len(bindings):  # else there is no telling which of them it will be
            yield from _function(plain[-1])


def _bindings(tree: ast.Module, name: str) -> list[ast.AST]:
    """Return all at the top level that may bind a name."""
    return [node for node in _scope(tree.body) if _may_bind(node, name)]


def _may_bind(node: ast.AST, name: str) -> bool:
    match node:
        case ast.FunctionDef(name=bound) | ast.AsyncFunctionDef(name=bound):
            return bound == name
        case ast.ClassDef(name=bound) | ast.Name(id=bound, ctx=ast.Store()):
            return bound == name
        case ast.alias(name=bound, asname=other):
            return (other or bound) in {name, "*"}
        case ast.Call(func=ast.Name(id="globals" | "vars" | "exec" | "setattr")):
            return True
    return False


def _scope(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield the nodes of a scope, without what is inside the scopes in it."""
    pending = [*body]
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, Function | ast.Lambda | ast.ClassDef):
            pending += ast.iter_child_nodes(node)


def _function(node: Function) -> Iterator[Concern]:
    if node.decorator_list:
        return  # what is called is whatever the decorators make of it
    try:
        check_signature(node.name, _signature(node.args))
    except ContractError as broken:
        yield Concern(Certainty.CERTAIN, broken.code, str(broken), node.lineno)
    if what := _returns(node):
        yield _wrong_type(node, Certainty.CERTAIN, what, node)
    for each in _scope(node.body):
        if isinstance(each, ast.Return) and (what := _written_out(each.value, node.name)):
            yield _wrong_type(node, Certainty.LIKELY, what, each)


def _wrong_type(node: Function, certainty: Certainty, what: str, place: ast.stmt) -> Concern:
    message = f"{node.name}() returns {what}, want {_WANTED[node.name]}"
    return Concern(certainty, "wrong_return_type", message, place.lineno)


def _signature(written: ast.arguments) -> inspect.Signature:
    kinds = inspect.Parameter
    given = [*written.posonlyargs, *written.args]
    defaults = [None] * (len(given) - len(written.defaults)) + written.defaults
    parameters = [
        _parameter(
            argument,
            kinds.POSITIONAL_ONLY if n < len(written.posonlyargs) else kinds.POSITIONAL_OR_KEYWORD,
            default,
        )
        for n, (argument, default) in enumerate(zip(given, defaults, strict=True))
    ]
    if written.vararg:
        parameters.append(_parameter(written.vararg, kinds.VAR_POSITIONAL))
    for argument, default in zip(written.kwonlyargs, written.kw_defaults, strict=True):
        parameters.append(_parameter(argument, kinds.KEYWORD_ONLY, default))
    if written.kwarg:
        parameters.append(_parameter(written.kwarg, kinds.VAR_KEYWORD))
    return inspect.Signature(parameters)


def _parameter(
    argument: ast.arg, kind: "inspect._ParameterKind", default: ast.expr | None = None
) -> inspect.Parameter:
    shown = inspect.Parameter.empty if default is None else _Written(ast.unparse(default))
    return inspect.Parameter(argument.arg, kind, default=shown)


def _returns(node: Function) -> str:
    """Return what a function returns for sure that it must not; empty if it may do well."""
    own = [*_scope(node.body)]
    if isinstance(node, ast.AsyncFunctionDef):
        return "a coroutine"
    if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in own):
        return "a generator"
    if not any(isinstance(each, ast.Return) and each.value for each in own):
        leaves = isinstance(node.body[-1], ast.Raise)
        return "" if leaves else "None"
    return ""


def _written_out(value: ast.expr | None, name: str) -> str:
    """Return what a written-out value is that a function must not return; else empty."""
    match value:
        case ast.Constant(value=constant) if not (name == "encode" and isinstance(constant, bytes)):
            return type(constant).__name__
        case ast.Tuple(elts=items) | ast.List(elts=items) if name == "decode":
            starred = any(isinstance(item, ast.Starred) for item in items)
            return "" if starred or len(items) == 3 else f"{len(items)} items"
        case ast.Tuple() | ast.List() | ast.Dict() | ast.Set() | ast.ListComp() | ast.JoinedStr():
            return f"a {_KINDS[type(value)]}"
    return ""
