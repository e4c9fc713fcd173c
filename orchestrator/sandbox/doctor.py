"""Opening the sandbox: canaries first, candidates only if every one of them was held."""

import sys
from pathlib import Path
from typing import NamedTuple

from errata.errors import SandboxError
from errata.taxonomy import Limit
from orchestrator.sandbox.launcher import Launcher
from orchestrator.sandbox.modes import choose_mode
from orchestrator.sandbox.sandbox import BubblewrapSandbox
from orchestrator.sandbox.step import Limits, Video

_CANARY = Path(__file__).with_name("canary.py")
_RUNAWAY = b"def encode(y, u, v, fps, qp):\n    while True: pass\ndef decode(bitstream): pass\n"
_GREY = Video(planes=bytes([128]) * 24, frames=1, height=4, width=4, fps=25.0)
_PATIENT = Limits(wall_s=30, cpu_s=30, memory_bytes=256 << 20)
_SHORT = Limits(wall_s=0.2, cpu_s=30, memory_bytes=256 << 20)


class Check(NamedTuple):
    """One row of what ``errata doctor`` shows."""

    name: str
    ok: bool
    detail: str


def open_sandbox() -> BubblewrapSandbox:
    """Return the sandbox for this host, after canaries failed to escape from a real box.

    Raises
    ------
    SandboxError
        If candidates cannot be isolated here, with the reason and what to install or allow.
    """
    sandbox = BubblewrapSandbox(_launcher())
    for check in try_escapes(sandbox):
        if not check.ok:
            raise SandboxError(f"the sandbox does not hold: {check.name} got {check.detail}")
    return sandbox


def report() -> list[Check]:
    """Return what ``errata doctor`` shows of the sandbox, a canary a row; never raises."""
    try:
        launcher = _launcher()
        sandbox = BubblewrapSandbox(launcher)
        accounting = launcher.accounting
        return [
            Check("bubblewrap", ok=True, detail=launcher.bwrap),
            Check("launch mode", ok=True, detail=launcher.mode.name),
            Check("control groups", ok=True, detail=accounting.weakness or accounting.name),
            Check("system call filter", ok=True, detail=launcher.arch),
            *try_escapes(sandbox),
            _try_to_run_on(sandbox),
        ]
    except SandboxError as error:
        return [Check("sandbox", ok=False, detail=str(error))]


def try_escapes(sandbox: BubblewrapSandbox) -> list[Check]:
    """Run the canary in a box and return one row per way out it tried.

    Raises
    ------
    SandboxError
        If the canary itself could not run, which honest candidates then could not either.
    """
    home = Path.home()
    hidden = tuple(map(str, (_CANARY, sys.executable, home / ".ssh", home / ".aws")))
    source = _CANARY.read_bytes() + f"\nHOST_PATHS = {hidden!r}\n".encode()
    result = sandbox.encode(source, _GREY, 22, _PATIENT)
    if result.failed_stage is not None:
        raise SandboxError(f"the canary could not run in a box: {result.error_message}")
    rows = (line.split("\t") for line in result.output.decode().splitlines())
    return [Check(f"escape: {name}", ok=not got, detail=got or "held") for name, got in rows]


def _try_to_run_on(sandbox: BubblewrapSandbox) -> Check:
    result = sandbox.encode(_RUNAWAY, _GREY, 22, _SHORT)
    stopped = result.exit.limit is Limit.WALL_CLOCK
    detail = f"stopped after {result.exit.duration_s:.1f} s" if stopped else result.error_message
    return Check("escape: endless loop", ok=stopped, detail=detail)


def _launcher() -> Launcher:
    if sys.platform != "linux":
        raise SandboxError(f"candidates run on Linux only, not on {sys.platform}: use a Linux host")
    return Launcher(choose_mode())
