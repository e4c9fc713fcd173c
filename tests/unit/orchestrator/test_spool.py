import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from errata.errors import StorageError
from orchestrator.parcels import Enclosure, Parcel
from orchestrator.spool import Depth, Spool, depth_of
from tests.support import samples


def parcel(number: int = 0, data: bytes = b"log") -> Parcel:
    return Parcel(
        experiment=samples.experiment(number),
        owner="me",
        enclosures=(Enclosure(kind="log", data=data),),
        event=samples.failure(number),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "spool" / "parcels.db"


def test_a_parcel_comes_back_as_it_was_in_another_process_too(path: Path) -> None:
    spool, sent = Spool(path), parcel(data=bytes(range(256)))
    entry = spool.add(sent)
    spool.close()
    assert Spool(path).parcel(entry) == sent


def test_parcels_come_in_the_order_of_their_age(path: Path) -> None:
    spool = Spool(path)
    entries = [spool.add(parcel(number)) for number in range(20)]
    spool.remove(entries[7])
    assert spool.entries() == [entry for entry in entries if entry != entries[7]]
    assert spool.parcel(entries[7]) is None
    assert len(spool.experiments()) == 19


def test_depth_is_known_and_room_is_given_back(path: Path) -> None:
    assert depth_of(path) == Depth(0, 0)
    assert not path.exists()
    spool = Spool(path)
    entries = [spool.add(parcel(data=seed.to_bytes(2, "big") * 100_000)) for seed in range(4)]
    assert depth_of(path) == spool.depth()
    assert spool.depth().parcels == 4
    for entry in entries:
        spool.remove(entry)
    assert spool.depth() == Depth(0, 0)


def test_only_its_owner_may_look_into_it(path: Path) -> None:
    Spool(path)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_full_spool_says_so_and_keeps_what_it_has(path: Path) -> None:
    spool = Spool(path, limit=1 << 20)
    kept = spool.add(parcel())
    with pytest.raises(StorageError, match=r"could not write to the spool .*full"):
        spool.add(parcel(1, os.urandom(2 << 20)))
    assert spool.entries() == [kept]
    assert spool.parcel(kept) == parcel()


def test_without_room_for_evidence_no_experiment_may_start(path: Path) -> None:
    Spool(path, limit=4 << 20, room=1 << 20).check_room()
    with pytest.raises(StorageError, match="no experiment starts: 0 outcomes wait in"):
        Spool(path, limit=1 << 20, room=2 << 20).check_room()
    with pytest.raises(StorageError, match="make room on that disk"):
        Spool(path, limit=1 << 62, room=1 << 60).check_room()


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageError, match="could not open the spool"):
        Spool(tmp_path / "file" / "parcels.db")


def test_a_broken_file_is_set_aside_for_people_to_look_at(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database" * 1_000)
    spool = Spool(path)
    spool.add(parcel())
    (aside,) = path.parent.glob("parcels.db.broken-*")
    assert aside.read_bytes().startswith(b"this is no database")
    assert spool.depth().parcels == 1


def test_torn_pages_are_noticed(path: Path) -> None:
    spool = Spool(path)
    for number in range(50):
        spool.add(parcel(number, bytes(8_000)))
    spool.close()
    data = bytearray(path.read_bytes())
    data[4096 : 3 * 4096] = bytes(2 * 4096)
    path.write_bytes(data)
    assert Spool(path).depth().parcels == 0
    assert list(path.parent.glob("parcels.db.broken-*"))


def test_bytes_that_are_no_parcel_are_told_from_those_that_are(path: Path) -> None:
    spool = Spool(path)
    with sqlite3.connect(path) as other:
        other.execute("INSERT INTO parcels VALUES (7, 'x', x'00ff')")
    other.close()
    with pytest.raises(ValueError, match="incorrect header"):
        spool.parcel(7)


def test_threads_and_processes_share_it(path: Path) -> None:
    spools = [Spool(path), Spool(path)]
    threads = [
        threading.Thread(target=lambda it=spool: [it.add(parcel(n)) for n in range(25)])
        for spool in spools * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert spools[0].depth() == spools[1].depth()
    assert spools[0].depth().parcels == 100


ADD_FOR_EVER = """
import sys
from pathlib import Path
from orchestrator.spool import Spool
from tests.unit.orchestrator.test_spool import parcel
spool = Spool(Path(sys.argv[1]))
while True:
    print(spool.add(parcel(data=bytes(50_000))), flush=True)
"""


def test_what_was_added_survives_a_kill(path: Path) -> None:
    command = [sys.executable, "-c", ADD_FOR_EVER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = [process.stdout.readline() for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        said += process.stdout.readlines()
    spool = Spool(path)
    whole = {int(line) for line in said if line.endswith("\n")}
    assert whole <= set(spool.entries())
    assert all(spool.parcel(entry) == parcel(data=bytes(50_000)) for entry in spool.entries())
