"""System call filters as classic BPF programs, assembled here so that no library is needed.

Two programs over the kernel's ``struct seccomp_data``: :func:`box_filter` holds for a whole box
(a deny-list: what no computation needs), :func:`candidate_filter` is added by the shim just before
it loads the candidate (no new process, no lying exit status).

Each rule is self-contained (compare, act, fall through), so jumps never exceed a few
instructions and the program can be read from top to bottom.
"""

import errno
import platform
import struct

from errata.errors import SandboxError
from orchestrator.sandbox.syscalls import NEWEST_REVIEWED, NUMBERS

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000
_ERRNO = 0x00050000

# struct seccomp_data: int nr; u32 arch; u64 instruction_pointer; u64 args[6], little-endian.
_NR, _ARCH = 0, 4
_LOAD, _AND, _RETURN = 0x20, 0x54, 0x06
_JUMP_EQUAL, _JUMP_ANY_BIT, _JUMP_GREATER = 0x15, 0x45, 0x25

_CLONE_NEW_NAMESPACE = 0x7E020000  # NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_CLONE_THREAD = 0x00010000
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_HIGHEST_STATUS = 128
"""Above it an exit status cannot be told from death by signal once a parent has relayed it."""

_FORBIDDEN = (
    # Looking into or steering other processes.
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease"),
    *("pidfd_getfd", "kcmp", "perf_event_open", "seccomp"),
    # Other worlds: namespaces, mounts, kernel modules, reboot, raw hardware.
    *("unshare", "setns", "chroot", "pivot_root", "mount", "umount2", "mount_setattr"),
    *("move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick", "listmount"),
    *("statmount", "name_to_handle_at", "open_by_handle_at", "init_module", "finit_module"),
    *("delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "iopl"),
    *("ioperm", "modify_ldt", "personality", "acct", "quotactl", "quotactl_fd", "syslog"),
    *("lookup_dcookie", "fanotify_init", "inotify_init", "inotify_init1", "vhangup"),
    # Clocks and names of the host.
    *("settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname"),
    "setdomainname",
    # Large kernel surfaces, a usual way to the kernel's own memory.
    *("bpf", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register"),
    *("io_setup", "vmsplice"),
    # Memory that no address-space limit counts, or that outlives the process.
    *("memfd_create", "memfd_secret", "shmget", "msgget", "semget", "mq_open", "add_key"),
    *("request_key", "keyctl", "mbind", "set_mempolicy", "migrate_pages", "move_pages"),
    # Marks on files that the host and later boxes see: whoever may write to a device may touch it.
    *("utime", "utimes", "futimesat", "utimensat", "flock"),
)
_PROCESSES = ("fork", "vfork", "execve", "execveat")


def refused() -> frozenset[str]:
    """Return the names of the calls that a candidate cannot make, whatever their arguments."""
    return frozenset({*_FORBIDDEN, *_PROCESSES, "socket"})


def machine() -> str:
    """Return the architecture filters are made for; SandboxError for one we do not know."""
    name = platform.machine()
    if name not in AUDIT_ARCH:
        known = " and ".join(AUDIT_ARCH)
        raise SandboxError(f"no system call filter for {name}: candidates run on {known} only")
    return name


def box_filter(arch: str) -> bytes:
    """Return the filter of a whole box for ``arch``, an array of ``struct sock_filter``."""
    numbers = _numbers(arch)
    program = [
        *_prologue(arch),
        _jump(_JUMP_GREATER, NEWEST_REVIEWED, 0, 1),
        _deny(errno.ENOSYS),
        *_rule(numbers["clone3"], _deny(errno.ENOSYS)),  # its flags lie in memory; libc falls back
        *_rule(numbers["socket"], _deny(errno.EACCES)),
        *_rule_if_any_bit(numbers["clone"], 0, _CLONE_NEW_NAMESPACE, _deny(errno.EPERM)),
        *_rule_if_equal(numbers["ioctl"], 1, _TIOCSTI, _deny(errno.EPERM)),
        *_rule_if_equal(numbers["ioctl"], 1, _TIOCLINUX, _deny(errno.EPERM)),
    ]
    for name in _FORBIDDEN:
        if name in numbers:
            program += _rule(numbers[name], _deny(errno.EPERM))
    return b"".join([*program, _act(ALLOW)])


def candidate_filter(arch: str) -> bytes:
    """Return the filter a candidate gets on top: threads yes, processes and programs no."""
    numbers = _numbers(arch)
    program = _prologue(arch)
    for name in _PROCESSES:
        if name in numbers:
            program += _rule(numbers[name], _deny(errno.EPERM))
    program += _rule_unless_any_bit(numbers["clone"], 0, _CLONE_THREAD, _deny(errno.EPERM))
    for name in ("exit", "exit_group"):
        program += _rule_if_low_byte_greater(numbers[name], 0, _HIGHEST_STATUS, _act(KILL_PROCESS))
    return b"".join([*program, _act(ALLOW)])


def _numbers(arch: str) -> dict[str, int]:
    column = list(AUDIT_ARCH).index(arch)
    return {name: nr for name, row in NUMBERS.items() if (nr := row[column]) is not None}


def _prologue(arch: str) -> list[bytes]:
    """Kill calls made in a foreign ABI, then load the call's number."""
    return [
        _load(_ARCH),
        _jump(_JUMP_EQUAL, AUDIT_ARCH[arch], 1, 0),
        _act(KILL_PROCESS),
        _load(_NR),
    ]


def _rule(number: int, action: bytes) -> list[bytes]:
    return [_jump(_JUMP_EQUAL, number, 0, 1), action]


def _rule_if_any_bit(number: int, arg: int, mask: int, action: bytes) -> list[bytes]:
    return _guard(number, [_load_arg(arg), _jump(_JUMP_ANY_BIT, mask, 0, 1), action])


def _rule_unless_any_bit(number: int, arg: int, mask: int, action: bytes) -> list[bytes]:
    return _guard(number, [_load_arg(arg), _jump(_JUMP_ANY_BIT, mask, 1, 0), action])


def _rule_if_equal(number: int, arg: int, value: int, action: bytes) -> list[bytes]:
    return _guard(number, [_load_arg(arg), _jump(_JUMP_EQUAL, value, 0, 1), action])


def _rule_if_low_byte_greater(number: int, arg: int, value: int, action: bytes) -> list[bytes]:
    low_byte = _instruction(_AND, 0xFF)
    return _guard(number, [_load_arg(arg), low_byte, _jump(_JUMP_GREATER, value, 0, 1), action])


def _guard(number: int, body: list[bytes]) -> list[bytes]:
    """Run ``body`` for one call only; afterwards the call's number is loaded again."""
    body = [*body, _load(_NR)]
    return [_jump(_JUMP_EQUAL, number, 0, len(body)), *body]


def _load(offset: int) -> bytes:
    return _instruction(_LOAD, offset)


def _load_arg(index: int) -> bytes:
    """Load the low half of an argument: all that the kernel reads of the ones tested here."""
    return _load(16 + 8 * index)


def _act(action: int) -> bytes:
    return _instruction(_RETURN, action)


def _deny(number: int) -> bytes:
    return _act(_ERRNO | number)


def _jump(code: int, value: int, if_true: int, if_false: int) -> bytes:
    return _instruction(code, value, if_true, if_false)


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """Return one ``struct sock_filter``: u16 code, u8 jt, u8 jf, u32 k."""
    return struct.pack("<HBBI", code, if_true, if_false, value)
