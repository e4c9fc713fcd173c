"""A sandbox with one layer missing is refused at the start, and the reason names the way out."""

import os
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from errata.errors import SandboxError
from orchestrator.sandbox import bwrap, doctor, launcher, modes, open_sandbox, report, seccomp

ALLOW_ALL = struct.pack("HBBI", 0x06, 0, 0, 0x7FFF0000)
"""BPF: return SECCOMP_RET_ALLOW (linux/seccomp.h)."""
_READABLE = ("--perms", "0755", "--dir", "/etc")
Command = list[str]


def allow_all(_arch: str) -> bytes:
    return ALLOW_ALL


def with_mounts(*options: str) -> Callable[[Command], Command]:
    """Add mounts before the root is made read-only."""

    def change(command: Command) -> Command:
        at = command.index("--remount-ro", command.index("/tmp") - 1)  # noqa: S108  the box's own
        return [*command[:at], *options, *command[at:]]

    return change


def with_a_variable(command: Command) -> Command:
    at = command.index("--")
    return [*command[:at], "--setenv", "AWS_SESSION_TOKEN", "leaked", *command[at:]]


def weaken(monkeypatch: pytest.MonkeyPatch, change: Callable[[Command], Command]) -> None:
    build = launcher.command
    monkeypatch.setattr(launcher, "command", lambda *given: change(build(*given)))


@pytest.mark.parametrize(
    ("change", "escape"),
    [
        (with_mounts(*_READABLE, "--ro-bind", "/etc/passwd", "/etc/passwd"), "host_files"),
        (with_a_variable, "host_environment"),
        (with_mounts("--perms", "1777", "--tmpfs", "/usr"), "writable_root"),
    ],
    ids=["a file of the host", "a variable of the host", "a place to write"],
)
def test_a_box_with_a_hole_is_refused(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Command], Command], escape: str
) -> None:
    weaken(monkeypatch, change)

    with pytest.raises(SandboxError, match=f"does not hold: escape: {escape} got"):
        open_sandbox()


def test_a_clip_within_reach_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clip = tmp_path / "original.i420"
    clip.write_bytes(b"\x80" * 6)
    weaken(monkeypatch, with_mounts("--ro-bind", str(clip), "/rt/original.i420"))

    with pytest.raises(SandboxError, match=r"video_clips got /rt/original\.i420"):
        open_sandbox()


@pytest.mark.parametrize(
    ("name", "escape"), [("box_filter", "network"), ("candidate_filter", "new_process")]
)
def test_a_filter_that_lets_calls_through_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, escape: str
) -> None:
    monkeypatch.setattr(launcher, name, allow_all)

    with pytest.raises(SandboxError, match=f"escape: {escape} got"):
        open_sandbox()


@pytest.mark.parametrize(
    ("call", "escape"), [("ptrace", "tracing"), ("keyctl", "keyring"), ("utimensat", "marks")]
)
def test_a_filter_that_lets_one_call_through_is_refused(
    monkeypatch: pytest.MonkeyPatch, call: str, escape: str
) -> None:
    forbidden = tuple(name for name in seccomp._FORBIDDEN if name != call)
    monkeypatch.setattr(seccomp, "_FORBIDDEN", forbidden)

    with pytest.raises(SandboxError, match=f"escape: {escape} got"):
        open_sandbox()


def test_a_box_that_stays_root_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        monkeypatch.setattr(modes.RootMode, "user_inside", lambda *_: None)

        with pytest.raises(SandboxError, match="escape: root got user 0"):
            open_sandbox()


def test_a_tmp_without_a_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bwrap, "TMP_BYTES", 1 << 30)

    with pytest.raises(SandboxError, match="escape: large_files got"):
        open_sandbox()


def test_a_box_with_more_memory_than_it_was_given_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doctor, "_PATIENT", replace(doctor._PATIENT, memory_bytes=4 << 30))

    with pytest.raises(SandboxError, match="escape: much_memory got"):
        open_sandbox()


def test_a_canary_that_cannot_run_is_no_sign_of_safety(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_PATIENT", replace(doctor._PATIENT, wall_s=0.0))

    with pytest.raises(SandboxError, match="the canary could not run in a box"):
        open_sandbox()


def test_the_doctor_shows_the_hole_and_says_that_nothing_can_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weaken(monkeypatch, with_a_variable)

    shown = report()

    assert not shown.can_run
    (hole,) = [check for check in shown.checks if not check.ok]
    assert (hole.name, hole.detail) == ("escape: host_environment", "AWS_SESSION_TOKEN")


def test_a_whole_sandbox_opens() -> None:
    assert open_sandbox().mode
    assert report().can_run, os.linesep.join(map(str, report().checks))
