"""One verdict from several clips: the mean over the working clips, then the hold-out clip."""

from collections.abc import Mapping, Sequence
from statistics import fmean

from errata.events import Finding
from orchestrator.codec.compare import ADOPTION_MARGIN_PERCENT, EQUAL
from orchestrator.codec.course import Clip
from orchestrator.codec.judge import Judgement, judge
from orchestrator.codec.metrics import Curve

BD_RATE = "bd_rate_vs_champion_percent"
HOLD_OUT = "hold_out_"
"""Before the names of scores on the hold-out clip, which no proposer is ever told."""
_NO_GAIN = EQUAL | {"worse_than_champion", "drift"}
"""Codes that another clip may make up for; drift is why a curve is worse, no fault of its own."""


def judge_working(
    clips: Sequence[Clip], curves: Mapping[str, Curve], champion: Mapping[str, Curve] | None
) -> Judgement:
    """Judge a candidate on all working clips.

    It has to pass the gates on each. Its BD-rate is the mean of those of the clips, as in the
    common test conditions of JVET, so that a loss on one can be made up for on another.
    """
    each = {
        c.name: judge(curves[c.name], champion[c.name] if champion else None, c.anchors)
        for c in clips
    }
    if len(each) == 1:
        return next(iter(each.values()))
    metrics = _means([judgement.metrics for judgement in each.values()])
    notes = tuple(f"{name}: {note}" for name, judgement in each.items() for note in judgement.notes)
    found = [(name, f) for name, judgement in each.items() for f in judgement.findings]
    if broken := [_on(name, f) for name, f in found if f.code not in _NO_GAIN]:
        return Judgement(tuple(broken), metrics, notes)
    gains = {name: judgement.metrics.get(BD_RATE, 0.0) for name, judgement in each.items()}
    mean = fmean(gains.values())
    if champion is None or mean <= -ADOPTION_MARGIN_PERCENT:
        return Judgement((), metrics if champion is None else metrics | {BD_RATE: mean}, notes)
    name, worst = max(found, key=lambda it: gains[it[0]])
    message = f"mean BD-rate {mean:+.3f} % against the champion over {len(each)} clips"
    finding = worst.model_copy(update={"message": f"{message}; {name} has: {worst.message}"})
    return Judgement((finding,), metrics | {BD_RATE: mean}, notes)


def judge_hold_out(
    clip: Clip, curve: Curve, champion: Curve | None, gained: Mapping[str, float]
) -> Judgement:
    """Judge a candidate on the hold-out clip, where it must not be worse than the champion.

    Parameters
    ----------
    clip : Clip
        The hold-out clip.
    curve, champion : sequence of OperatingPoint
        Measured there; ``champion`` is None for the start of a lineage.
    gained : mapping of str to float
        The candidate's scores on the working clips.
    """
    judgement = judge(curve, champion, clip.anchors)
    metrics = {f"{HOLD_OUT}{name}": value for name, value in judgement.metrics.items()}
    findings = tuple(
        _over_fitted(gained[BD_RATE], judgement.metrics[BD_RATE])
        if finding.code == "worse_than_champion"
        else _on("the hold-out clip", finding)
        for finding in judgement.findings
        if finding.code not in EQUAL
    )
    return Judgement(findings, metrics)


def _over_fitted(working: float, hold_out: float) -> Finding:
    message = (
        f"BD-rate {working:+.2f} % against the champion on what it was bred on, but "
        f"{hold_out:+.2f} % on the hold-out clip: the gain does not carry over to other footage"
    )
    values = {BD_RATE: working, f"{HOLD_OUT}{BD_RATE}": hold_out}
    return Finding(code="worse_on_hold_out", message=message, values=values)


def _on(where: str, finding: Finding) -> Finding:
    return finding.model_copy(update={"message": f"on {where}: {finding.message}"})


def _means(each: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean of every score that all clips have."""
    names = [name for name in each[0] if all(name in metrics for metrics in each)]
    return {name: fmean(metrics[name] for metrics in each) for name in names}
