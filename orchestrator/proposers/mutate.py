"""A proposer that needs no key: one real edit of the parent's source, chosen by chance.

Genetic improvement (Langdon, Harman 2015): edits of the syntax tree and of the text, of the kinds
that people and language models make. What changes nothing, or leaves a name without its value, is
not proposed; how else a candidate will die, nothing here knows: that comes from running it.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Protocol

from orchestrator.proposers import crossover, expressions, slips, statements
from orchestrator.proposers.directed import mended
from orchestrator.proposers.port import Brief, Proposal
from orchestrator.proposers.sanity import Sanity
from orchestrator.proposers.source import Edit, Source
from orchestrator.proposers.targets import Targets, arm


class Operator(Protocol):
    """A kind of edit."""

    __name__: str

    def __call__(self, source: Source, /) -> Iterator[Edit]:
        """Yield every such edit of a source."""


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
MATING_WEIGHT = 12
"""How often a technique is taken from another elite, where there are any."""


class MutateProposer:
    """Proposes the parent's source with one edit."""

    name = "mutate"

    def propose(self, brief: Brief, random: Random) -> Proposal:
        """Return the parent with one edit; without code if nothing in it can be edited.

        A failed candidate is mended instead, where one is given.
        """
        if brief.repair:
            return mended(brief.repair, brief.parent)
        try:
            source = Source(brief.parent)
            sanity = Sanity(source)
        except (SyntaxError, RecursionError) as error:
            return Proposal("", "", f"the parent's source does not parse: {error}")
        operators = _operators(brief) if source.tree.body else {}
        weights = {each: n * brief.advice.get(each.__name__, 1) for each, n in operators.items()}
        targets = Targets(source)
        while weights:
            (operator,) = random.choices(list(weights), list(weights.values()))
            edits = [(edit, arm(operator.__name__, targets.of(edit))) for edit in operator(source)]
            while edits:
                factors = [brief.advice.get(name, 1) for _, name in edits]
                (number,) = random.choices(range(len(edits)), factors)
                edit, name = edits.pop(number)
                code = source.apply(edit)
                if sanity.of(code):
                    return Proposal(code, edit.hypothesis, operator=name, mate_id=edit.mate_id)
            del weights[operator]
        return Proposal("", "", "the parent's source holds nothing to edit")


def _operators(brief: Brief) -> Mapping[Operator, int]:
    told = [elite.experiment_id for elite in brief.front]
    mates = dict(zip(told, brief.mates, strict=False))  # sources may be left out of a brief
    return WEIGHTS | {crossover.mating(mates): MATING_WEIGHT} if mates else WEIGHTS
