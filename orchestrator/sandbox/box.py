"""One disposable box: given one job, watched, and gone."""

import json
import selectors
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Self

from errata.errors import SandboxError
from errata.taxonomy import Limit
from orchestrator.sandbox import memfd
from orchestrator.sandbox.accounting import Group
from orchestrator.sandbox.job import REPORT_BYTES, Job, Outcome
from orchestrator.sandbox.log import BoundedLog
from orchestrator.sandbox.processes import DEATH_S, kill
from orchestrator.sandbox.step import Limits
from orchestrator.sandbox.wires import Wires

_GRACE_S = 0.5
"""Between the dump of all stacks at the limit and the kill."""


@dataclass(slots=True)
class Box:
    """A box whose shim waits for its job. Leaving its context kills it and frees everything.

    Attributes
    ----------
    init : int
        Handle (pidfd) of the first process in the box's process namespace. It ends last: when it
        has ended, no process of the box is left.
    """

    process: subprocess.Popen[bytes]
    init: int
    wires: Wires
    group: Group
    candidate_filter: bytes
    stack: ExitStack

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    def run(self, job: Job) -> Outcome:
        """Hand over the job, watch the box until it is gone, and collect what it left.

        Raises
        ------
        SandboxError
            If something outside the box ended it, so that nothing is known of the candidate.
        """
        self._hand_over(job)
        before = self.group.usage()
        log = BoundedLog(self.wires.log.reading.fileno())
        started = time.monotonic()
        killed_for = self._watch(log, started, job.limits)
        duration = time.monotonic() - started
        if killed_for is None and duration > job.limits.wall_s:
            killed_for = Limit.WALL_CLOCK
        kill(self.init)
        self.process.wait(DEATH_S)
        log.drain()
        limit = job.output_bytes or job.limits.bitstream_bytes
        return Outcome(
            killed_for=killed_for,
            status=None if killed_for else self._relayed_status(),
            duration_s=duration,
            usage=self.group.usage().since(before),
            log=log.kept(),
            report=memfd.read(self.wires.report, REPORT_BYTES),
            output=memfd.read(self.wires.output, limit),
        )

    def _hand_over(self, job: Job) -> None:
        memfd.fill_and_seal(self.wires.candidate, job.candidate)
        memfd.fill_and_seal(self.wires.source, job.source)
        memfd.size_and_seal(self.wires.report, REPORT_BYTES)
        if job.output_bytes is None:
            memfd.forbid_sealing(self.wires.output)
        else:
            memfd.size_and_seal(self.wires.output, job.output_bytes)
        self.wires.order.writing.write(job.order(self.candidate_filter))

    def _watch(self, log: BoundedLog, started: float, limits: Limits) -> Limit | None:
        """Read the log until the box is gone; return the limit it must be killed for, if any."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.init, selectors.EVENT_READ)
            selector.register(log.fd, selectors.EVENT_READ)
            while (left := started + limits.wall_s + _GRACE_S - time.monotonic()) > 0:
                ready = {key.fd for key, _ in selector.select(left)}
                if log.fd in ready and not log.read():
                    selector.unregister(log.fd)
                if log.total > limits.log_bytes:
                    return Limit.OUTPUT
                if self.init in ready:
                    return None
        return Limit.WALL_CLOCK

    def _relayed_status(self) -> int:
        """Return the exit status as bubblewrap, which is outside the box, reports it."""
        for line in self.wires.status.reading.readall().splitlines():
            if (code := json.loads(line).get("exit-code")) is not None:
                return int(code)
        raise SandboxError("a box was ended from outside: nothing is known of its candidate")
