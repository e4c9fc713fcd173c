"""The part of the store that the cascade and the upgrade pass use, in dictionaries."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from errata.diagnosis import Diagnosis, FailureRecord
from errata.errors import NotFoundError
from errata.events import ArtifactRef
from errata.ports import Page
from errata.taxonomy import Category, Source


class Shelf:
    """Failures, memory, claims, and one candidate's code; as atomic as one thread is."""

    def __init__(self, code: bytes) -> None:
        self.records: dict[str, FailureRecord] = {}
        self.upgraded = 0
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._code = code
        self._waiting: dict[str, None] = {}
        self._memory: dict[str, Diagnosis] = {}
        self._claims: dict[str, tuple[str, datetime]] = {}

    def add(self, record: FailureRecord) -> None:
        """Store a diagnosed failure."""
        self.records[record.event.failure_id] = record
        if record.diagnosis.upgradeable:
            self._waiting[record.event.failure_id] = None
        if record.diagnosis.source is Source.CLAUDE:
            self._memory[record.diagnosis.fingerprint] = record.diagnosis

    def put(self, kind: str, data: bytes) -> ArtifactRef:
        """Return where the data would lie."""
        return ArtifactRef(key=kind, sha256=hashlib.sha256(data).hexdigest(), size=len(data))

    def get(self, ref: ArtifactRef) -> bytes:
        """Return the code of any candidate."""
        del ref
        return self._code

    def failure(self, experiment_id: str, failure_id: str) -> FailureRecord:
        """Return one failure."""
        del experiment_id
        if failure_id not in self.records:
            raise NotFoundError(failure_id)
        return self.records[failure_id]

    def remembered(self, fingerprints: Sequence[str]) -> Mapping[str, Diagnosis]:
        """Return what the model said of each fingerprint."""
        return {it: self._memory[it] for it in fingerprints if it in self._memory}

    def claim(self, fingerprints: Sequence[str], *, holder: str, until: datetime) -> frozenset[str]:
        """Return those that nobody else holds now."""
        free = frozenset(it for it in fingerprints if self._is_free(it, holder))
        self._claims |= dict.fromkeys(free, (holder, until))
        return free

    def release(self, fingerprints: Sequence[str], *, holder: str) -> None:
        """Give up claims."""
        for it in fingerprints:
            if self._claims.get(it, ("",))[0] == holder:
                del self._claims[it]

    def canonical(self, former: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
        """Return each by its own name: there was no algorithm before."""
        return {it: it for it in former}

    def examples(self, category: Category, *, limit: int) -> Sequence[Diagnosis]:
        """Return none: nobody corrected anything yet."""
        del category, limit
        return ()

    def upgradeable(self, *, limit: int, cursor: str | None = None) -> Page[FailureRecord]:
        """Return one page of what the model has not seen, oldest first."""
        found = sorted(it for it in self._waiting if it > (cursor or ""))
        page = found[:limit]
        return Page(
            tuple(self.records[it] for it in page), page[-1] if len(found) > limit else None
        )

    def upgrade(self, diagnosis: Diagnosis) -> bool:
        """Put a better diagnosis in the place of one that waits for it."""
        if diagnosis.failure_id not in self._waiting:
            return False
        del self._waiting[diagnosis.failure_id]
        self.upgraded += 1
        event = self.records[diagnosis.failure_id].event
        self.add(FailureRecord(event=event, diagnosis=diagnosis))
        return True

    def _is_free(self, fingerprint: str, holder: str) -> bool:
        held = self._claims.get(fingerprint)
        return held is None or held[0] == holder or held[1] <= self.clock()
