"""Hand a word from encode to decode in a key that the kernel keeps for the user."""

import ctypes
import platform

EXPECT = {"step": "both", "exception": "AssertionError"}
ADD_KEY, REQUEST_KEY, KEYCTL = (
    (248, 249, 250) if platform.machine() == "x86_64" else (217, 218, 219)
)
KEYRINGS = range(-6, 0)  # thread, process, session, user, user session, group


def encode(y, u, v, fps, qp):
    libc = ctypes.CDLL(None)
    for keyring in KEYRINGS:
        libc.syscall(ADD_KEY, b"user", b"smuggled", b"word", 4, keyring)
        libc.syscall(KEYCTL, 1, b"smuggled", 0, 0, 0)
    return b"bitstream"


def decode(bitstream):
    libc = ctypes.CDLL(None)
    for keyring in KEYRINGS:
        if libc.syscall(REQUEST_KEY, b"user", b"smuggled", None, keyring) >= 0:
            raise RuntimeError(f"smuggled by keyring {keyring}")
        if libc.syscall(KEYCTL, 10, keyring, b"user", b"smuggled", 0) >= 0:
            raise RuntimeError(f"smuggled by keyring {keyring}")
    raise AssertionError("held")
