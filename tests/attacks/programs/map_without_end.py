"""Keep memory of the kernel's in a hundred thousand mappings."""

import mmap

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    kept = []
    try:
        while len(kept) < 100_000:
            kept.append(mmap.mmap(-1, 4096, prot=(mmap.PROT_READ, mmap.PROT_WRITE)[len(kept) % 2]))
    except (OSError, MemoryError):
        return b"held"
    return b"escaped: no limit on mappings"


def decode(bitstream):
    return bitstream
