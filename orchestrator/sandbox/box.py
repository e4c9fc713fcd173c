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
from orchestrator.sandbox.accounting import Group, Usage
from orchestrator.sandbox.job import REPORT_BYTES, Job, Outcome
from orchestrator.sandbox.log import BoundedLog
from orchestrator.sandbox.processes import DEATH_S, has_ended, kill, was_left_to_us
from orchestrator.sandbox.step import Limits
from orchestrator.sandbox.wires import Wires

_GRACE_S = 2.0
"""For telling where every thread stands at the limit; a box that told it ends by itself."""


class BoxLostError(SandboxError):
    """Something outside a box ended it: nothing is known of its candidate."""

    def __init__(self) -> None:
        super().__init__("a box was ended from outside: nothing is known of its candidate")


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
        self.close()

    def close(self) -> None:
        """Kill the box and free everything; may be done twice."""
        self.stack.close()

    def is_waiting(self) -> bool:
        """Tell whether the box is still alive, as one that has no job yet must be."""
        return self.process.poll() is None and not has_ended(self.init, 0)

    def run(self, job: Job) -> Outcome:
        """Hand over the job, watch the box until it is gone, and collect what it left.

        Raises
        ------
        BoxLostError
            If something outside the box ended it, so that nothing is known of the candidate.
        SandboxError
            If the job cannot be handed over for another reason.
        """
        self._hand_over(job)
        log = BoundedLog(self.wires.log.reading.fileno())
        started = time.monotonic()
        killed_for = self._watch(log, started, job.limits)
        duration = time.monotonic() - started
        if killed_for is None and duration > job.limits.wall_s:
            killed_for = Limit.WALL_CLOCK
        kill(self.init)
        self.process.wait(DEATH_S)
        log.drain()
        usage = self.group.usage()
        limit = job.output_bytes or job.limits.bitstream_bytes
        return Outcome(
            killed_for=killed_for,
            status=None if killed_for else self._status(usage),
            duration_s=duration,
            usage=usage,
            log=log.kept(),
            report=memfd.read(self.wires.report, REPORT_BYTES),
            output=memfd.read(self.wires.output, limit),
        )

    def _hand_over(self, job: Job) -> None:
        try:
            self.group.begin(job.limits.memory_bytes, job.limits.processes)
            self._fill(job)
            self.wires.order.writing.write(job.order(self.candidate_filter))
        except BrokenPipeError:
            raise BoxLostError from None
        except OSError as error:
            raise SandboxError(f"a box cannot take its job: {error}") from error

    def _fill(self, job: Job) -> None:
        wires = self.wires
        memfd.fill_and_seal(wires.candidate, job.candidate)
        memfd.fill_and_seal(wires.source, job.source)
        memfd.size_and_seal(wires.report, REPORT_BYTES)
        if job.output_bytes is None:
            memfd.forbid_sealing(wires.output)
        else:
            memfd.size_and_seal(wires.output, job.output_bytes)

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

    def _status(self, usage: Usage) -> int | None:
        """Return the exit status as bubblewrap, which is outside the box, reports it.

        Init cannot be killed by anything in its box. Where it did not live to relay a status, and
        the kernel did not kill the whole group for want of memory, somebody outside ended the box.
        """
        status = self._relayed_status()
        if usage.oom_kills or (status is not None and was_left_to_us(self.init)):
            return status
        raise BoxLostError

    def _relayed_status(self) -> int | None:
        for line in self.wires.status.reading.readall().splitlines():
            if (code := json.loads(line).get("exit-code")) is not None:
                return int(code)
        return None
