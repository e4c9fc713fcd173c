"""What a role keeps its part from doing, at the table itself."""

import boto3
import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.errors import StorageError
from errata.taxonomy import GroupStatus, Source, Verification
from tests.adapters.storage.test_repairs import attempt
from tests.support.aws import Cloud
from tests.support.roles import InRole
from tests.support.samples import diagnosis, failure, ulid
from tests.unit.admin_api.fakes import FINGERPRINT, NOW, experiment, record


def store_as(role: InRole) -> DynamoDbStore:
    with role.taken():
        table = boto3.resource("dynamodb").Table(role.cloud.table.name)
    return DynamoDbStore(table)


def test_a_machine_that_was_taken_over_cannot_teach_the_memory(cloud: Cloud) -> None:
    """Boxes share a machine with the loop: what breaks out of one has the loop's role."""
    item = record()
    machine = InRole("OrchestratorRole", cloud)

    with pytest.raises(StorageError):
        store_as(machine).record(item.event, item.diagnosis)

    assert machine.refused[0].action == "dynamodb:PutItem"
    assert DynamoDbStore(cloud.table).remembered([FINGERPRINT]) == {}


def test_the_api_changes_what_people_decide_but_starts_no_experiment(cloud: Cloud) -> None:
    item = record()
    DynamoDbStore(cloud.table).record(item.event, item.diagnosis)
    api = InRole("AdminApiRole", cloud)

    decided = store_as(api).set_group_status(FINGERPRINT, GroupStatus.MUTED, by="ada", at=NOW)
    assert (decided.status, api.refused) == (GroupStatus.MUTED, [])
    with pytest.raises(StorageError):
        store_as(api).start(experiment())


def test_who_has_no_business_with_the_table_reads_nothing(cloud: Cloud) -> None:
    with pytest.raises(StorageError):
        store_as(InRole("AuthorizerRole", cloud)).version()


def test_a_machine_counts_what_its_repair_has_shown_and_changes_nothing_else_of_a_group(
    cloud: Cloud,
) -> None:
    event = failure(0)
    known = diagnosis(event, source=Source.CLAUDE)
    DynamoDbStore(cloud.table).record(event, known)
    machine = InRole("OrchestratorRole", cloud)
    store = store_as(machine)

    store.claim_repair(attempt(known))
    assert store.settle_repair(attempt(known), ulid(number=9), Verification.VERIFIED)
    assert machine.refused == []
    memory = store.remembered([known.fingerprint])
    assert memory[known.fingerprint].verified is Verification.VERIFIED
    with pytest.raises(StorageError):
        store.set_group_status(known.fingerprint, GroupStatus.MUTED, by="nobody", at=NOW)
