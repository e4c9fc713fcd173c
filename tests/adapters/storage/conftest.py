import pytest

from errata.adapters.dynamodb import DynamoDbStore
from tests.support.aws import Cloud


@pytest.fixture
def store(cloud: Cloud) -> DynamoDbStore:
    return DynamoDbStore(cloud.table)
