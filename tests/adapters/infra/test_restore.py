"""Bringing deleted items back: what is missing returns, what is there is newer and stays."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest
from mypy_boto3_dynamodb.service_resource import Table

from infra.restore import bring_back, copy_as_of
from tests.support.aws import Cloud


@pytest.fixture
def copy(cloud: Cloud) -> Table:
    """A copy of the table as it was when it held three items."""
    for number in range(3):
        cloud.table.put_item(Item={"pk": f"EXP#{number}", "sk": "META", "state": "old"})
    moment = datetime.now(UTC) + timedelta(seconds=1)
    dynamodb = boto3.resource("dynamodb")
    return dynamodb.Table(copy_as_of(dynamodb, cloud.table.name, moment, poll_s=0))


def test_the_deleted_come_back_and_the_changed_stay(cloud: Cloud, copy: Table) -> None:
    cloud.table.delete_item(Key={"pk": "EXP#0", "sk": "META"})
    cloud.table.put_item(Item={"pk": "EXP#1", "sk": "META", "state": "new"})
    told = list[int]()

    assert bring_back(copy, cloud.table, told.append) == 1

    items = cloud.table.scan()["Items"]
    states = {str(item["pk"]): item["state"] for item in items}
    assert states == {"EXP#0": "old", "EXP#1": "new", "EXP#2": "old"}
    assert told[-1] == 1


def test_a_second_time_changes_nothing(cloud: Cloud, copy: Table) -> None:
    assert bring_back(copy, cloud.table) == 0
