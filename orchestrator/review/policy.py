"""What a candidate calls that a box refuses: processes, the network, files of the host."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from orchestrator.review.concern import Concern
from orchestrator.review.imports import aliases, resolved, sure
from orchestrator.review.reach import Reach, reached
from orchestrator.sandbox.runtime import ROOT
from orchestrator.sandbox.seccomp import refused

NEEDS = {
    **dict.fromkeys(("os.fork", "os.forkpty"), "fork"),
    **dict.fromkeys(("os.system", "os.popen", "os.posix_spawn", "pty.spawn"), "execve"),
    **dict.fromkeys((f"os.exec{kind}" for kind in ("l", "le", "lp", "v", "ve", "vp")), "execve"),
    **dict.fromkeys((f"os.spawn{kind}" for kind in ("l", "le", "lp", "v", "ve", "vp")), "execve"),
    **dict.fromkeys(
        (f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output", "Popen")),
        "execve",
    ),
    **dict.fromkeys(("multiprocessing.Process", "multiprocessing.Pool"), "fork"),
    "concurrent.futures.ProcessPoolExecutor": "fork",
    **dict.fromkeys(("socket.socket", "socket.create_connection"), "socket"),
    **dict.fromkeys(("urllib.request.urlopen", "urllib.request.urlretrieve"), "socket"),
    **dict.fromkeys(("http.client.HTTPConnection", "http.client.HTTPSConnection"), "socket"),
    "os.memfd_create": "memfd_create",
    "fcntl.flock": "flock",
    "os.utime": "utimensat",
}
"""System calls that functions of Python's own library cannot do without."""
_OPEN = ("open", "io.open", "os.open")
_WRITABLE = (PurePosixPath("/tmp"), PurePosixPath("/dev"))  # noqa: S108  the box's own
_MESSAGES = {
    "socket": "{name}() needs a socket, which a box refuses: there is no network",
    "fork": "{name}() needs a process of its own, which a box refuses: threads are all there is",
    "execve": "{name}() starts a program, which a box refuses: threads are all there is",
}


def refusals(tree: ast.Module) -> Iterator[Concern]:
    """Yield calls that a box refuses; those whose errors are caught are left alone."""
    known, policy = aliases(tree), refused()
    for node, reach in reached(tree):
        if reach is Reach.CAUGHT or not isinstance(node, ast.Call):
            continue
        name = resolved(node.func, known)
        if (call := NEEDS.get(name)) in policy:
            otherwise = "{name}() needs the system call {call}, which a box refuses"
            message = _MESSAGES.get(call or "", otherwise).format(name=name, call=call)
            yield Concern(sure(reach), "refused_call", message, node.lineno)
        elif name in _OPEN and (path := _absent(node)):
            message = f"a box has no file {path}: only the folder it starts in, /tmp, can be used"
            yield Concern(sure(reach), "absent_file", message, node.lineno)


def _absent(node: ast.Call) -> str:
    """Return the path that is opened, if it is written out and outside of what a box has."""
    match node.args[:1]:
        case [ast.Constant(value=str(path))] if path.startswith("/"):
            there = (*_WRITABLE, ROOT)
            return "" if any(map(PurePosixPath(path).is_relative_to, there)) else repr(path)
    return ""
