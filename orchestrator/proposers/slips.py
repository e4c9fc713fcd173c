"""Edits as a language model makes them: cut off, wrapped in prose, reaching for another library."""

import ast
from collections.abc import Iterator

from orchestrator.proposers.source import Change, Edit, Source, dotted, short

_LIBRARIES = {"torch": "torch", "cp": "cupy", "jnp": "jax.numpy"}
_COMPRESSORS = ("bz2", "lzma", "zstandard", "brotli")
_OLD_NAMES = {
    "np.frombuffer": "np.fromstring",
    "np.rint": "np.round_",
    "np.float32": "np.float",
    "np.int16": "np.int",
    "tobytes": "tostring",
}


def truncated(source: Source) -> Iterator[Edit]:
    """Stop in the middle of a line, as an answer that ran out of tokens does."""
    lines = source.text.splitlines(keepends=True)
    size = len(source.text.encode())
    for index, line in enumerate(lines):
        if index >= len(lines) * 0.6 and line.strip():
            kept = "".join(lines[:index]) + line[: len(line) // 2]
            change = Change(len(kept.encode()), size, "")
            yield Edit(f"Rewrite the file (the answer ends within line {index + 1})", (change,))


def fenced(source: Source) -> Iterator[Edit]:
    """Answer with prose and a Markdown fence round the code."""
    size = len(source.text.encode())
    for opening in ("```python\n", "Here is the improved codec:\n\n```python\n"):
        changes = (Change(0, 0, opening), Change(size, size, "```\n"))
        yield Edit("Rewrite the file (the answer is fenced as Markdown)", changes)


def unclosed(source: Source) -> Iterator[Edit]:
    """Forget a closing bracket."""
    for node in source.nodes():
        if isinstance(node, ast.Call):
            end = source.span(node)[1]
            yield Edit(f"Rewrite {source.line(node)}", (Change(end - 1, end, ""),))


def libraries(source: Source) -> Iterator[Edit]:
    """Call another array library's function of the same name."""
    for node in source.nodes():
        if isinstance(node, ast.Call) and dotted(node.func).startswith("np."):
            name = dotted(node.func).removeprefix("np.")
            for alias, module in _LIBRARIES.items():
                line = f"import {module} as {alias}\n" if alias != module else f"import {module}\n"
                yield Edit(
                    f"Compute {name} with {module} in {source.line(node)}",
                    (_import(source, line), source.replace(node.func, f"{alias}.{name}")),
                )


def just_in_time(source: Source) -> Iterator[Edit]:
    """Compile a function with numba."""
    for function in source.functions():
        start = source.lines_span(function)[0]
        changes = (_import(source, "from numba import njit\n"), Change(start, start, "@njit\n"))
        yield Edit(f"Compile {function.name} with numba", changes)


def compressors(source: Source) -> Iterator[Edit]:
    """Compress with another module's functions of the same names."""
    calls = [
        node
        for node in source.nodes()
        if isinstance(node, ast.Call)
        and node.args
        and dotted(node.func) in ("zlib.compress", "zlib.decompress")
    ]
    for module in _COMPRESSORS if calls else ():
        changes = [_import(source, f"import {module}\n")]
        for call in calls:
            function = dotted(call.func).removeprefix("zlib.")
            changes.append(
                source.replace(call, f"{module}.{function}({source.segment(call.args[0])})")
            )
        yield Edit(f"Compress with {module} instead of zlib", tuple(changes))


def size_targets(source: Source) -> Iterator[Edit]:
    """Compress again, harder, for as long as the result is larger than wished."""
    for node in source.nodes():
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        call = node.value
        if not dotted(call.func).endswith(".compress") or not call.args:
            continue
        end = source.lines_span(node)[1]
        indent = " " * node.col_offset
        chunk, payload = source.segment(node.targets[0]), source.segment(call.args[0])
        for share in (2, 4, 8, 16):
            loop = (
                f"{indent}level = 1\n"
                f"{indent}while len({chunk}) > len({payload}) // {share}:\n"
                f"{indent}    level = min(level + 1, 9)\n"
                f"{indent}    {chunk} = {source.segment(call.func)}({payload}, level)\n"
            )
            hypothesis = f"Compress harder until {chunk} is 1/{share} of {payload} or less"
            yield Edit(hypothesis, (Change(end, end, loop),))


def old_names(source: Source) -> Iterator[Edit]:
    """Use a name that numpy has dropped since."""
    for node in source.nodes():
        if isinstance(node, ast.Attribute):
            old = _OLD_NAMES.get(dotted(node)) or _OLD_NAMES.get(node.attr)
            if old:
                start, end = source.span(node)
                text = old if "." in old else f"{source.segment(node.value)}.{old}"
                yield Edit(f"Use {old} in {source.line(node)}", (Change(start, end, text),))


def interfaces(source: Source) -> Iterator[Edit]:
    """Define an entry point as another framework would call it, or return other than was asked."""
    for function in source.functions():
        if function.name not in ("encode", "decode"):
            continue
        start = source.span(function)[0]
        stop = start + len(f"def {function.name}")
        renamed = Change(start, stop, f"def {function.name}_video")
        yield Edit(f"Rename {function.name} to {function.name}_video", (renamed,))
        for node in source.nodes(function):
            if isinstance(node, ast.Return) and node.value:
                value = source.segment(node.value)
                for text in (f"{{'result': {value}}}", f"list({value})", f"({value}, qp)"):
                    change = source.replace(node.value, text)
                    yield Edit(f"Return {short(text)} from {function.name}", (change,))


def _import(source: Source, line: str) -> Change:
    """Add an import before the first one there is, or at the top."""
    imports = [node for node in source.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    plain = [node for node in imports if getattr(node, "module", None) != "__future__"]
    start = source.lines_span(plain[0])[0] if plain else 0
    return Change(start, start, line)
