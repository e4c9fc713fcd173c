"""The plots of a digest. Whatever is told by colour is told by shape, dash or hatch as well."""

from collections.abc import Iterator

from errata.digest import Digest
from errata.digesting import PROGRESS
from infra.report.bars import deaths, diagnoses, kinds
from infra.report.curves import front, progress
from infra.report.style import Plot


def plots(digest: Digest) -> Iterator[Plot]:
    """Yield those plots for which there is something to show."""
    if digest.adopted or digest.anchors:
        yield front(digest)
    if any(PROGRESS in each.metrics for each in digest.adopted):
        yield progress(digest)
    if any(block.tried for block in digest.blocks):
        yield deaths(digest)
    if digest.kinds:
        yield kinds(digest)
    if digest.days:
        yield diagnoses(digest)
