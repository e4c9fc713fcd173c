"""Figures, what they are measured against, and how they are shown."""

import json
import math
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured quantity next to its rival."""

    name: str
    value: float
    rival: str
    rival_value: float
    """In the unit of ``value``."""
    aim: str
    met: bool
    samples: int
    note: str = ""
    unit: str = "s"
    """Of both values: ``s`` for seconds, else shown as it is."""

    @property
    def ratio(self) -> float:
        """How many times the rival's value this is."""
        return self.value / self.rival_value if self.rival_value else math.inf


def machine() -> dict[str, str | int]:
    """Return what the figures were measured on."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpu": _cpu(),
        "cores": os.cpu_count() or 0,
        "load": f"{os.getloadavg()[0]:.1f}",
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
    }


def percentile(values: Sequence[float], percent: int) -> float:
    """Return a percentile of at least two values, interpolated."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def show(figures: Sequence[Figure], *, as_json: bool) -> None:
    """Print the figures, for people or for machines."""
    if as_json:
        measured = [{**asdict(figure), "ratio": round(figure.ratio, 3)} for figure in figures]
        json.dump({"machine": machine(), "figures": measured}, sys.stdout, indent=2)
        sys.stdout.write("\n")
        return
    table = Table("measured", "value", "rival", "its value", "ratio", "aim", "", "samples", "")
    for column in (1, 3, 4, 7):
        table.columns[column].justify = "right"
    for it in figures:
        table.add_row(
            it.name,
            _shown(it.value, it.unit),
            it.rival,
            _shown(it.rival_value, it.unit),
            f"{it.ratio:.2f}",
            it.aim,
            "met" if it.met else "[bold red]missed[/]",
            str(it.samples),
            it.note,
        )
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 200)
    console.print(table)
    console.print(", ".join(f"{name} {value}" for name, value in machine().items()), style="dim")


def _shown(value: float, unit: str) -> str:
    if unit != "s":
        return f"{value:,.4g} {unit}".rstrip()
    return f"{value:.2f} s" if value >= 1 else f"{value * 1_000:.3g} ms"


def _cpu() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text().splitlines() if known.exists() else []
    names = (line.partition(": ")[2] for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())
