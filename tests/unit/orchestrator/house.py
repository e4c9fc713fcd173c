"""A loop over ports in memory, and candidates whose fate is known."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from random import Random

from errata.leases import Lease
from errata.taxonomy import ExperimentStatus
from orchestrator.codec.course import Clip, Course
from orchestrator.codec.synthetic import moving_texture
from orchestrator.loop import Loop, Pace
from orchestrator.proposers.port import Brief, Proposal, Proposer
from orchestrator.spool import Spool
from tests.unit.orchestrator.fakes import (
    MemoryArtifacts,
    MemoryExperiments,
    MemoryQueue,
    OpenSandbox,
)

START = files("orchestrator.codec").joinpath("start_codec.py").read_text("utf-8")
BETTER = START.replace("ROUNDING = 0.5", "ROUNDING = 0.45")
BETTER_YET = START.replace("ROUNDING = 0.5", "ROUNDING = 0.4")
WORSE = START.replace("ROUNDING = 0.5", "ROUNDING = 0.7")
CRASHES = START.replace("    for t in range", "    raise OSError('disk')\n    for t in range")
ADOPTED, FAILED, ABANDONED = (
    ExperimentStatus.ADOPTED,
    ExperimentStatus.FAILED,
    ExperimentStatus.ABANDONED,
)
TEXTURE = Clip("texture", moving_texture())
WIDE = Clip("wide", moving_texture(height=64, width=96))


class Script:
    """Proposes given sources one after the other, then the last again and again."""

    name = "script"

    def __init__(self, *codes: str) -> None:
        self.codes = list(codes)
        self.parents: list[str] = []
        self.chances: list[float] = []

    def propose(self, brief: Brief, random: Random) -> Proposal:
        self.parents.append(brief.parent)
        self.chances.append(random.random())
        code = self.codes.pop(0) if len(self.codes) > 1 else self.codes[0]
        return Proposal(code, "another try", "" if code else "out of ideas")


class House:
    """A loop over ports in memory."""

    def __init__(self, folder: Path, course: Course | None = None) -> None:
        self.store = MemoryExperiments()
        self.artifacts = MemoryArtifacts()
        self.queue = MemoryQueue()
        self.sandbox = OpenSandbox()
        self.course = course or Course((TEXTURE,))
        self.spool = Spool(folder / "parcels.db", room=0)
        self.pace = Pace(patience_s=0)

    def let_leases_run_out(self) -> None:
        """Make it as if whoever ran something vanished long ago."""
        for name, lease in self.store.leases.items():
            self.store.leases[name] = Lease(lease.owner, datetime(2026, 1, 1, tzinfo=UTC))

    def loop(self, *codes: str) -> Loop:
        return self.loop_of(Script(*(codes or (BETTER,))))

    def loop_of(self, proposer: Proposer, spool: Spool | None = None) -> Loop:
        return Loop(
            self.store,
            self.artifacts,
            self.queue,
            self.sandbox,
            proposer,
            self.course,
            spool or self.spool,
            self.pace,
        )
