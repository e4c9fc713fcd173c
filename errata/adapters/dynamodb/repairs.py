"""Repairs in the table: a claim beside each failure that is repaired, and what became of it.

The claim lies in the failed experiment's partition. While it is open an index lists it, so that
any orchestrator may settle what another left behind.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from boto3.dynamodb.conditions import Key

from errata.adapters.dynamodb import group_items, keys
from errata.adapters.dynamodb.diagnoses import read_failure
from errata.adapters.dynamodb.items import Item, pack, unpack
from errata.adapters.dynamodb.rows import Rows, Write, absent, attempts
from errata.adapters.dynamodb.version import touch
from errata.diagnosis import Diagnosis
from errata.errors import ConflictError
from errata.learning import RepairTally
from errata.repairs import RepairAttempt
from errata.taxonomy import Category, Source, Verification

_IS_OPEN = {"ConditionExpression": "attribute_exists(gsi1pk)"}


class Repairs:
    """The writing part of ``RepairStore``, and the tallies, on rows."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def repairs(self) -> Mapping[Category, RepairTally]:
        """Return what became of repairs, by the category of failure they were to repair."""
        items, _ = self._rows.query(Key("pk").eq(keys.REPAIRS), {})
        return {
            Category(item["sk"]): RepairTally(
                **{name: int(item.get(name, 0)) for name in RepairTally.model_fields}
            )
            for item in items
        }

    def repaired(self, experiment_ids: Sequence[str]) -> frozenset[str]:
        """Return the failed experiments, among those given, whose repair is claimed."""
        wanted = [keys.repair(each) for each in dict.fromkeys(experiment_ids)]
        return frozenset(
            unpack(item, RepairAttempt).repairs for item in self._rows.get_many(wanted)
        )

    def claim_repair(self, attempt: RepairAttempt) -> None:
        """Claim a failure's repair; ConflictError if another has it."""
        item = {
            **keys.repair(attempt.repairs),
            **keys.open_repair(attempt.repairs, attempt.claimed_at),
            "body": pack(attempt),
            "expires_at": self._rows.expiry(),
        }
        self._rows.put_if(item, absent())

    def give_back_repair(self, attempt: RepairAttempt) -> None:
        """Let a failure be repaired by others; nothing happens once it is settled."""
        try:
            self._rows.update(
                {
                    "Key": keys.repair(attempt.repairs),
                    "UpdateExpression": "SET expires_at = :now REMOVE gsi1pk, gsi1sk",
                    "ExpressionAttributeValues": {":now": int(time.time())},
                    **_IS_OPEN,
                }
            )
        except ConflictError:
            return

    def open_repairs(self, *, limit: int) -> Sequence[RepairAttempt]:
        """Return the oldest attempts that are not settled."""
        condition = Key("gsi1pk").eq(keys.OPEN_REPAIRS)
        items, _ = self._rows.query(condition, {"IndexName": "gsi1", "Limit": limit})
        return [unpack(item, RepairAttempt) for item in items]

    def settle_repair(
        self, attempt: RepairAttempt, repair_id: str, shown: Verification | None
    ) -> bool:
        """Store what a repair has shown; False, and nothing changed, if it is settled already.

        Raises
        ------
        StorageError
            When the table does not answer, or other writers were in the way too often.
        """
        for _ in attempts():
            claim, failure, group, memory = self._rows.get_each(
                keys.repair(attempt.repairs),
                keys.failure(attempt.repairs, attempt.failure_id),
                keys.group(attempt.fingerprint),
                keys.remembered(attempt.fingerprint, Source.CLAUDE),
            )
            if claim is None or "gsi1pk" not in claim:
                return False
            writes = [_closed(attempt), _counted(attempt, shown, self._rows.expiry())]
            followed = read_failure(failure).diagnosis if failure else None
            if shown and failure and followed and attempt.follows(followed):
                writes.append(_marked(failure, repair_id, shown))
                writes += [group_items.shown(attempt.fingerprint, shown)] if group else []
                writes += _learnt(memory, followed, shown) if memory else []
            try:
                self._rows.transact_once(writes)
            except ConflictError:
                continue
            touch(self._rows)
            return True
        return False


def _closed(attempt: RepairAttempt) -> Write:
    update: dict[str, Any] = {
        "Key": keys.repair(attempt.repairs),
        "UpdateExpression": "REMOVE gsi1pk, gsi1sk",
        **_IS_OPEN,
    }
    return {"Update": update}


def _counted(attempt: RepairAttempt, shown: Verification | None, expires_at: int) -> Write:
    amounts = ["tried :one", *([f"{shown} :one"] if shown else [])]
    return {
        "Update": {
            "Key": keys.repairs(attempt.category),
            "UpdateExpression": f"ADD {', '.join(amounts)} SET expires_at = :expires_at",
            "ExpressionAttributeValues": {":one": 1, ":expires_at": expires_at},
        }
    }


def _learnt(memory: Item, followed: Diagnosis, shown: Verification) -> list[Write]:
    """Return the write that counts it for what memory answers, if it says what was followed."""
    if "revision" not in memory or _says(unpack(memory, Diagnosis)) != _says(followed):
        return []
    update: dict[str, Any] = {
        "Key": {"pk": memory["pk"], "sk": memory["sk"]},
        "UpdateExpression": f"ADD {shown} :one",
        "ConditionExpression": "revision = :revision",
        "ExpressionAttributeValues": {":one": 1, ":revision": memory["revision"]},
    }
    return [{"Update": update}]


def _says(diagnosis: Diagnosis) -> tuple[Category, str, str]:
    return diagnosis.category, diagnosis.root_cause, diagnosis.fix_suggestion


def _marked(failure: Item, repair_id: str, shown: Verification) -> Write:
    """Return the write that marks a diagnosis, unless another one took its place.

    One that is verified needs no bettering: no model is asked about it any more.
    """
    known = read_failure(failure).diagnosis
    proven = shown is Verification.VERIFIED
    mark = {"verified": shown, "verified_by": repair_id}
    marked = known.model_copy(update=mark | ({"upgradeable": False} if proven else {}))
    return {
        "Update": {
            "Key": {"pk": failure["pk"], "sk": failure["sk"]},
            "UpdateExpression": "SET diagnosis = :marked"
            + (" REMOVE gsi2pk, gsi2sk" if proven else ""),
            "ConditionExpression": "diagnosis = :before",
            "ExpressionAttributeValues": {
                ":marked": pack(marked),
                ":before": failure["diagnosis"],
            },
        }
    }
