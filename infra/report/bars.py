"""Plots of counts: deaths over time, failures by kind, and who explained them at what cost."""

from datetime import date
from functools import partial

from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, DayLocator, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from errata.census import Fate
from errata.digest import Digest
from errata.taxonomy import Category, Source, Stage
from infra.report.style import CRITICAL, GOOD, HEAT, MEDIUM, SIZE, SURFACE, TEXT, Plot, figure

MOST_DAYS_NAMED = 10
_DAY_S_WIDTH = 0.7
_SOURCES = {
    Source.PATTERNS: (HEAT[2], ""),
    Source.MEMORY: (HEAT[4], ""),
    Source.CLAUDE: (GOOD, "///"),
    Source.HUMAN: (MEDIUM, "..."),
}
"""Colour and hatch."""


def deaths(digest: Digest) -> Plot:
    """Draw how many died over time, and how many of those of something known."""
    made, axes = figure("Deaths before the verdict")
    blocks = [block for block in digest.blocks if block.tried]
    starts, widths = [b.first for b in blocks], [0.9 * b.size for b in blocks]
    repeated = [100 * b.repeated / b.tried for b in blocks]
    fresh = [100 * (b.fates.get(Fate.DIED, 0) - b.repeated) / b.tried for b in blocks]
    draw = partial(axes.bar, starts, width=widths, align="edge", edgecolor=SURFACE, linewidth=0.6)
    draw(repeated, color=CRITICAL, hatch="///", label="of a known group")
    draw(fresh, bottom=repeated, color=HEAT[2], label="of something new")
    axes.set_ylim(0, 100)
    axes.set(xlabel="Experiments of the period, in their order", ylabel="Of those run, %")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.grid(visible=True, axis="y")
    made.legend(loc="outside lower left", ncols=2)
    words = (
        f"Share of candidates that died, over the course of the period: {digest.deaths} deaths, "
        f"{digest.repeated} of a group that was known before"
    )
    return Plot("deaths", made, words)


def kinds(digest: Digest) -> Plot:
    """Draw how often what went wrong where."""
    counts = {(kind.stage, kind.category): kind.count for kind in digest.kinds}
    stages = [stage for stage in Stage if any(stage is each for each, _ in counts)]
    categories = [it for it in Category if any(it is each for _, each in counts)]
    made, axes = figure("Failures by stage and category", height=1.4 + 0.42 * len(categories))
    most = max(counts.values())
    for row, category in enumerate(categories):
        for column, stage in enumerate(stages):
            count = counts.get((stage, category), 0)
            level = -(-count * len(HEAT) // most) - 1
            colour = HEAT[level] if count else SURFACE
            axes.barh(row, 0.96, left=column - 0.48, height=0.9, color=colour)
            ink = SURFACE if level >= 3 else TEXT
            axes.text(
                column, row, f"{count:,}" if count else "", ha="center", va="center", color=ink
            )
    axes.set_xlim(-0.5, len(stages) - 0.5)
    axes.set_ylim(len(categories) - 0.5, -0.5)
    axes.set_xticks(range(len(stages)), stages)
    axes.set_yticks(range(len(categories)), [it.replace("_", " ") for it in categories])
    axes.set(xlabel="Stage", ylabel="Category")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    told = ", ".join(
        f"{kind.count} {kind.category.replace('_', ' ')} at {kind.stage}"
        for kind in digest.kinds[:3]
    )
    return Plot("failures", made, f"Number of failures by stage and category, most of all {told}")


def diagnoses(digest: Digest) -> Plot:
    """Draw who explained the failures of each day, and what that cost."""
    costly = digest.cost_usd > 0
    made = Figure(figsize=(SIZE[0], 5.6 if costly else 3.4), layout="constrained")
    counts, *costs = made.subplots(1 + costly, squeeze=False)[:, 0]
    _sources(counts, digest)
    for axes in costs:
        heights = [day.cost_usd for day in digest.days]
        axes.bar(_days(digest), heights, color=HEAT[3], width=_DAY_S_WIDTH)
        axes.set(title="Their cost", ylabel="US dollars")
    for axes in (counts, *costs):
        _day_axis(axes, digest)
    (costs or [counts])[-1].set_xlabel("Day of the failure, UTC")
    told = ", ".join(f"{n} by {source}" for source, n in digest.by_source.items())
    cost = f", and their cost in US dollars, ${digest.cost_usd:.4f} in all" if costly else ""
    return Plot("diagnoses", made, f"Diagnoses by day and source ({told}){cost}")


def _sources(axes: Axes, digest: Digest) -> None:
    below = [0] * len(digest.days)
    draw = partial(axes.bar, _days(digest), width=_DAY_S_WIDTH, edgecolor=SURFACE, linewidth=0.6)
    for source, (colour, hatch) in _SOURCES.items():
        if digest.by_source.get(source):
            heights = [day.by_source.get(source, 0) for day in digest.days]
            draw(heights, bottom=below, color=colour, hatch=hatch, label=source)
            below = [a + b for a, b in zip(below, heights, strict=True)]
    axes.set(title="Diagnoses by source", ylabel="Diagnoses")
    axes.margins(y=0.25)  # room for the legend
    axes.legend(loc="upper left", ncols=len(_SOURCES))


def _days(digest: Digest) -> list[float]:
    return [date2num(date.fromisoformat(day.day)) for day in digest.days]


def _day_axis(axes: Axes, digest: Digest) -> None:
    first, last = date2num(digest.first_day), date2num(digest.last_day)
    every = 1 + int(last - first) // MOST_DAYS_NAMED
    axes.xaxis_date()
    axes.set_xlim(first - 0.5, last + 0.5)
    axes.xaxis.set_major_locator(DayLocator(interval=every))
    axes.xaxis.set_major_formatter(DateFormatter("%d %b"))
    axes.grid(visible=True, axis="y")
