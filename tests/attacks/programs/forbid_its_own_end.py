"""Load a call filter of its own that forbids the process to end."""

import ctypes
import os
import platform
import struct

EXPECT = {"limit": ["wall_clock", None], "limits": {"wall_s": 1.0}}
END = {"x86_64": 231, "aarch64": 94}[platform.machine()]


def encode(y, u, v, fps, qp):
    program = struct.pack("<HBBI", 0x20, 0, 0, 0)  # load the call's number
    program += struct.pack("<HBBI", 0x15, 0, 1, END)  # exit_group?
    program += struct.pack("<HBBI", 0x06, 0, 0, 0x00050001)  # not permitted
    program += struct.pack("<HBBI", 0x06, 0, 0, 0x7FFF0000)  # allowed
    kept = ctypes.create_string_buffer(program, len(program))
    filter_program = struct.pack("HxxxxxxQ", 4, ctypes.addressof(kept))
    if ctypes.CDLL(None).prctl(22, 2, filter_program, 0, 0) != 0:
        raise OSError("no filter")
    os._exit(0)


def decode(bitstream):
    return bitstream
