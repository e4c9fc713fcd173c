"""Take out of a coded picture what no decoder needs, so that anchors pay for the picture alone.

Encoders write messages about themselves into their streams: for a short QCIF clip up to 17 % of
the bytes. Supplemental enhancement information (SEI) goes from H.264 (ITU-T H.264, 7.3.1) and HEVC
(ITU-T H.265, 7.3.1) streams in Annex B format; metadata and padding from AV1 streams in the
low-overhead format (AV1 Bitstream & Decoding Process Specification, 5.3).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from errata.errors import InvalidInputError

# Of the zeros before a start code, the last three at most belong to it.
_START_CODE = re.compile(rb"\x00?\x00\x00\x01")
_H264_SEI, _HEVC_PREFIX_SEI, _HEVC_SUFFIX_SEI = 6, 39, 40
_OBU_METADATA, _OBU_PADDING = 5, 15


@dataclass(frozen=True, slots=True)
class Stripped:
    """A packet without what no decoder needs, and the bytes taken out by kind."""

    data: bytes
    removed: Counter[str]


def strip(codec: str, packet: bytes) -> Stripped:
    """Strip one packet of ``codec``: ``h264``, ``hevc`` or ``av1``.

    Kinds are ``sei`` and the payload type of the unit's first message, ``metadata`` and its type,
    ``padding``. Start codes and headers count with their unit.

    Raises
    ------
    InvalidInputError
        When the packet is none of that codec.
    """
    units = _obus(packet) if codec == "av1" else _nal_units(packet, codec)
    kept, removed = [], Counter[str]()
    for unit, kind in units:
        if kind:
            removed[kind] += len(unit)
        else:
            kept.append(unit)
    return Stripped(b"".join(kept), removed)


def _nal_units(packet: bytes, codec: str) -> Iterator[tuple[bytes, str]]:
    """Yield each unit with its start code, and its kind if it is to go."""
    starts = list(_START_CODE.finditer(packet))
    if not starts or starts[0].start():
        raise InvalidInputError("packet", f"{codec} in Annex B format begins with a start code")
    ends = [match.start() for match in starts[1:]] + [len(packet)]
    for match, end in zip(starts, ends, strict=True):
        yield packet[match.start() : end], _nal_kind(packet[match.end() : end], codec)


def _nal_kind(unit: bytes, codec: str) -> str:
    if codec == "h264":
        header, is_sei = 1, unit[:1] and unit[0] & 0x1F == _H264_SEI
    else:
        header = 2
        is_sei = unit[:1] and unit[0] >> 1 & 0x3F in {_HEVC_PREFIX_SEI, _HEVC_SUFFIX_SEI}
    return f"sei {_sei_type(unit[header:])}" if is_sei else ""


def _sei_type(messages: bytes) -> int:
    """Return the payload type of the first message: as many 255s as it takes, and the rest."""
    more = len(messages) - len(messages.lstrip(b"\xff"))
    return 255 * more + (messages[more] if more < len(messages) else 0)


def _obus(packet: bytes) -> Iterator[tuple[bytes, str]]:
    """Yield each open bitstream unit, and its kind if it is to go."""
    position = 0
    while position < len(packet):
        header = packet[position]
        if header & 0x80 or not header & 0x02:
            raise InvalidInputError("packet", "an AV1 unit has a size and no forbidden bit")
        size, payload = _leb128(packet, position + 1 + (header >> 2 & 1))
        end = payload + size
        if end > len(packet):
            raise InvalidInputError("packet", "an AV1 unit ends before the packet does")
        yield packet[position:end], _obu_kind(header >> 3 & 0x0F, packet[payload:end])
        position = end


def _obu_kind(obu_type: int, payload: bytes) -> str:
    if obu_type == _OBU_METADATA:
        return f"metadata {_leb128(payload, 0)[0]}"
    return "padding" if obu_type == _OBU_PADDING else ""


def _leb128(data: bytes, position: int) -> tuple[int, int]:
    """Return the little-endian base-128 number at ``position``, and where it ends."""
    value = 0
    for index, byte in enumerate(data[position : position + 8]):
        value |= (byte & 0x7F) << 7 * index
        if not byte & 0x80:
            return value, position + index + 1
    raise InvalidInputError("packet", "an AV1 unit's size has no end")
