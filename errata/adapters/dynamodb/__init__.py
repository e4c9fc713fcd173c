"""The one DynamoDB table behind the experiment and diagnosis ports."""

from errata.adapters.dynamodb.cursor import Cursors
from errata.adapters.dynamodb.store import DynamoDbStore

__all__ = ["Cursors", "DynamoDbStore"]
