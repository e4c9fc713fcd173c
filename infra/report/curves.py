"""Plots of curves: where codecs lie in rate and quality, and how far they got."""

from collections.abc import Sequence
from functools import partial
from itertools import cycle

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.ticker import FuncFormatter

from errata.census import RatePoint, curve
from errata.digest import Digest
from errata.digesting import PROGRESS
from infra.report.style import GOOD, HEAT, LINE_STRONG, SURFACE, TEXT_SOFT, Plot, figure

MOST_CURVES = 60
"""Adopted codecs that are drawn, the newest."""
_ANCHOR_LOOKS = (("--", "s"), (":", "^"), ("-.", "v"), ((0, (1, 3)), "x"))
_DATES = ["%Y", "%d %b", "%d %b", "%H:%M", "%H:%M", "%H:%M:%S"]


def front(digest: Digest) -> Plot:
    """Draw rate and quality of what was adopted beside well-known encoders."""
    made, axes = figure("Rate and quality on the first working clip", height=5.2)
    axes.set_xscale("log")
    _anchors(axes, digest)
    curves = [points for each in digest.adopted[-MOST_CURVES:] if (points := curve(each.points))]
    _adopted(axes, curves)
    for number, elite in enumerate(digest.elites):
        label = None if number else "elite of the archive"
        places = _columns(curve(elite.points))
        axes.scatter(*places, marker="D", s=30, color=GOOD, zorder=4, label=label)
    _cloud(axes, digest.no_better)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda rate, _: f"{rate:,.0f}"))
    axes.xaxis.set_minor_formatter(FuncFormatter(_sparse))
    axes.set(xlabel="Bitrate, kbit/s (logarithmic)", ylabel="PSNR-Y, dB")
    axes.grid(visible=True, which="major")
    made.legend(loc="outside lower left", ncols=4)
    anchors = ", ".join(map(_spoken, sorted(digest.anchors))) or "no encoder"
    words = (
        f"PSNR-Y in dB over bitrate in kbit/s: {len(curves)} adopted codecs and "
        f"{len(digest.elites)} elites beside {anchors}"
    )
    return Plot("front", made, words)


def _anchors(axes: Axes, digest: Digest) -> None:
    looks = cycle(_ANCHOR_LOOKS)
    for (name, points), (dash, mark) in zip(sorted(digest.anchors.items()), looks, strict=False):
        axes.plot(
            *_columns(points),
            linestyle=dash,
            marker=mark,
            markersize=5,
            color=TEXT_SOFT,
            markerfacecolor=SURFACE,
            linewidth=1.3,
            label=_spoken(name),
        )


def _adopted(axes: Axes, curves: Sequence[Sequence[RatePoint]]) -> None:
    for number, points in enumerate(curves[:-1]):
        label = None if number else "adopted"
        axes.plot(*_columns(points), color=HEAT[2], linewidth=1, label=label)
    for points in curves[-1:]:
        axes.plot(
            *_columns(points),
            color=HEAT[4],
            linewidth=2.2,
            marker="o",
            markersize=5.5,
            label="champion: adopted last",
        )


def _cloud(axes: Axes, points: Sequence[RatePoint]) -> None:
    """Draw what was no better, without letting it widen the axes: far off it tells nothing."""
    if not points:
        return
    left, right = axes.get_xlim()
    low, high = axes.get_ylim()
    axes.autoscale(enable=False)
    inside = [p for p in points if left <= p.kbps <= right and low <= p.psnr_y_db <= high]
    beyond = f", {len(points) - len(inside)} beyond" if len(inside) < len(points) else ""
    axes.scatter(
        *_columns(inside),
        s=9,
        color=LINE_STRONG,
        alpha=0.55,
        linewidths=0,
        zorder=1.5,
        label=f"no better{beyond}",
    )


def progress(digest: Digest) -> Plot:
    """Draw how far the champion was from a well-known encoder, over time."""
    made, axes = figure("The champion against x264 medium")
    steps = [(e.started_at, e.metrics[PROGRESS]) for e in digest.adopted if PROGRESS in e.metrics]
    times, rates = [date2num(when) for when, _ in steps], [rate for _, rate in steps]
    until = max(times[-1], date2num(digest.blocks[-1].started_at))
    until_then = [*times, until], [*rates, rates[-1]]
    axes.plot(*until_then, drawstyle="steps-post", color=HEAT[4], linewidth=2)
    axes.plot(times, rates, "o", color=HEAT[4], markersize=5)
    axes.axhline(0, color=TEXT_SOFT, linestyle="--", linewidth=1)
    _label_ends(axes, times, rates)
    axes.margins(y=0.12)
    locator = AutoDateLocator(minticks=3, maxticks=8)
    axes.xaxis_date()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, formats=_DATES))
    left_out = len(digest.adopted) - len(steps)
    note = f"\n{left_out} not drawn: too little of the span of PSNR-Y is shared" if left_out else ""
    axes.set(xlabel=f"Time of adoption, UTC{note}", ylabel="BD-rate, %\n(less is better)")
    axes.grid(visible=True, axis="y")
    words = (
        f"BD-rate against x264 medium over time, in %: {len(steps)} adoptions, "
        f"from {rates[0]:+.1f} to {rates[-1]:+.1f}"
    )
    return Plot("progress", made, words)


def _label_ends(axes: Axes, times: Sequence[float], rates: Sequence[float]) -> None:
    write = partial(
        axes.annotate,
        textcoords="offset points",
        fontsize=8.5,
        color=TEXT_SOFT,
        annotation_clip=False,
    )
    write("x264 medium", (0, 0), xycoords=("axes fraction", "data"), xytext=(4, 4))
    for when, rate in {times[0]: rates[0], times[-1]: rates[-1]}.items():
        write(f"{rate:+.0f} %", (when, rate), xytext=(5, 6))


def _columns(points: Sequence[RatePoint]) -> tuple[list[float], list[float]]:
    return [p.kbps for p in points], [p.psnr_y_db for p in points]


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace("svt av1", "SVT-AV1")


def _sparse(rate: float, _: object) -> str:
    """Label 2 and 5 of each decade, beside its start."""
    leading = f"{rate:e}"[0]
    return f"{rate:,.0f}" if leading in "25" else ""
