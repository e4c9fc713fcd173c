"""The spool: what is to be published, on the local disk until it has been.

SQLite keeps it: a parcel that was added is on the disk, whole, whatever happens next, and several
processes of a host may share the file.
"""

import shutil
import sqlite3
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ulid import ULID

from errata.errors import StorageError
from orchestrator.parcels import Parcel

LIMIT = 1 << 30
"""Bytes that the spool may take of the disk."""
ROOM = 128 << 20
"""Bytes that must be left, of the limit and of the disk, for a new experiment to start: enough for
the evidence of all that are running."""
_PAGE = 4096
_BUSY_S = 30.0
_TABLE = """
CREATE TABLE IF NOT EXISTS parcels
(id INTEGER PRIMARY KEY AUTOINCREMENT, experiment_id TEXT, body BLOB)
"""
_SET_UP = (
    f"PRAGMA page_size = {_PAGE}",
    "PRAGMA auto_vacuum = FULL",  # the disk has its room back
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    _TABLE,
)


@dataclass(frozen=True, slots=True)
class Depth:
    """How much waits in a spool."""

    parcels: int
    bytes: int


class Spool:
    """Parcels on the disk, in order of age. Threads may share it.

    Parameters
    ----------
    path : Path
        The file; made with its folder when it is missing.
    limit : int
        Bytes it may grow to.
    room : int
        Bytes that :meth:`check_room` wants to be left.

    Raises
    ------
    StorageError
        When the disk refuses; so do all methods.
    """

    def __init__(self, path: Path, *, limit: int = LIMIT, room: int = ROOM) -> None:
        self._path = path
        self._limit = limit
        self._room = room
        self._lock = threading.Lock()
        with self._disk("open"):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._database = self._opened()

    def add(self, parcel: Parcel) -> int:
        """Keep a parcel, and return its number here; it is on the disk when this returns."""
        body = zlib.compress(parcel.model_dump_json().encode(), 1)
        row = (parcel.experiment.experiment_id, body)
        with self._disk("write to"):
            insert = "INSERT INTO parcels (experiment_id, body) VALUES (?, ?)"
            entry = self._database.execute(insert, row).lastrowid
        return int(entry or 0)

    def remove(self, entry: int) -> None:
        """Forget a parcel, if it is there."""
        with self._disk("write to"):
            self._database.execute("DELETE FROM parcels WHERE id = ?", (entry,))

    def entries(self) -> list[int]:
        """Return the numbers of all parcels, the oldest first."""
        with self._disk("read"):
            rows = self._database.execute("SELECT id FROM parcels ORDER BY id").fetchall()
        return [entry for (entry,) in rows]

    def parcel(self, entry: int) -> Parcel | None:
        """Return a parcel; None when it is gone.

        Raises
        ------
        ValueError
            When the bytes are no parcel.
        """
        with self._disk("read"):
            question = "SELECT body FROM parcels WHERE id = ?"
            row = self._database.execute(question, (entry,)).fetchone()
        if row is None:
            return None
        try:
            return Parcel.model_validate_json(zlib.decompress(row[0]))
        except zlib.error as error:
            raise ValueError(str(error)) from error

    def experiments(self) -> frozenset[str]:
        """Return the ids of the experiments whose outcomes wait here."""
        with self._disk("read"):
            rows = self._database.execute("SELECT experiment_id FROM parcels").fetchall()
        return frozenset(str(experiment_id) for (experiment_id,) in rows)

    def depth(self) -> Depth:
        """Return how much waits."""
        with self._disk("read"):
            question = "SELECT COUNT(*), COALESCE(SUM(LENGTH(body)), 0) FROM parcels"
            return Depth(*self._database.execute(question).fetchone())

    def check_room(self) -> None:
        """Make sure that the evidence of one more experiment would fit.

        Raises
        ------
        StorageError
            When it might not; says what to do.
        """
        depth = self.depth()
        if depth.bytes + self._room > self._limit:
            raise StorageError(
                f"no experiment starts: {depth.parcels} outcomes wait in {self._path}, which may "
                "not grow any more; they are sent once queue, table and bucket answer"
            )
        with self._disk("measure"):
            free = shutil.disk_usage(self._path.parent).free
        if free < self._room:
            raise StorageError(
                f"no experiment starts: {free >> 20} MB are free for evidence in "
                f"{self._path.parent}, {self._room >> 20} MB are wanted; make room on that disk"
            )

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _opened(self) -> sqlite3.Connection:
        """Open the file; one that is broken is set aside for people to look at."""
        try:
            return self._connected()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # the disk's fault, or others' locks
                raise
        broken = self._path.with_name(f"{self._path.name}.broken-{ULID()}")
        for suffix in ("", "-wal", "-shm"):
            part = self._path.with_name(self._path.name + suffix)
            if part.exists():
                part.rename(f"{broken}{suffix}")
        return self._connected()

    def _connected(self) -> sqlite3.Connection:
        database = sqlite3.connect(
            self._path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
        )
        for statement in (*_SET_UP, f"PRAGMA max_page_count = {self._limit // _PAGE}"):
            database.execute(statement).fetchall()
        (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            database.close()
            raise sqlite3.DatabaseError(verdict)
        return database

    @contextmanager
    def _disk(self, action: str) -> Iterator[None]:
        """Turn what the disk refuses into our error, one thread at a time."""
        with self._lock:
            try:
                yield
            except (OSError, sqlite3.Error) as error:
                raise StorageError(f"could not {action} the spool {self._path}: {error}") from error


def depth_of(path: Path) -> Depth:
    """Return how much waits in a spool that may not have been made yet."""
    if not path.exists():
        return Depth(0, 0)
    spool = Spool(path)
    try:
        return spool.depth()
    finally:
        spool.close()
