"""The call filters, run by a small interpreter of classic BPF on both architectures."""

import errno
import struct

import pytest

from orchestrator.sandbox.seccomp import (
    ALLOW,
    AUDIT_ARCH,
    KILL_PROCESS,
    box_filter,
    candidate_filter,
)
from orchestrator.sandbox.syscalls import NUMBERS

ARCHES = list(AUDIT_ARCH)


def run(program: bytes, arch: str, number: int, *args: int) -> int:
    """Return a program's answer to one call, as the kernel would compute it (man 2 seccomp)."""
    padded = (*args, 0, 0, 0, 0, 0, 0)[:6]
    data = struct.pack("<iIQ6Q", number, AUDIT_ARCH[arch], 0, *padded)
    accumulator, at = 0, 0
    while True:
        code, if_true, if_false, value = struct.unpack_from("<HBBI", program, at * 8)
        at += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, value)
            case 0x54:
                accumulator &= value
            case 0x15:
                at += if_true if accumulator == value else if_false
            case 0x25:
                at += if_true if accumulator > value else if_false
            case 0x45:
                at += if_true if accumulator & value else if_false
            case 0x06:
                return value
            case _:
                raise AssertionError(f"unknown instruction {code:#x}")


def number_of(name: str, arch: str) -> int:
    number = NUMBERS[name][ARCHES.index(arch)]
    assert number is not None
    return number


def refused(number: int) -> int:
    return 0x00050000 | number


@pytest.mark.parametrize("arch", ARCHES)
class TestBox:
    def test_what_a_computation_needs_passes(self, arch: str) -> None:
        needed = {"x86_64": (0, 1, 9, 11, 35, 202, 231), "aarch64": (63, 64, 222, 215, 101, 98, 94)}
        for number in needed[arch]:
            assert run(box_filter(arch), arch, number) == ALLOW

    @pytest.mark.parametrize("name", ["ptrace", "keyctl", "bpf", "unshare", "mount", "shmget"])
    def test_what_leads_out_is_refused(self, arch: str, name: str) -> None:
        assert run(box_filter(arch), arch, number_of(name, arch)) == refused(errno.EPERM)

    def test_every_named_call_but_the_conditional_is_refused(self, arch: str) -> None:
        conditional = {"clone", "ioctl", "execve", "execveat", "fork", "vfork"}
        for name, numbers in NUMBERS.items():
            number = numbers[ARCHES.index(arch)]
            if number is not None and name not in conditional | {"exit", "exit_group"}:
                assert run(box_filter(arch), arch, number) != ALLOW, name

    def test_threads_pass_and_namespaces_do_not(self, arch: str) -> None:
        clone = number_of("clone", arch)
        assert run(box_filter(arch), arch, clone, 0x003D0F00) == ALLOW
        assert run(box_filter(arch), arch, clone, 0x10000000 | 17) == refused(errno.EPERM)

    def test_clone3_seems_not_to_exist(self, arch: str) -> None:
        assert run(box_filter(arch), arch, 435) == refused(errno.ENOSYS)

    def test_calls_nobody_reviewed_seem_not_to_exist(self, arch: str) -> None:
        for number in (463, 0x40000000, 0x7FFFFFFF):
            assert run(box_filter(arch), arch, number) == refused(errno.ENOSYS)

    def test_keystrokes_cannot_be_pushed_and_other_controls_work(self, arch: str) -> None:
        ioctl = number_of("ioctl", arch)
        assert run(box_filter(arch), arch, ioctl, 0, 0x5412) == refused(errno.EPERM)
        assert run(box_filter(arch), arch, ioctl, 0, 0x1_0000_5412) == refused(errno.EPERM)
        assert run(box_filter(arch), arch, ioctl, 0, 0x5401) == ALLOW

    def test_calls_by_another_architecture_kill(self, arch: str) -> None:
        other = next(name for name in ARCHES if name != arch)
        for program in (box_filter(arch), candidate_filter(arch)):
            assert run(program, other, 0) == KILL_PROCESS


@pytest.mark.parametrize("arch", ARCHES)
class TestCandidate:
    def test_threads_pass_and_processes_do_not(self, arch: str) -> None:
        clone = number_of("clone", arch)
        assert run(candidate_filter(arch), arch, clone, 0x003D0F00) == ALLOW
        assert run(candidate_filter(arch), arch, clone, 17) == refused(errno.EPERM)
        for name in ("execve", "execveat"):
            number = number_of(name, arch)
            assert run(candidate_filter(arch), arch, number) == refused(errno.EPERM)

    @pytest.mark.parametrize("name", ["exit", "exit_group"])
    def test_an_exit_status_that_looks_like_a_signal_kills(self, arch: str, name: str) -> None:
        number = number_of(name, arch)
        for status in (0, 1, 128, 256):
            assert run(candidate_filter(arch), arch, number, status) == ALLOW
        for status in (129, 137, 255, 256 + 137, 0xFFFFFFFF):
            assert run(candidate_filter(arch), arch, number, status) == KILL_PROCESS


def test_fork_is_refused_where_it_exists() -> None:
    for name in ("fork", "vfork"):
        number = number_of(name, "x86_64")
        assert run(candidate_filter("x86_64"), "x86_64", number) == refused(errno.EPERM)
