import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.errors import InvalidInputError
from orchestrator.codec.anchors import ENCODERS
from orchestrator.codec.coded_units import strip
from orchestrator.codec.reference_encoder import Encoder, decode, encode
from orchestrator.codec.synthetic import moving_texture

# Wider than one block of x265's, 64 x 64: of a picture that is a single block it does not always
# make the same bytes.
VIDEO = moving_texture(frames=4, height=64, width=96)
START, LONG_START = b"\0\0\1", b"\0\0\0\1"
SPS, PPS, IDR, SEI = b"\x67sps", b"\x68pps", b"\x65picture", b"\x06\x05\x10sixteen"


def obu(kind: int, payload: bytes, extension: bytes = b"") -> bytes:
    header = kind << 3 | bool(extension) << 2 | 2
    return bytes([header]) + extension + bytes([len(payload)]) + payload


def test_sei_of_h264_goes_with_its_start_code() -> None:
    packet = LONG_START + SPS + LONG_START + PPS + START + SEI + START + IDR
    stripped = strip("h264", packet)
    assert stripped.data == LONG_START + SPS + LONG_START + PPS + START + IDR
    assert stripped.removed == {"sei 5": len(START + SEI)}


def test_prefix_and_suffix_sei_of_hevc_go() -> None:
    vps, picture = b"\x40\1vps", b"\x26\1picture"
    prefix, suffix = b"\x4e\1\xff\x06\1a\x80", b"\x50\1\x84\1b\x80"
    packet = b"".join(LONG_START + unit for unit in (vps, prefix, picture, suffix))
    stripped = strip("hevc", packet)
    assert stripped.data == LONG_START + vps + LONG_START + picture
    assert stripped.removed == {
        "sei 261": len(LONG_START + prefix),
        "sei 132": len(LONG_START + suffix),
    }


def test_metadata_and_padding_of_av1_go() -> None:
    delimiter, sequence, frame = obu(2, b""), obu(1, b"seq"), obu(6, b"frame", extension=b"\x20")
    metadata, padding = obu(5, b"\x04t35"), obu(15, b"\0" * 9)
    stripped = strip("av1", delimiter + sequence + metadata + frame + padding)
    assert stripped.data == delimiter + sequence + frame
    assert stripped.removed == {"metadata 4": len(metadata), "padding": len(padding)}


def test_a_size_of_several_bytes() -> None:
    long = bytes([5 << 3 | 2, 0xC8, 0x01]) + b"\x01" * 200
    assert strip("av1", long + obu(6, b"frame")).removed == {"metadata 1": 203}


@pytest.mark.parametrize(
    ("codec", "packet"),
    [
        ("h264", b"no start code"),
        ("hevc", b"\1" + LONG_START + SPS),
        ("av1", b"\x80\x00"),
        ("av1", b"\x30"),
        ("av1", bytes([6 << 3 | 2, 5]) + b"cut"),
        ("av1", bytes([6 << 3 | 2]) + b"\xff" * 9),
    ],
)
def test_what_is_no_packet_is_refused(codec: str, packet: bytes) -> None:
    with pytest.raises(InvalidInputError, match="packet: "):
        strip(codec, packet)


# No start code may arise in a unit (emulation prevention), and none ends in a zero.
UNIT = st.binary(min_size=1, max_size=20).map(
    lambda data: re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", data) + b"\x80"
)


@given(st.lists(st.tuples(st.sampled_from([START, LONG_START]), UNIT), min_size=1))
def test_every_byte_is_kept_or_counted(units: list[tuple[bytes, bytes]]) -> None:
    packet = b"".join(start + unit for start, unit in units)
    for codec in ("h264", "hevc"):
        stripped = strip(codec, packet)
        assert len(stripped.data) + sum(stripped.removed.values()) == len(packet)
    is_sei = [unit[0] & 0x1F == 6 for _, unit in units]
    kept = [start + unit for (start, unit), sei in zip(units, is_sei, strict=True) if not sei]
    assert strip("h264", packet).data == b"".join(kept)


@given(st.binary(max_size=60))
def test_any_bytes_are_stripped_or_refused(data: bytes) -> None:
    for codec in ("h264", "hevc", "av1"):
        try:
            stripped = strip(codec, data)
        except InvalidInputError:
            continue
        assert len(stripped.data) + sum(stripped.removed.values()) == len(data)


@pytest.mark.parametrize("encoder", ENCODERS, ids=lambda encoder: encoder.name)
def test_a_real_stream_decodes_the_same_without(encoder: Encoder) -> None:
    talkative = Encoder(
        name=encoder.name,
        library=encoder.library,
        codec=encoder.codec,
        options={key: value.replace("info=0", "info=1") for key, value in encoder.options.items()},
        quality=encoder.quality,
        settings=encoder.settings,
    )
    coded = encode(VIDEO, talkative, 30)
    kinds: Counter[str] = coded.removed
    assert {"svt_av1": set()}.get(encoder.name, {"sei 5"}) == set(kinds)
    if kinds:
        assert 500 < kinds["sei 5"] < 4_000
    quiet = encode(VIDEO, encoder, 30)
    assert quiet.size == coded.size
    assert decode(encoder.codec, coded.packets, VIDEO) == decode(
        encoder.codec, quiet.packets, VIDEO
    )
