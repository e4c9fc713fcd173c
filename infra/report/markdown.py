"""A digest as Markdown. Whatever candidates, proposers and models wrote stays text in it."""

from collections.abc import Iterator, Mapping, Sequence

from errata.census import Fate
from errata.digest import ArmShare, Digest, Skip, Tale
from errata.digesting import GAIN, PROGRESS
from errata.experiments import Experiment
from errata.markdown import inline, table
from errata.text import shorten

MOST_ROWS = 20
LONGEST_CELL = 240
MOST_ANCESTORS = 4


def told(digest: Digest, pictures: Mapping[str, str]) -> str:
    """Return a digest as Markdown.

    Parameters
    ----------
    digest : Digest
        What is told.
    pictures : mapping of str to str
        What each plot shows, in words, by the name of its files beside the text.
    """
    sections = (_front, _progress, _failures, _diagnoses, _learnt, _skips, _tales)
    chapters = [_summary(digest)]
    for section in sections:
        chapters += section(digest, pictures)
    return "\n\n".join(chapters) + "\n"


def _summary(digest: Digest) -> str:
    fates = ", ".join(f"{digest.fates.get(fate, 0):,} {fate}" for fate in Fate)
    total = sum(digest.fates.values())
    bounded = "" if digest.complete else f" These are the newest {total:,}; there were more."
    return (
        f"# Research digest, {digest.first_day} to {digest.last_day}\n\n"
        f"{total:,} experiments (days are UTC): {fates}.{bounded}\n\n"
        f"Of {digest.deaths:,} deaths before the verdict {_share(digest.repeated, digest.deaths)} "
        "were of a group that was known before. `errata story ID` tells any of them."
    )


def _front(digest: Digest, pictures: Mapping[str, str]) -> Iterator[str]:
    yield "## Front"
    yield from _picture("front", pictures)
    if not digest.elites:
        yield "The archive holds no elites."
        return
    best = sorted(digest.elites, key=lambda elite: elite.score)[:MOST_ROWS]
    rows = [
        (elite.cell.name, elite.experiment_id, f"{elite.score:+.1f} %", f"{elite.since:%Y-%m-%d}")
        for elite in best
    ]
    yield f"{len(digest.elites)} elites, each the best of its kind of rate, quality and time:"
    yield table(("Cell", "Experiment", "BD-rate, all planes", "Since"), rows, texts=(0, 1))


def _progress(digest: Digest, pictures: Mapping[str, str]) -> Iterator[str]:
    yield "## Adoption"
    yield from _picture("progress", pictures)
    if not digest.adopted:
        yield "Nothing was adopted."
        return
    rows = [
        (
            each.experiment_id,
            f"{each.started_at:%Y-%m-%d %H:%M}",
            _percent(each.metrics.get(GAIN)),
            _percent(each.metrics.get(PROGRESS)) or "not comparable",
        )
        for each in reversed(digest.adopted)
    ]
    yield table(
        ("Adopted, newest first", "Time, UTC", "BD-rate against the champion", "x264 medium"),
        rows[:MOST_ROWS],
    )
    yield from _more(len(rows), "adoptions")


def _failures(digest: Digest, pictures: Mapping[str, str]) -> Iterator[str]:
    yield "## Failures"
    yield from _picture("failures", pictures)
    yield from _picture("deaths", pictures)
    if not digest.groups:
        yield "No candidate died of anything that has been diagnosed."
        return
    rows = [
        (
            _cell(share.group.root_cause),
            share.group.category.replace("_", " "),
            f"{share.count:,}",
            ", ".join(["new"] * share.is_new + [share.group.status.value]),
            share.group.exemplar_experiment_id,
        )
        for share in digest.groups
    ]
    yield table(
        ("What they died of", "Category", "Deaths", "Status", "For example"),
        rows,
        texts=(0, 1, 3, 4),
    )
    if digest.other_deaths:
        yield f"{digest.other_deaths:,} more died of other groups, or wait for their diagnosis."


def _diagnoses(digest: Digest, pictures: Mapping[str, str]) -> Iterator[str]:
    yield "## Diagnoses"
    yield from _picture("diagnoses", pictures)
    total = sum(digest.by_source.values())
    if not total:
        yield "Nothing was diagnosed."
        return
    rows = [(source, f"{n:,}", f"{n / total:.0%}") for source, n in digest.by_source.items()]
    yield table(("Source", "Diagnoses", "Share"), rows)
    waits = digest.waits
    waited = (
        f" From failure to diagnosis it took {waits.p50_s:.2g} s in the median, {waits.p95_s:.2g} s"
        f" for 95 % and {waits.p99_s:.2g} s for 99 % of {waits.count:,}."
        if waits
        else ""
    )
    yield f"They cost ${digest.cost_usd:.4f}.{waited}"


def _learnt(digest: Digest, _: Mapping[str, str]) -> Iterator[str]:
    yield "## What was learnt"
    if digest.arms:
        yield "Kinds of edit, those that paid first:"
        yield table(
            ("Kind of edit", "Adopted", "No better", "Died", "Skipped", "Mostly of"),
            [_arm(arm) for arm in digest.arms[:MOST_ROWS]],
            texts=(0, 5),
        )
        yield from _more(len(digest.arms), "kinds of edit")
    else:
        yield "No experiment names the kind of edit it came from."
    if digest.repairs:
        rows = [
            (category.replace("_", " "), f"{it.tried}", f"{it.verified}", f"{it.refuted}")
            for category, it in digest.repairs.items()
        ]
        yield "Repairs by what a diagnosis advised, of all time:"
        yield table(("Category", "Tried", "Diagnosis verified", "Refuted"), rows)


def _arm(arm: ArmShare) -> tuple[str, ...]:
    fates = (Fate.ADOPTED, Fate.NO_BETTER, Fate.DIED, Fate.SKIPPED)
    counts = (f"{arm.fates.get(fate, 0):,}" for fate in fates)
    return arm.operator, *counts, _cell(arm.killer.root_cause) if arm.killer else ""


def _skips(digest: Digest, _: Mapping[str, str]) -> Iterator[str]:
    if digest.skips:
        yield "## Skipped before a box was spent"
        head = ("What the same construct had died of", "Candidates", "In experiment")
        yield table(head, [_skip(skip) for skip in digest.skips[:MOST_ROWS]], texts=(0, 2))
        yield from _more(len(digest.skips), "reasons")


def _skip(skip: Skip) -> tuple[str, ...]:
    return _cell(skip.root_cause), f"{skip.count:,}", skip.experiment_id


def _tales(digest: Digest, _: Mapping[str, str]) -> Iterator[str]:
    if digest.tales:
        yield "## What gained most"
        yield "\n".join(f"{n}. {_tale(tale)}" for n, tale in enumerate(digest.tales, start=1))


def _tale(tale: Tale) -> str:
    each = tale.experiment
    hoped = f" Expected: {inline(each.expected_effect)}" if each.expected_effect else ""
    return (
        f"**{_percent(each.metrics.get(GAIN))}** against the champion before it, "
        f"{_percent(each.metrics.get(PROGRESS)) or 'not comparable'} against x264 medium: "
        f"{inline(each.hypothesis) or 'no hypothesis'}{hoped} "
        f"({' ← '.join([each.experiment_id, *_line(tale.ancestors)])})"
    )


def _line(ancestors: Sequence[Experiment]) -> Iterator[str]:
    for ancestor in ancestors[:MOST_ANCESTORS]:
        yield ancestor.experiment_id
    if len(ancestors) > MOST_ANCESTORS:
        yield f"{len(ancestors) - MOST_ANCESTORS} more"


def _picture(name: str, pictures: Mapping[str, str]) -> Iterator[str]:
    if name in pictures:
        yield f"[![{inline(pictures[name])}]({name}.png)]({name}.svg)"


def _more(count: int, what: str) -> Iterator[str]:
    if count > MOST_ROWS:
        yield f"And {count - MOST_ROWS:,} more {what}."


def _share(part: int, whole: int) -> str:
    return f"{part:,} ({part / whole:.0%})" if whole else f"{part:,}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:+.1f} %"


def _cell(text: str) -> str:
    return shorten(text, LONGEST_CELL)
