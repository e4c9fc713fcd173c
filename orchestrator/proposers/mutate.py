"""A proposer that needs no key: one real edit of the parent's source, chosen by chance.

Genetic improvement (Langdon, Harman 2015): edits of the syntax tree and of the text, of the kinds
that people and language models make. Nothing here knows how a candidate will die; that comes from
running it.
"""

from collections.abc import Callable, Iterator
from random import Random

from orchestrator.proposers import crossover, expressions, slips, statements
from orchestrator.proposers.port import Proposal
from orchestrator.proposers.source import Edit, Source

Operator = Callable[[Source], Iterator[Edit]]

WEIGHTS: dict[Operator, int] = {
    expressions.parameters: 22,
    expressions.constants: 7,
    expressions.kin: 5,
    expressions.types: 7,
    expressions.operators: 6,
    expressions.arguments: 5,
    expressions.names: 5,
    expressions.unwrap: 5,
    expressions.outer: 9,
    expressions.units: 5,
    statements.delete: 6,
    statements.duplicate: 1,
    statements.swap: 2,
    statements.loop_steps: 2,
    statements.while_loops: 6,
    crossover.building_blocks: 20,
    slips.compressors: 6,
    slips.size_targets: 5,
    slips.libraries: 7,
    slips.just_in_time: 2,
    slips.old_names: 2,
    slips.interfaces: 7,
    slips.truncated: 5,
    slips.fenced: 1,
    slips.unclosed: 3,
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
        weights = dict(WEIGHTS) if source.tree.body else {}
        while weights:
            (operator,) = random.choices(list(weights), list(weights.values()))
            if edits := list(operator(source)):
                edit = random.choice(edits)
                return Proposal(source.apply(edit), edit.hypothesis)
            del weights[operator]
        return Proposal("", "", "the parent's source holds nothing to edit")
