"""What goes into one box and what was seen of it, before any verdict."""

import json
from dataclasses import dataclass
from typing import Literal

from errata.taxonomy import Limit
from orchestrator.sandbox.accounting import Usage
from orchestrator.sandbox.step import Limits

REPORT_BYTES = 512 << 10


@dataclass(frozen=True, slots=True)
class Job:
    """One step of one candidate; ``source`` is raw planes for encode, a bitstream for decode."""

    step: Literal["encode", "decode"]
    candidate: bytes
    source: bytes
    frames: int
    height: int
    width: int
    limits: Limits
    fps: float = 0.0
    qp: int = 0

    @property
    def output_bytes(self) -> int | None:
        """Exact size of the output; None where it may grow up to the bitstream limit."""
        planes = self.frames * self.height * self.width * 3 // 2
        return planes if self.step == "decode" else None

    def order(self, candidate_filter: bytes) -> bytes:
        """Return the line the shim is told: the job, its limits, the filter to load."""
        limits = self.limits
        largest_file = self.output_bytes or limits.bitstream_bytes
        document = {
            "job": {
                "step": self.step,
                "frames": self.frames,
                "height": self.height,
                "width": self.width,
                "fps": self.fps,
                "qp": self.qp,
                "bitstream_bytes": limits.bitstream_bytes,
            },
            "limits": {
                "wall_s": limits.wall_s,
                "cpu_s": limits.cpu_s,
                "memory_bytes": limits.memory_bytes,
                "processes": limits.processes,
                "file_bytes": max(largest_file, REPORT_BYTES),
            },
            "filter": candidate_filter.hex(),
        }
        return json.dumps(document).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was seen from outside; ``report`` and ``output`` are the box's own, unread."""

    killed_for: Limit | None
    status: int | None
    """Exit status as relayed, 128 + signal for a death by signal; None when we killed it."""
    duration_s: float
    usage: Usage
    log: bytes
    report: bytes
    output: bytes
