from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from uuid import uuid4

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from errata.adapters.budget import PROPOSALS, DailyBudget
from errata.adapters.claude.breaker import CircuitBreaker, circuits
from errata.adapters.claude.client import open_client
from errata.adapters.claude.line import Line
from orchestrator.proposers.claude.proposer import ClaudeProposer
from orchestrator.proposers.port import Brief, Proposal
from tests.support.anthropic_server import AnthropicServer
from tests.support.aws import Cloud

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PARENT = "def encode(y, u, v, fps, qp):\n    return b'1'\n\ndef decode(bitstream): ...\n"


@dataclass
class Claude:
    """Makes proposers that talk to the loopback server, and shows what they did."""

    server: AnthropicServer
    table: Table
    # Powertools counts failures per process and circuit name: each test has its own model id.
    model: str = field(default_factory=lambda: f"claude-sonnet-5-5-{uuid4().hex}")

    def make(self, *, limit_usd: float = 5.0, timeout_s: float = 60.0) -> ClaudeProposer:
        line = Line(
            open_client("anthropic", api_key="sk-test", base_url=self.server.url),
            breaker=CircuitBreaker(circuits(self.table.name)),
            budget=DailyBudget(self.table, limit_usd, lambda: NOW, PROPOSALS),
            circuit="#proposals",
        )
        return ClaudeProposer(line, model=self.model, timeout_s=timeout_s)

    def propose(self, brief: Brief | None = None, **options: float) -> Proposal:
        return self.make(**options).propose(brief or Brief(PARENT), Random(1))  # noqa: S311 - guards nothing

    def spent_usd(self, partition: str = PROPOSALS) -> float:
        key = {"pk": partition, "sk": "2026-11-21"}
        return float(str(self.table.get_item(Key=key).get("Item", {}).get("nano_usd", 0))) / 1e9

    def circuits(self) -> set[str]:
        """The names of the stored circuits, without the model's."""
        items = self.table.query(
            KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": "CIRCUIT"}
        )["Items"]
        return {str(item["sk"]).removeprefix(self.model) for item in items}


@pytest.fixture
def claude(server: AnthropicServer, cloud: Cloud) -> Claude:
    return Claude(server, cloud.table)
