"""What a proposer is: anything that turns what is known into a candidate worth trying."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from errata.errors import ErrataError
from errata.taxonomy import Category
from orchestrator.codec.metrics import Curve


@dataclass(frozen=True, slots=True)
class Lesson:
    """What kin of the next candidate died of.

    Attributes
    ----------
    experiment_id : str
        The last that died of it.
    operator : str
        The arm it came from.
    category : Category
        What kind of failure it was.
    root_cause, fix_suggestion : str
        Why it died, and what would help.
    count : int
        How many died of it.
    verified : bool
        Whether a repair that followed the diagnosis lived.
    """

    experiment_id: str
    operator: str
    category: Category
    root_cause: str
    fix_suggestion: str
    count: int = 1
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Elite:
    """A codec that is best in some way, by what was measured of it on the first working clip."""

    experiment_id: str
    points: Curve
    metrics: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Repair:
    """A failed candidate to mend, and what is known of its death.

    Attributes
    ----------
    code : str
        Its source.
    experiment_id : str
        Its experiment.
    category : Category
        What kind of failure it was.
    root_cause, fix_suggestion : str
        Why it died, and what would help: the diagnosis.
    error_message : str
        What it died with.
    line : int or None
        Where in its source, counted from 1, if that is known.
    """

    code: str
    experiment_id: str
    category: Category
    root_cause: str
    fix_suggestion: str
    error_message: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """All a proposer may know. Nothing in it comes from the hold-out clip.

    Attributes
    ----------
    parent : str
        Source of the codec to be bettered.
    parent_id : str
        Its experiment.
    points : Curve
        What was measured of it on the first working clip.
    anchors : mapping of str to Curve
        Well-known encoders on the same clip, by name.
    front : tuple of Elite
        Other elites.
    mates : tuple of str
        Their sources in the same order, for crossover.
    advice : mapping of str to float
        How promising an arm is in comparison with what its proposer would expect: tried this many
        times as often. An arm that is missing is worth 1.
    lessons : tuple of Lesson
        What failed kin died of, most relevant first.
    repair : Repair or None
        A failed candidate to mend instead of bettering the parent, which is then its parent.
    """

    parent: str
    parent_id: str = ""
    points: Curve = ()
    anchors: Mapping[str, Curve] = field(default_factory=dict)
    front: tuple[Elite, ...] = ()
    mates: tuple[str, ...] = ()
    advice: Mapping[str, float] = field(default_factory=dict)
    lessons: tuple[Lesson, ...] = ()
    repair: Repair | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate's source, and what trying it is to find out.

    ``code`` is empty when the proposer came back with nothing; ``problem`` then says why. Such an
    attempt has failed: nothing is run in its place.

    Attributes
    ----------
    code : str
        The whole source.
    hypothesis : str
        What trying it is to find out.
    problem, finding : str
        Why there is no code, for people, and as the code of a finding, for the diagnosis.
    operator : str
        The arm it came from, like ``parameters/ROUNDING``: what kind of edit, and where it was
        made.
    expected_effect : str
        What it should do to rate and quality.
    proposer : str
        Who proposed it, where that is not the proposer that was asked, but one of those it asks.
    replays : str or None
        The experiment that this one is to repeat, so that code which was tried may be tried again.
    parent_id : str
        What a repeated one was made from: it was not the brief's parent.
    mate_id : str
        The elite that a technique was taken from.
    cost_usd : float
        What a model was paid for it.
    """

    code: str
    hypothesis: str
    problem: str = ""
    operator: str = ""
    expected_effect: str = ""
    finding: str = "no_code"
    proposer: str = ""
    replays: str | None = None
    parent_id: str = ""
    mate_id: str = ""
    cost_usd: float = 0.0


class UnavailableError(ErrataError):
    """A proposer cannot be asked, so that nothing was attempted; waiting does not mend it."""


class NotNowError(UnavailableError):
    """A proposer cannot be asked for the moment; in a while it can."""


class NothingToMendError(UnavailableError):
    """A proposer knows no repair of the candidate it was given, so that nothing was attempted."""


class NothingLeftError(UnavailableError):
    """A proposer has proposed all it has."""


class Proposer(Protocol):
    """A source of candidates."""

    @property
    def name(self) -> str:
        """How experiments name it."""

    def propose(self, brief: Brief, random: Random) -> Proposal:
        """Return a candidate made from what is known.

        All chance comes from ``random``: the same brief and state give the same proposal, as far
        as the proposer's own source allows.

        Raises
        ------
        UnavailableError
            When it cannot be asked. Any other failure to come up with code is an attempt that
            failed, and is told as a proposal without code.
        """
