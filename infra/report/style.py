"""How plots look: the dashboard's light colours, and files that depend on the data alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from matplotlib import rc_context, rcdefaults, rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.typing import RcKeyType

# From dashboard/src/styles/tokens.css, which a test compares them with.
SURFACE = "#ffffff"
TEXT, TEXT_SOFT = "#161b22", "#525c69"
LINE, LINE_STRONG = "#dfe3ea", "#8b95a3"
CRITICAL, HIGH, MEDIUM, GOOD = "#a3160e", "#8a3b00", "#665000", "#1b6b3a"
HEAT = ("#e5ecfb", "#c3d3f6", "#94b0ee", "#3d68cf", "#1f3f9c")
"""From few to many; the last ones are also the colours of what was adopted."""

SIZE = (8.0, 4.6)
"""Inches."""
DPI = 144

_SETTINGS: dict[RcKeyType, object] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that files are the same everywhere
    "font.size": 9.5,
    "text.color": TEXT,
    "axes.labelcolor": TEXT_SOFT,
    "axes.edgecolor": LINE_STRONG,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": TEXT_SOFT,
    "ytick.color": TEXT_SOFT,
    "grid.color": LINE,
    "grid.linewidth": 0.8,
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
    "legend.labelcolor": TEXT_SOFT,
    "figure.facecolor": SURFACE,
    "timezone": "UTC",
    "svg.fonttype": "path",
    "svg.hashsalt": "errata",
}


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure, the name of its files, and what it shows in words."""

    name: str
    figure: Figure
    words: str


@contextmanager
def styled() -> Iterator[None]:
    """Make figures and save them in Errata's looks, whatever this machine's own settings are."""
    with rc_context():
        rcdefaults()
        rcParams.update(_SETTINGS)
        yield


def figure(title: str, *, height: float = SIZE[1]) -> tuple[Figure, Axes]:
    """Return an empty figure with one pair of axes, and a title."""
    made = Figure(figsize=(SIZE[0], height), layout="constrained")
    axes = made.subplots()
    axes.set_title(title)
    return made, axes


def save(plot: Plot, folder: Path) -> list[Path]:
    """Write a plot as PNG and as SVG; the same data make the same bytes."""
    png, svg = folder / f"{plot.name}.png", folder / f"{plot.name}.svg"
    plot.figure.savefig(png, dpi=DPI, metadata={"Software": None})
    plot.figure.savefig(svg, metadata={"Date": None, "Creator": None})
    return [png, svg]
