"""A memory in dictionaries, as atomic as one thread is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from errata.diagnosis import Diagnosis
from errata.errors import StorageError
from errata.taxonomy import Category
from tests.unit.domain.make import NOON


class FakeMemory:
    def __init__(
        self, known: Iterable[Diagnosis] = (), *, clock: Callable[[], datetime] = lambda: NOON
    ) -> None:
        self.known = {it.fingerprint: it for it in known}
        self.claims: dict[str, tuple[str, datetime]] = {}
        self.groups: set[str] = set()
        """Fingerprints that name a group."""
        self.proven: dict[Category, list[Diagnosis]] = {}
        self.before: Callable[[str], None] = lambda _: None
        """Told of every use; what else happens at that moment."""
        self.broken: set[str] = set()
        """Methods that raise StorageError."""
        self._clock = clock

    def canonical(self, former: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
        self._check("canonical")
        return {
            mark: next((name for name in names if name in self.groups), mark)
            for mark, names in former.items()
        }

    def remembered(self, fingerprints: Sequence[str]) -> Mapping[str, Diagnosis]:
        self._check("remembered")
        return {mark: self.known[mark] for mark in fingerprints if mark in self.known}

    def claim(self, fingerprints: Sequence[str], *, holder: str, until: datetime) -> frozenset[str]:
        self._check("claim")
        won = frozenset(mark for mark in fingerprints if self._is_free(mark, holder))
        self.claims |= dict.fromkeys(won, (holder, until))
        return won

    def release(self, fingerprints: Sequence[str], *, holder: str) -> None:
        self._check("release")
        for mark in fingerprints:
            if self.claims.get(mark, ("",))[0] == holder:
                del self.claims[mark]

    def examples(self, category: Category, *, limit: int) -> Sequence[Diagnosis]:
        self._check("examples")
        return self.proven.get(category, [])[:limit]

    def _is_free(self, mark: str, holder: str) -> bool:
        owner, until = self.claims.get(mark, (holder, NOON))
        return owner == holder or until <= self._clock()

    def _check(self, method: str) -> None:
        self.before(method)
        if method in self.broken:
            raise StorageError("the table did not answer")
