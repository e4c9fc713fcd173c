"""What is remembered of candidates like one: the same code, the same construct, the same line.

All of it is read by key, and of groups those seen last, up to a bound.
"""

import ast
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Protocol

from errata.diagnosis import FailureRecord, Group
from errata.errors import NotFoundError
from errata.events import Frame
from errata.experiments import Experiment
from errata.learning import Death
from errata.ports import ArtifactStore, Page
from errata.taxonomy import ExperimentStatus, GroupStatus, Stage
from errata.telling import source_of
from orchestrator.learning.preflight import constructs
from orchestrator.review.concern import Certainty, Concern
from orchestrator.review.lines import Line, known_by, lines_of
from orchestrator.sandbox.inside.source import FILE_NAME

MOST_GROUPS = 200
"""Groups whose failing line is looked for, those seen last."""
MOST_MATCHES = 20
"""Failing lines that are looked up in the parents of those that died of them."""


class Memory(Protocol):
    """Where it is all kept."""

    def experiment(self, experiment_id: str) -> Experiment:
        """Return one experiment; NotFoundError if there is none."""

    def champion(self) -> Experiment | None:
        """Return the experiment adopted last."""

    def tried_by(self, sha256: str) -> str | None:
        """Return the experiment that tried code of this hash, or is trying it."""

    def deaths(self, constructs: Sequence[str]) -> Sequence[Death]:
        """Return what is known of constructs, of those that are known."""

    def known_groups(self, fingerprints: Sequence[str]) -> Mapping[str, Group]:
        """Return the groups that exist, by fingerprint."""

    def groups(
        self, *, limit: int, cursor: str | None = None, status: GroupStatus | None = None
    ) -> Page[Group]:
        """Return one page of groups, last seen first."""

    def failures(self, names: Sequence[tuple[str, str]]) -> Sequence[FailureRecord]:
        """Return those failures that exist, each named by its experiment and its own id."""


def same_code(code: bytes, memory: Memory) -> Iterator[Concern]:
    """Yield what became of the very same code, if it has been tried."""
    name = memory.tried_by(hashlib.sha256(code).hexdigest())
    if name is None:
        return
    with suppress(NotFoundError):
        tried = memory.experiment(name)
        groups = memory.known_groups([tried.fingerprint] if tried.fingerprint else [])
        group = groups.get(tried.fingerprint or "")
        yield Concern(
            Certainty.LIKELY,
            "tried_before",
            f"this very code was tried in experiment {name}, and {_outcome(tried)}",
            fix=group.fix_suggestion if group else "",
            experiment_id=name,
            seen=group.count if group else 0,
        )


def same_construct(parent: str, candidate: str, memory: Memory) -> Iterator[Concern]:
    """Yield what candidates died of that had the same new parts, unless that is resolved."""
    deaths = memory.deaths(constructs(parent, candidate).known_by)
    groups = memory.known_groups([death.fingerprint for death in deaths])
    for death in deaths:
        group = groups.get(death.fingerprint)
        if group and group.status is not GroupStatus.RESOLVED:
            yield Concern(
                Certainty.LIKELY,
                "known_construct",
                f"what is new in it killed experiment {death.experiment_id}: {group.root_cause}",
                fix=group.fix_suggestion,
                experiment_id=death.experiment_id,
                seen=group.count,
            )


def same_lines(
    candidate: str, tree: ast.Module, parent: str, memory: Memory, artifacts: ArtifactStore
) -> Iterator[Concern]:
    """Yield lines at which another candidate died, where that had them new.

    What lives with a line speaks for it: the candidate's parent, and that of the one that died.
    """
    own = lines_of(candidate, tree)
    lived = _keys(parent)
    groups = memory.groups(limit=MOST_GROUPS).items
    unresolved = [group for group in groups if group.status is not GroupStatus.RESOLVED]
    names = [(g.exemplar_experiment_id, g.exemplar_failure_id) for g in unresolved]
    records = {each.event.failure_id: each for each in memory.failures(names)}
    matches = 0
    for group in unresolved:
        last = _last_own_frame(records.get(group.exemplar_failure_id))
        key = known_by(last.source) if last else ""
        if last is None or key not in own or key in lived or matches == MOST_MATCHES:
            continue
        matches += 1
        if key not in _keys(_parent_of(group.exemplar_experiment_id, memory, artifacts)):
            yield from (_alike(line, last, group) for line in own[key])


def _keys(source: str) -> set[str]:
    return {known_by(line) for line in source.splitlines()}


def _parent_of(experiment_id: str, memory: Memory, artifacts: ArtifactStore) -> str:
    """Return the source of an experiment's parent, empty where it is not kept."""
    with suppress(NotFoundError):
        parent_id = memory.experiment(experiment_id).parent_id
        if parent_id:
            return source_of(memory.experiment(parent_id).code, artifacts) or ""
    return ""


def _alike(line: Line, last: Frame, group: Group) -> Concern:
    name = group.exemplar_experiment_id
    place = "in the same function" if line.function == last.function else f"in {last.function}()"
    return Concern(
        Certainty.POSSIBLE,
        "known_line",
        f"experiment {name} died at such a line (its line {last.line}, {place}, and new in it): "
        f"{group.root_cause}",
        line.number,
        fix=group.fix_suggestion,
        experiment_id=name,
        seen=group.count,
    )


def _last_own_frame(record: FailureRecord | None) -> Frame | None:
    """Return the innermost frame of the candidate in the exception that ended it."""
    frames = record.event.exceptions[-1].frames if record and record.event.exceptions else ()
    return next((frame for frame in reversed(frames) if frame.file == FILE_NAME), None)


def _outcome(tried: Experiment) -> str:
    if tried.status is not ExperimentStatus.FAILED:
        return f"is {tried.status}"
    if tried.stage is Stage.JUDGE:
        return f"was no better: {tried.root_cause or 'not explained yet'}"
    return f"died at stage {tried.stage}: {tried.root_cause or 'not explained yet'}"
