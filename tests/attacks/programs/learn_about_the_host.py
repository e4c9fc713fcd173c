"""Learn the name, domain and users of the host."""

import getpass
import os
import pwd
import socket

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    if socket.gethostname() != "box" or os.uname().nodename != "box":
        return b"escaped: " + socket.gethostname().encode()
    for ask in (getpass.getuser, pwd.getpwall, lambda: pwd.getpwuid(0), os.getlogin):
        try:
            answer = ask()
        except (KeyError, OSError):
            continue
        if answer:
            return b"escaped: " + repr(answer).encode()
    return b"held"


def decode(bitstream):
    return bitstream
