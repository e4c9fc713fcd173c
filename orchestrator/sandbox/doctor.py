"""Opening the sandbox: canaries first, candidates only if every one of them was held."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from errata.errors import SandboxError
from errata.taxonomy import Limit
from orchestrator.sandbox.bwrap import TMP_BYTES, version_of
from orchestrator.sandbox.host import features
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


@dataclass(frozen=True, slots=True)
class Report:
    """What ``errata doctor`` shows of the sandbox.

    Attributes
    ----------
    mode : str
        How boxes are isolated, in one phrase; empty if they are not.
    weaker : tuple of str
        What another host, or another user on this one, would hold better.
    """

    checks: tuple[Check, ...]
    mode: str = ""
    weaker: tuple[str, ...] = ()

    @property
    def can_run(self) -> bool:
        """Whether candidates can run here."""
        return all(check.ok for check in self.checks)


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


def report() -> Report:
    """Return what ``errata doctor`` shows of the sandbox, a canary a row; never raises."""
    host: list[Check] = []
    try:
        _require_linux()
        host = [Check(feature.name, ok=True, detail=feature.detail) for feature in features()]
        launcher = _launcher()
        sandbox = BubblewrapSandbox(launcher)
        mode, accounting = launcher.mode, launcher.accounting
        tried = [*try_escapes(sandbox), _try_to_run_on(sandbox)]
    except SandboxError as error:
        return Report((*host, Check("sandbox", ok=False, detail=str(error))))
    version = ".".join(map(str, version_of(launcher.bwrap)))
    layers = [
        Check("bubblewrap", ok=True, detail=f"{version}, {launcher.bwrap}"),
        Check("launch mode", ok=True, detail=f"{mode.name}, because {mode.reason}"),
        Check("control groups", ok=True, detail=accounting.description),
        Check("limits of a step", ok=True, detail=_limits(Limits(wall_s=0, cpu_s=0))),
    ]
    weaker = tuple(filter(None, (mode.weakness, accounting.weakness)))
    return Report((*host, *layers, *tried), sandbox.mode, weaker)


def _limits(limits: Limits) -> str:
    """Return what a step may use at most, but for time, which the loop sets by step."""
    sizes = {
        "memory": limits.memory_bytes,
        "bitstream": limits.bitstream_bytes,
        "/tmp": TMP_BYTES,  # noqa: S108  the box's own
        "log": limits.log_bytes,
    }
    shown = ", ".join(f"{name} {size >> 20} MiB" for name, size in sizes.items())
    return f"{shown}, {limits.processes} threads, 1 processor, no second process"


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
    _require_linux()
    return Launcher(choose_mode())


def _require_linux() -> None:
    if sys.platform != "linux":
        raise SandboxError(f"candidates run on Linux only, not on {sys.platform}: use a Linux host")
