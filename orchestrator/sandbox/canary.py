"""A candidate that tries to escape. Runs in a box at start-up, as any candidate would.

Each function below tries one way out and returns what it got hold of, or None if it was held
back. The launcher appends :data:`HOST_PATHS`: what exists on the host and must not be seen here.
"""

import ctypes
import os
import platform
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

HOST_PATHS: tuple[str, ...] = ()

_ENVIRONMENT = {
    *("HOME", "LANG", "LD_LIBRARY_PATH", "MALLOC_ARENA_MAX", "OMP_NUM_THREADS"),
    *("OPENBLAS_NUM_THREADS", "PWD", "PYTHONHASHSEED", "PYTHONHOME", "PYTHONPATH", "TMPDIR"),
}
_VIDEO = {".avi", ".i420", ".mkv", ".mov", ".mp4", ".webm", ".y4m", ".yuv"}
_KEYCTL = {"x86_64": 250, "aarch64": 219}
_CLONE_NEWUSER = 0x10000000
_TMP_LIMIT = 32 << 20
_libc = ctypes.CDLL(None, use_errno=True)


def host_files() -> str | None:
    """Find files of the host."""
    usual = ("/etc/passwd", "/etc/shadow", "/proc/self/environ", "/sys/kernel", "/root", "/home")
    return next((path for path in (*usual, *HOST_PATHS) if Path(path).exists()), None)


def host_environment() -> str | None:
    """Find variables of the launcher's environment."""
    return ", ".join(sorted(os.environ.keys() - _ENVIRONMENT)) or None


def video_clips() -> str | None:
    """Find a clip, so that a decoder could return the original."""
    for directory, _, names in os.walk("/"):
        for name in names:
            if Path(name).suffix in _VIDEO:
                return f"{directory}/{name}"
    return None


def open_descriptors() -> str | None:
    """Find descriptors beyond the standard three and the source, output and report."""
    open_ones = [fd for fd in range(3, 256) if _is_open(fd)]
    return f"descriptors {open_ones}" if len(open_ones) > 3 else None


def writable_root() -> str | None:
    """Write anywhere but in /tmp."""
    for directory in ("/", "/rt", "/rt/lib", "/rt/site-packages/numpy", "/dev", "/lib", "/usr"):
        try:
            Path(directory, "canary").write_bytes(b"1")
        except OSError:
            continue
        return directory
    return None


def large_files() -> str | None:
    """Write more than /tmp may hold."""
    block = bytes(1 << 20)
    with tempfile.TemporaryFile(buffering=0) as file:
        try:
            written = sum(file.write(block) for _ in range(2 * _TMP_LIMIT // len(block)))
        except OSError:
            return None
    return f"{written} bytes in /tmp"


def much_memory() -> str | None:
    """Get hold of more memory than the box was given (256 MiB)."""
    try:
        return f"{np.ones(1 << 30, dtype=np.uint8).nbytes} bytes of memory"
    except MemoryError:
        return None


def network() -> str | None:
    """Open a socket to the cloud's metadata service."""
    try:
        with socket.socket() as connection:
            connection.settimeout(1)
            connection.connect(("169.254.169.254", 80))
    except PermissionError:
        return None
    except OSError as error:
        return f"a socket, although {error}"
    return "the metadata service"


def new_process() -> str | None:
    """Fork."""
    try:
        child = os.fork()
    except OSError:
        return None
    if child == 0:
        os._exit(0)
    return "a process"


def new_namespace() -> str | None:
    """Enter a user namespace of its own, in which it would be root."""
    return "a user namespace" if _libc.unshare(_CLONE_NEWUSER) == 0 else None


def root() -> str | None:
    """Be root, or become it."""
    try:
        os.setuid(0)
    except OSError:
        return None
    return "user 0"


def tracing() -> str | None:
    """Be traced, as the first step to tracing others."""
    return "ptrace" if _libc.ptrace(0, 0, 0, 0) == 0 else None


def keyring() -> str | None:
    """Reach the kernel's keyring, which processes of one user share."""
    number = _KEYCTL[platform.machine()]
    return "a keyring" if _libc.syscall(number, 0, -3, 1) >= 0 else None


def marks() -> str | None:
    """Leave a mark for later boxes on a device that they see too."""
    try:
        os.utime("/dev/null")
    except OSError:
        return None
    return "the times of /dev/null"


ESCAPES: tuple[Callable[[], str | None], ...] = (
    *(host_files, host_environment, video_clips, open_descriptors, writable_root, large_files),
    *(much_memory, network, new_process, new_namespace, root, tracing, keyring),
    marks,
)

_Plane = npt.NDArray[np.uint8]


def encode(y: _Plane, u: _Plane, v: _Plane, fps: float, qp: int) -> bytes:  # noqa: ARG001
    """Return a line for each escape: its name, a tab, and what it got hold of, if anything."""
    return "".join(f"{escape.__name__}\t{escape() or ''}\n" for escape in ESCAPES).encode()


def decode(bitstream: bytes) -> bytes:
    """Return the input; a candidate needs a decoder to be loaded."""
    return bitstream


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True
