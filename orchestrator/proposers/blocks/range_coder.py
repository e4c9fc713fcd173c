"""Entropy coding: an adaptive range coder (Martin 1979) with contexts, as CABAC and LZMA have.

Each yes or no is coded by the share of yeses seen so far in its context: what kind of question it
is, at which frequency, and what was found nearby. A block's levels are asked for as H.264 does
(significant? the last one? how large? which sign?), along its scan (Marpe, Schwarz, Wiegand 2003).
"""

from typing import TypeAlias

import numpy as np

from orchestrator.codec.start_codec import BLOCK, SCAN, Levels

Context: TypeAlias = tuple[object, ...]

ADAPTATION = 5
UNARY_LIMIT = 14
EVEN = 1 << 15  # a half, as a probability of 16 bits
FULL_RANGE = 0xFFFFFFFF


class Contexts(dict[Context, int]):
    """How likely a zero is in each context, in 1/65536."""

    def __missing__(self, context: Context) -> int:
        """Return even odds for a context that was never asked in."""
        return EVEN

    def learn(self, context: Context, likely: int, bit: int) -> None:
        """Move a probability towards the bit that was seen."""
        gap = -likely if bit else (1 << 16) - likely
        self[context] = likely + int(gap / (1 << ADAPTATION))


class RangeEncoder:
    """Writes bits, each given or coded by the odds of its context."""

    def __init__(self) -> None:
        self.contexts = Contexts()
        self.low, self.range = 0, FULL_RANGE
        self.waiting = bytearray()
        self.done = bytearray()

    def bit(self, context: Context, bit: int) -> int:
        """Code a bit and learn from it."""
        likely = self.contexts[context]
        self._narrow((self.range >> 16) * likely, bit)
        self.contexts.learn(context, likely, bit)
        return bit

    def sign(self, bit: int) -> int:
        """Code a bit of even odds."""
        self._narrow(self.range >> 1, bit)
        return bit

    def _narrow(self, zero: int, bit: int) -> None:
        if bit:
            self.low += zero
            self.range -= zero
        else:
            self.range = zero
        while self.range < 1 << 24:
            self.range <<= 8
            self._shift()

    def _shift(self) -> None:
        # A byte is sure once no carry can reach it: when the next one is not 255.
        if self.low > FULL_RANGE:
            self.waiting = bytearray((byte + 1) & 0xFF for byte in self.waiting)
        if self.low > FULL_RANGE or self.low < 0xFF << 24:
            self.done += self.waiting
            self.waiting.clear()
        self.waiting.append(self.low >> 24 & 0xFF)
        self.low = self.low << 8 & FULL_RANGE

    def end(self) -> bytes:
        """Return all bytes."""
        for _ in range(5):
            self._shift()
        return bytes(self.done)


class RangeDecoder:
    """Reads what a :class:`RangeEncoder` wrote, asked the same questions in the same order."""

    def __init__(self, data: bytes) -> None:
        self.contexts = Contexts()
        self.data, self.position, self.range = data + bytes(8), 4, FULL_RANGE
        self.code = int.from_bytes(data[:4], "big")

    def bit(self, context: Context, _bit: int = 0) -> int:
        """Return the next bit of a context."""
        likely = self.contexts[context]
        bit = self._split((self.range >> 16) * likely)
        self.contexts.learn(context, likely, bit)
        return bit

    def sign(self, _bit: int = 0) -> int:
        """Return the next bit of even odds."""
        return self._split(self.range >> 1)

    def _split(self, zero: int) -> int:
        bit = int(self.code >= zero)
        if bit:
            self.code -= zero
            self.range -= zero
        else:
            self.range = zero
        while self.range < 1 << 24:
            self.range <<= 8
            self.code = self.code << 8 | self.data[self.position]
            self.position += 1
        return bit


Coder: TypeAlias = RangeEncoder | RangeDecoder


def code_number(coder: Coder, context: Context, number: int = 0) -> int:
    """Code a whole number from 0 on: in unary, then as Exp-Golomb has it."""
    for n in range(UNARY_LIMIT):
        if not coder.bit((*context, n), number > n):
            return n
    rest, width = number - UNARY_LIMIT + 1, 0
    while coder.bit((*context, "width", width), rest >> width + 1 > 0):
        width += 1
    value = 1
    for place in reversed(range(width)):
        value = value << 1 | coder.sign(rest >> place & 1)
    return UNARY_LIMIT + value - 1


def code_block(coder: Coder, kind: Context, nearby: int, block: list[int]) -> int:
    """Code a block's levels in place; return how many there are. ``nearby`` is of those before."""
    last = max((place for place, level in enumerate(block) if level), default=-1)
    if not coder.bit((*kind, "any", nearby), last >= 0):
        return 0
    found, around, end = 0, 0, len(block) - 1
    for place in range(len(block)):
        band = place if place < 6 else 6 + min((place - 6) // 6, 8)
        level = block[place]
        if place < end and not coder.bit((*kind, "here", band, min(around, 2)), level != 0):
            around >>= 1
            continue
        size = 1 + code_number(coder, (*kind, "size", band, min(around, 3)), abs(level) - 1)
        block[place] = -size if coder.sign(level < 0) else size
        found += 1
        around = around + 2 * size >> 1
        if place == end or coder.bit((*kind, "last", band), place == last):
            break
    return found


def code_plane(coder: Coder, kind: Context, rows: list[list[int]], past: list[int]) -> None:
    """Code a plane's blocks in place; ``past`` holds their numbers of levels, a frame before."""
    busy = 0
    for number, block in enumerate(rows):
        found = code_block(coder, kind, 4 * min(busy, 3) + min(past[number], 3), block)
        past[number] = found
        busy = busy + found + 1 >> 1


def code_planes(coder: Coder, planes: list[list[list[int]]]) -> None:
    """Code the levels of all planes in place."""
    past = [[0] * len(rows) for rows in planes[:3]]
    for index, rows in enumerate(planes):
        code_plane(coder, (index < 3, index % 3 > 0), rows, past[index % 3])


def code_bytes(coder: Coder, data: bytearray) -> None:
    """Code bytes in place, each as a walk down a tree."""
    for index, byte in enumerate(data):
        node = 1
        for place in reversed(range(8)):
            node = node << 1 | coder.bit(("byte", node), byte >> place & 1)
        data[index] = node & 0xFF


def write(planes: list[Levels], side: bytes) -> bytes:
    """Code the levels of all planes and the side information."""
    coder = RangeEncoder()
    code_number(coder, ("told",), len(side))
    code_bytes(coder, bytearray(side))
    code_planes(coder, [plane.reshape(-1, BLOCK * BLOCK)[:, SCAN].tolist() for plane in planes])
    return coder.end()


def read(data: bytes, counts: list[int]) -> tuple[list[Levels], bytes]:
    """Undo :func:`write`, given the number of blocks of each plane."""
    coder = RangeDecoder(data)
    side = bytearray(code_number(coder, ("told",)))
    code_bytes(coder, side)
    scanned = [[[0] * (BLOCK * BLOCK) for _ in range(count)] for count in counts]
    code_planes(coder, scanned)
    planes = []
    for rows in scanned:
        levels = np.empty((len(rows), BLOCK * BLOCK), np.int16)
        levels[:, SCAN] = rows
        planes.append(levels.reshape(-1, BLOCK, BLOCK))
    return planes, bytes(side)
