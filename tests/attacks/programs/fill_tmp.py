"""Write five gigabytes to /tmp, spread over files."""

import errno

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    block, written = bytes(1 << 20), 0
    try:
        for number in range(20):
            with open(f"/tmp/{number}", "wb", buffering=0) as file:
                for _ in range(256):
                    written += file.write(block)
    except OSError as error:
        return (
            b"held" if error.errno == errno.ENOSPC and written <= 32 << 20 else repr(error).encode()
        )
    return b"escaped: %d bytes" % written


def decode(bitstream):
    return bitstream
