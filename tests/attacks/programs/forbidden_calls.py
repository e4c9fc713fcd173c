"""Make the system calls that lead out, one after the other."""

import ctypes
import errno
import platform

CALLS = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_setup": (206, 0),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "unshare": (272, 97),
    "setns": (308, 268),
    "chroot": (161, 51),
    "pivot_root": (155, 41),
    "mount": (165, 40),
    "umount2": (166, 39),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "mount_setattr": (442, 442),
    "statmount": (457, 457),
    "listmount": (458, 458),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "personality": (135, 92),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "acct": (163, 89),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "sethostname": (170, 161),
    "quotactl": (179, 60),
    "fanotify_init": (300, 262),
    "vmsplice": (278, 75),
    "mbind": (237, 235),
    "seccomp": (317, 277),
    "clone3": (435, 435),
    "execve": (59, 221),
    "execveat": (322, 281),
    "a call nobody has reviewed": (463, 463),
    "a call of the far future": (5000, 5000),
}

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    libc = ctypes.CDLL(None, use_errno=True)
    column = 0 if platform.machine() == "x86_64" else 1
    for name, numbers in CALLS.items():
        ctypes.set_errno(0)
        if libc.syscall(numbers[column], 0, 0, 0, 0, 0, 0) >= 0:
            return b"escaped: " + name.encode()
        if ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
            return f"escaped: {name}: errno {ctypes.get_errno()}".encode()
    return b"held"


def decode(bitstream):
    return bitstream
