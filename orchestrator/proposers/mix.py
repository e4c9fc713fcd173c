"""Several proposers by turns, each as often as its share says."""

from collections.abc import Sequence
from random import Random

from orchestrator.proposers.port import (
    Brief,
    NotNowError,
    Proposal,
    Proposer,
    UnavailableError,
)
from orchestrator.proposing import ask

_TOLD_FIRST = (NotNowError, UnavailableError)
"""What waiting mends is waited for; that there is nothing left ends a run only if all say so."""


class MixProposer:
    """Asks one of several proposers, chosen by chance; experiments name that one.

    Parameters
    ----------
    members : sequence of Proposer and float
        Who may be asked, and how often in comparison with the others.
    """

    name = "mix"

    def __init__(self, members: Sequence[tuple[Proposer, float]]) -> None:
        self._members = tuple(members)

    def propose(self, brief: Brief, random: Random) -> Proposal:
        """Return what one of them proposes; who cannot be asked is passed over.

        Raises
        ------
        UnavailableError
            When none of them can be asked.
        NoCodeError
            When the one that was asked has nothing that is code.
        """
        left = list(self._members)
        reasons: list[UnavailableError] = []
        while left:
            ((index, member),) = random.choices(
                [(index, member) for index, (member, _) in enumerate(left)],
                [share for _, share in left],
            )
            try:
                return ask(member, brief, random)
            except UnavailableError as error:
                reasons.append(error)
                del left[index]
        raise next(
            (each for kind in _TOLD_FIRST for each in reasons if type(each) is kind), reasons[0]
        )
