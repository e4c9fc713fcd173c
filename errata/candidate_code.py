"""The code of failed candidates, fetched when someone asks for it."""

import logging
from collections.abc import Iterator, Mapping, Sequence

from errata.errors import NotFoundError, StorageError
from errata.events import ArtifactRef, FailureEvent
from errata.ports import ArtifactStore

logger = logging.getLogger(__name__)

SIZE_LIMIT = 262_144
"""Bytes; a larger candidate is explained without its code."""


class CandidateCode(Mapping[str, str]):
    """Code by failure id. A remembered failure costs no fetch; a lost artifact is just absent."""

    def __init__(self, events: Sequence[FailureEvent], artifacts: ArtifactStore) -> None:
        self._artifacts = artifacts
        self._refs: dict[str, ArtifactRef] = {
            event.failure_id: event.code
            for event in events
            if event.code is not None and event.code.size <= SIZE_LIMIT
        }

    def __getitem__(self, failure_id: str) -> str:
        """Fetch the code of one failure; KeyError if it cannot be had."""
        ref = self._refs[failure_id]
        try:
            data = self._artifacts.get(ref)
        except (NotFoundError, StorageError) as error:
            logger.warning("explaining %s without its code: %s", failure_id, error)
            raise KeyError(failure_id) from error
        return data.decode(errors="replace")

    def __iter__(self) -> Iterator[str]:
        return iter(self._refs)

    def __len__(self) -> int:
        return len(self._refs)
