"""Who was made from whom: beside an experiment, a small item that points at each of its children.

One that is to repair a failed experiment, or took a technique from an elite, is a child of that as
well as of the codec it varies.

An index of all experiments by parent would hold a copy of each; a pointer is a hundred bytes, and
what became of a child is read where it lies.
"""

from errata.adapters.dynamodb import keys, learning
from errata.adapters.dynamodb.items import Item
from errata.adapters.dynamodb.pages import page
from errata.adapters.dynamodb.rows import Rows, Write
from errata.experiments import Experiment
from errata.ports import Page


def born(experiment: Experiment, expires_at: int) -> list[Write]:
    """Return the writes that tell of a new child; none for a start codec."""
    told = (experiment.parent_id, experiment.mate_id, experiment.repairs)
    parents = {each for each in told if each}
    pointers = [keys.child(parent, experiment.experiment_id) for parent in sorted(parents)]
    return [{"Put": {"Item": {**key, "expires_at": expires_at}}} for key in pointers]


def children(rows: Rows, experiment_id: str, limit: int, cursor: str | None) -> Page[Experiment]:
    """Return one page of what was made from an experiment, newest first."""
    partition = keys.experiment(experiment_id)["pk"]
    found = page(rows, partition, _child, limit, cursor, between=keys.CHILDREN)
    known = {one.experiment_id: one for one in learning.verdicts(rows, found.items)}
    return Page(tuple(known[each] for each in found.items if each in known), found.cursor)


def _child(pointer: Item) -> str:
    return str(pointer["sk"]).removeprefix(keys.CHILD)
