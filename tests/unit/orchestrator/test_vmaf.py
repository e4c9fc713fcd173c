import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from orchestrator.codec import vmaf
from orchestrator.codec.metrics import interleaved, measure
from orchestrator.codec.synthetic import moving_texture

VIDEO = moving_texture(frames=4, height=64, width=96)
SOURCE = interleaved(VIDEO.planes, VIDEO)
SIZE = (VIDEO.height, VIDEO.width)


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    vmaf.find_ffmpeg.cache_clear()
    yield
    vmaf.find_ffmpeg.cache_clear()


def only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """Let a shell script be the only FFmpeg of this machine."""
    program = tmp_path / "ffmpeg"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(vmaf, "_packaged", list)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))


def test_vmaf_falls_with_quality() -> None:
    worse = (SOURCE // 32 * 32).astype(np.uint8)
    same, less = (vmaf.mean_vmaf(SOURCE, decoded, *SIZE) for decoded in (SOURCE, worse))
    assert same is not None
    assert less is not None
    assert 0 < less < same - 10 < 100


def test_it_is_part_of_what_is_measured() -> None:
    point = measure(VIDEO, VIDEO.planes, bitstream_size=100, qp=22)
    assert point.as_dict()["vmaf"] == point.vmaf
    assert point.as_dict()["vmaf"] > 90
    assert (vmaf.version() or "").startswith("vmaf_v0.6.1 ffmpeg")


def test_pictures_too_small_have_none(caplog: pytest.LogCaptureFixture) -> None:
    tiny = moving_texture(frames=2, height=16, width=16)
    assert measure(tiny, tiny.planes, bitstream_size=1, qp=22).vmaf is None
    assert caplog.text == ""


@pytest.mark.parametrize("script", ["echo Unknown filter", "exit 1", "echo libvmaf"])
def test_an_ffmpeg_without_libvmaf_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    only(monkeypatch, tmp_path, script)
    assert vmaf.find_ffmpeg() is None
    assert vmaf.version() is None
    point = measure(VIDEO, VIDEO.planes, bitstream_size=100, qp=22)
    assert point.vmaf is None
    assert "vmaf" not in point.as_dict()


@pytest.mark.parametrize(
    "outcome", ["exit 1", "true", "echo junk > vmaf.json", "echo '{}' > vmaf.json", "exec sleep 60"]
)
def test_no_score_is_made_up_when_ffmpeg_gives_none(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    outcome: str,
) -> None:
    help_text = 'case "$*" in *filter=libvmaf*) echo "libvmaf AVOptions:"; exit 0;; esac'
    only(monkeypatch, tmp_path, f"{help_text}\n{outcome}")
    assert vmaf.find_ffmpeg()
    monkeypatch.setattr(vmaf, "TIME_LIMIT_S", 0.3)
    with caplog.at_level(logging.WARNING):
        assert vmaf.mean_vmaf(SOURCE, SOURCE, *SIZE) is None
    assert "FFmpeg gave no VMAF" in caplog.text
