"""Adopt or reject: gates that no curve may fail, then BD-rate against the champion.

A candidate is adopted for its BD-rate on PSNR-Y. What it gains there must not be paid for in
chroma, so on PSNR of all planes, weighted 6:1:1, it may not be worse than the champion; and it must
neither break a frame nor put one out of place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from errata.events import Finding
from orchestrator.codec.compare import COMPARED, EQUAL, compare_with_anchors, compare_with_champion
from orchestrator.codec.gates import gates, no_curve
from orchestrator.codec.metrics import Curve
from orchestrator.codec.symptoms import drift, frame_findings


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why a curve is rejected (no finding: it is adopted), and the scores that were computed.

    Findings come the most telling first: what was seen in single frames, then what failed as a
    whole, then the comparison. ``notes`` say which scores could not be computed, and why.
    """

    findings: tuple[Finding, ...] = ()
    metrics: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def adopted(self) -> bool:
        """Whether the candidate takes the champion's place."""
        return not self.findings

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with the candidate, be it better or not."""
        return all(finding.code in COMPARED for finding in self.findings)


def judge(
    curve: Curve, champion: Curve | None, anchors: Mapping[str, Curve] = MappingProxyType({})
) -> Judgement:
    """Judge a curve measured on the same frames and settings as the champion's.

    Parameters
    ----------
    curve : sequence of OperatingPoint
        One point a setting, in any order.
    champion : sequence of OperatingPoint or None
        None for the start of a lineage, which has to pass the gates only.
    anchors : mapping of str to Curve
        Well-known codecs on the same frames, by name: for the record, they decide nothing.
    """
    curve = _coarse_to_fine(curve)
    if findings := no_curve(curve):
        return Judgement(findings)
    rivals = {name: _coarse_to_fine(anchor) for name, anchor in anchors.items()}
    references = [_coarse_to_fine(champion), *rivals.values()] if champion else [*rivals.values()]
    metrics: dict[str, float] = {}
    notes: tuple[str, ...] = ()
    findings = gates(curve)
    if not findings:
        metrics, notes = compare_with_anchors(curve, rivals)
        if champion:
            findings, against_champion = compare_with_champion(curve, references[0])
            metrics |= against_champion
    symptoms = frame_findings(curve, references) if champion or findings else ()
    if any(finding.code not in EQUAL for finding in findings):
        symptoms += drift(curve, references)
    return Judgement((*symptoms, *findings), metrics, notes)


def _coarse_to_fine(curve: Curve) -> Curve:
    return sorted(curve, key=lambda point: -point.qp)
