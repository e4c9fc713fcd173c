"""Starting boxes: descriptors, control group, the bubblewrap process, the wait for the shim."""

import json
import os
import select
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import FileIO

from errata.errors import SandboxError
from orchestrator.sandbox.accounting import Accounting
from orchestrator.sandbox.box import Box
from orchestrator.sandbox.bwrap import command, find_bwrap
from orchestrator.sandbox.cgroups import find_accounting
from orchestrator.sandbox.modes import Mode
from orchestrator.sandbox.processes import adopt_orphans, end_box, end_bwrap
from orchestrator.sandbox.runtime import Runtime, find_runtime
from orchestrator.sandbox.seats import PROCESS_SEATS
from orchestrator.sandbox.seccomp import box_filter, candidate_filter, machine
from orchestrator.sandbox.wires import Wires

_START_S = 60.0
"""Far more than a loaded host needs to start Python and import numpy."""


def _schedule_normally() -> None:
    """Give up real-time scheduling, which a box would inherit from the thread that starts it.

    A library may have turned it on: SVT-AV1 does, for the thread that opens an encoder as root.
    """
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


_SPAWNER = ThreadPoolExecutor(
    max_workers=1, thread_name_prefix="box-spawner", initializer=_schedule_normally
)
"""One thread that starts all boxes and lives as long as the process.

A box dies with the thread, not the process, that started it (``PR_SET_PDEATHSIG``); a worker that
ends must not take a box along.
"""


@dataclass(frozen=True, slots=True)
class Launcher:
    """Starts boxes of one mode on this host."""

    mode: Mode
    bwrap: str = field(default_factory=find_bwrap)
    runtime: Runtime = field(default_factory=find_runtime)
    accounting: Accounting = field(default_factory=find_accounting)
    arch: str = field(default_factory=machine)

    def __post_init__(self) -> None:
        adopt_orphans()

    def start(self) -> Box:
        """Return a new box with numpy loaded, waiting for its job.

        Raises
        ------
        SandboxError
            If it does not come up; carries what bubblewrap or the shim said.
        """
        try:
            with ExitStack() as stack:
                return self._start(stack)
        except OSError as error:
            raise SandboxError(f"a box cannot be started: {error}") from error

    def _start(self, stack: ExitStack) -> Box:
        deadline = time.monotonic() + _START_S
        seat = stack.enter_context(PROCESS_SEATS.taken())
        group = self.accounting.create()
        stack.callback(group.remove)
        wires = Wires.open(stack, box_filter(self.arch))
        process = self._spawn(wires, seat)
        stack.callback(end_bwrap, process)
        wires.close_theirs()
        first = _read_until(b"\n", wires.status.reading, deadline)
        if not first:
            raise SandboxError(_refusal(process, wires.log.reading))
        child = int(json.loads(first)["child-pid"])
        init = os.pidfd_open(child)
        stack.callback(end_box, process, init)
        group.add(child)
        wires.release.writing.write(b"1")
        if not _read_until(b"1", wires.ready.reading, deadline):
            raise SandboxError(_refusal(process, wires.log.reading))
        return Box(process, init, wires, group, candidate_filter(self.arch), stack.pop_all())

    def _spawn(self, wires: Wires, seat: int) -> subprocess.Popen[bytes]:
        """Start bubblewrap with an empty environment: what it does not have, no box can leak."""
        user = self.mode.user_inside(seat)
        shim = (-1 if user is None else user, *wires.shim_arguments)
        launch_as = self.mode.launch_as
        return _SPAWNER.submit(
            subprocess.Popen,
            command(self.bwrap, self.mode, self.runtime, wires.bwrap_options, shim),
            stdin=subprocess.DEVNULL,
            stdout=wires.log.writing,
            stderr=wires.log.writing,
            pass_fds=wires.inherited,
            env={},
            cwd="/",
            start_new_session=True,  # a Ctrl-C at the terminal is for us, not for the box
            user=launch_as,
            group=launch_as,
            extra_groups=None if launch_as is None else [],
        ).result()


def _read_until(end: bytes, pipe: FileIO, deadline: float) -> bytes:
    """Return what comes up to ``end``; empty if the stream or the time ends before."""
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    said = b""
    while not said.endswith(end):
        left_ms = max(0.0, deadline - time.monotonic()) * 1000
        part = pipe.read(1) if poll.poll(left_ms) else b""
        if not part:
            return b""
        said += part
    return said


def _refusal(process: subprocess.Popen[bytes], log: FileIO) -> str:
    """Say in one line why a box did not start."""
    end_bwrap(process)
    os.set_blocking(log.fileno(), False)
    said = (log.read(65_536) or b"").decode("utf-8", "replace").strip()
    if "namespace" in said or "uid map" in said or "RTM_NEWADDR" in said:
        return f"this host forbids namespaces ({said.splitlines()[-1]}): {_hint()}"
    reason = said.splitlines()[-1] if said else f"no answer within {_START_S:.0f} s"
    return f"a box does not start: {reason}"


def _hint() -> str:
    if os.geteuid() == 0:
        return "give this container CAP_SYS_ADMIN (docker run --privileged)"
    apparmor = "on Ubuntu 24.04 by an AppArmor profile for bwrap"
    return f"allow unprivileged user namespaces ({apparmor}), or run as root"
