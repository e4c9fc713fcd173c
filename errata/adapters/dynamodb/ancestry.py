"""What codecs descend from is kept for good, so that each can be rebuilt from the first on."""

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.items import unpack
from errata.adapters.dynamodb.rows import Rows, Write
from errata.experiments import Experiment

LONGEST = 50
"""Ancestors kept at a time: only repairs of repairs lie between a codec and the next kept one."""


def kept(rows: Rows, experiment_id: str | None) -> list[Write]:
    """Return the writes that keep an experiment and its ancestors, up to one that is kept already.

    Each costs a read. Whoever is kept had its own ancestors kept with it, so there are few.
    """
    writes: list[Write] = []
    while experiment_id is not None and len(writes) < LONGEST:
        item = rows.get(keys.experiment(experiment_id))
        if item is None or "expires_at" not in item:
            break
        update = {
            "Key": keys.experiment(experiment_id),
            "UpdateExpression": "REMOVE expires_at",
            "ConditionExpression": "attribute_exists(pk)",
        }
        writes.append({"Update": update})
        experiment_id = unpack(item, Experiment).parent_id
    return writes
