"""An office over ports in memory, whose clock tests may turn."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ulid import ULID

from errata.events import ExitFacts
from errata.experiments import Experiment
from errata.taxonomy import Stage
from orchestrator.office import Office
from orchestrator.parcels import Delivery
from orchestrator.patience import Patience
from orchestrator.proposers.port import Brief, Proposal
from orchestrator.sandbox.step import StepResult
from orchestrator.spool import Spool
from tests.unit.orchestrator.fakes import MemoryArtifacts, MemoryExperiments, MemoryQueue

LEASE = timedelta(minutes=1)
CRASH = StepResult(Stage.ENCODE, ExitFacts(code=1), "ValueError: no", log=b"ValueError: no\n")


class Town:
    """Ports that several offices share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = MemoryExperiments()
        self.artifacts = MemoryArtifacts()
        self.queue = MemoryQueue()
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def office(self, *, spool: Spool | None = None, patience_s: float = 0) -> Office:
        owner = str(ULID())
        office = Office(
            Delivery(self.store, self.artifacts, self.queue),
            spool or Spool(self.folder / f"{owner}.db", room=0),
            owner,
            LEASE,
            Patience(patience_s, stopped=lambda: False),
        )
        office.leases.clock = self.now
        return office


def start(office: Office, code: bytes = b"x = 1", parent_id: str | None = None) -> Experiment:
    return office.publisher.start(
        Proposal("", "", proposer="mutate"), code=code, brief=Brief("", parent_id or str(ULID()))
    )
