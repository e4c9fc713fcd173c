"""The emulator's process: what a pid file may claim, and ports that are taken."""

import fcntl
import json
import os
import socket
import stat
import sys
from pathlib import Path

import pytest

from errata.errors import ConfigurationError
from infra.local.emulator import Emulator, Running


def test_before_the_first_start_nothing_runs(tmp_path: Path) -> None:
    assert Emulator(tmp_path).running() is None


def test_a_stale_pid_file_deceives_nobody(tmp_path: Path) -> None:
    _pid_file(tmp_path).write_text(json.dumps({"pid": os.getpid(), "port": 4577}))

    assert Emulator(tmp_path).running() is None
    Emulator(tmp_path).stop()  # which must not end the process of that number: this one


def test_whoever_holds_the_lock_runs(tmp_path: Path) -> None:
    file = _pid_file(tmp_path)
    file.write_text(json.dumps({"pid": 7, "port": 4577}))
    with file.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        assert Emulator(tmp_path).running() == Running(pid=7, port=4577)

    assert Emulator(tmp_path).running() is None


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(ConfigurationError, match=f"port {port} is taken; set ERRATA_LOCAL"):
            Emulator(tmp_path).start(Path(sys.executable), port)


def test_saved_data_stay_on_their_port(tmp_path: Path) -> None:
    _pid_file(tmp_path).write_text(json.dumps({"pid": 7, "port": 4711}))
    (tmp_path / "state" / "services").mkdir()

    with pytest.raises(ConfigurationError, match="belongs to port 4711, not 4722"):
        Emulator(tmp_path).start(Path(sys.executable), 4722)


def test_when_the_port_of_saved_data_is_taken_no_other_is(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        _pid_file(tmp_path).write_text(json.dumps({"pid": 7, "port": port}))
        (tmp_path / "state" / "services").mkdir()

        for _ in range(2):  # the refusal forgets nothing
            with pytest.raises(ConfigurationError, match=f"port {port} is taken; stop what"):
                Emulator(tmp_path).start(Path(sys.executable), None)


def test_an_emulator_that_does_not_come_up_points_to_its_log(tmp_path: Path) -> None:
    emulator = Emulator(tmp_path)
    # This interpreter has no emulator installed: it ends at once, and says why in the log.
    with pytest.raises(ConfigurationError, match="did not start") as caught:
        emulator.start(Path(sys.executable), None)

    assert str(emulator.log) in str(caught.value)
    assert "No module named" in emulator.log.read_text()
    assert emulator.running() is None


def test_the_state_is_for_the_owner_s_eyes(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        Emulator(tmp_path).start(Path(sys.executable), None)

    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def _pid_file(folder: Path) -> Path:
    (folder / "state").mkdir()
    return folder / "state" / "emulator.pid"
