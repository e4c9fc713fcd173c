"""A proposer that needs no key: one real edit of the parent's source, chosen by chance.

Genetic improvement (Langdon, Harman 2015): edits of the syntax tree and of the text, of the kinds
that people and language models make. Nothing here knows how a candidate will die; that comes from
running it.
"""

from collections.abc import Callable, Iterator
from random import Random

from orchestrator.proposers import expressions, slips, statements
from orchestrator.proposers.port import Proposal
from orchestrator.proposers.source import Edit, Source

Operator = Callable[[Source], Iterator[Edit]]

WEIGHTS: dict[Operator, int] = {
    expressions.constants: 30,
    expressions.kin: 6,
    expressions.types: 7,
    expressions.operators: 7,
    expressions.arguments: 5,
    expressions.names: 5,
    expressions.unwrap: 5,
    expressions.outer: 4,
    expressions.units: 4,
    statements.delete: 5,
    statements.duplicate: 2,
    statements.swap: 3,
    statements.loop_steps: 3,
    slips.compressors: 5,
    slips.libraries: 3,
    slips.just_in_time: 1,
    slips.old_names: 2,
    slips.interfaces: 3,
    slips.truncated: 3,
    slips.fenced: 1,
    slips.unclosed: 2,
}
"""How often each kind of edit is tried, relative to the others."""


class MutateProposer:
    """Proposes the parent's source with one edit."""

    name = "mutate"

    def propose(self, parent: str, random: Random) -> Proposal:
        """Return the parent with one edit; without code if nothing in it can be edited."""
        try:
            source = Source(parent)
        except SyntaxError as error:
            return Proposal("", "", f"the parent's source does not parse: {error}")
        weights = dict(WEIGHTS)
        while weights:
            (operator,) = random.choices(list(weights), list(weights.values()))
            if edits := list(operator(source)):
                edit = random.choice(edits)
                return Proposal(source.apply(edit), edit.hypothesis)
            del weights[operator]
        return Proposal("", "", "the parent's source holds nothing to edit")
