import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

import anthropic
import boto3
import pytest
from mypy_boto3_dynamodb.service_resource import Table
from ulid import ULID

from errata.adapters.budget import DailyBudget
from errata.adapters.claude import (
    CallReport,
    CircuitBreaker,
    ClaudeBatches,
    ClaudeModel,
    ClaudeOptions,
    Ledger,
    open_client,
)
from errata.adapters.claude.breaker import circuits
from errata.ports import Case
from errata.taxonomy import Stage
from lambdas.diagnoser import bootstrap as diagnoser
from lambdas.upgrader import bootstrap as upgrader
from tests.adapters.diagnoser.function import ENVELOPE, Diagnosing
from tests.support.anthropic_server import AnthropicServer
from tests.support.aws import Cloud
from tests.support.roles import InRole

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass
class Claude:
    """Makes models that talk to the loopback server, and shows what they did."""

    server: AnthropicServer
    table: Table
    reports: list[CallReport] = field(default_factory=list)
    now: datetime = NOW
    # Powertools counts failures per process and circuit name: each test has its own model ids.
    model: str = field(default_factory=lambda: f"claude-haiku-5-5-{uuid4().hex}")
    larger: str = field(default_factory=lambda: f"claude-sonnet-5-5-{uuid4().hex}")

    def make(
        self,
        *,
        provider: Literal["anthropic", "bedrock"] = "anthropic",
        escalate: bool = False,
        limit_usd: float = 5.0,
        url: str | None = None,
    ) -> ClaudeModel:
        return ClaudeModel(
            open_client(provider, api_key="sk-test", base_url=url or self.server.url),
            ClaudeOptions(self.model, self.larger if escalate else None),
            breaker=self._breaker(),
            budget=DailyBudget(self.table, limit_usd, lambda: self.now),
            on_call=self.reports.append,
        )

    def batches(self, *, limit_usd: float = 5.0) -> ClaudeBatches:
        return ClaudeBatches(
            anthropic.Anthropic(api_key="sk-test", base_url=self.server.url, max_retries=0),
            self.model,
            breaker=self._breaker(),
            budget=DailyBudget(self.table, limit_usd, lambda: self.now),
            ledger=Ledger(self.table),
        )

    def _breaker(self) -> CircuitBreaker:
        return CircuitBreaker(circuits(self.table.name))

    def circuit(self, kind: str) -> str:
        """The stored state of one of the first model's circuits."""
        key = {"pk": "CIRCUIT", "sk": f"{self.model}#{kind}"}
        return str(self.table.get_item(Key=key).get("Item", {}).get("state", "never opened"))

    def spent_usd(self, day: str = "2026-11-21") -> float:
        key = {"pk": "BUDGET#claude", "sk": day}
        return float(str(self.table.get_item(Key=key).get("Item", {}).get("nano_usd", 0))) / 1e9


@pytest.fixture
def claude(server: AnthropicServer, table: Table) -> Claude:
    return Claude(server, table)


@pytest.fixture
def case() -> Callable[..., Case]:
    def make(failure_id: str = "01KAJ000000000000000000001", **parts: str) -> Case:
        given = {"error_message": "no attribute", "facts": "exit code 1", "evidence": "7: boom"}
        return Case(failure_id=failure_id, stage=Stage.ENCODE, **{**given, **parts})

    return make


@pytest.fixture
def table(cloud: Cloud) -> Table:
    return cloud.table


@pytest.fixture
def diagnose(
    cloud: Cloud, server: AnthropicServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Diagnosing]:
    secret = boto3.client("secretsmanager").create_secret(Name="claude")
    environment = {
        "ERRATA_TABLE": cloud.table.name,
        "ERRATA_ARTIFACTS_BUCKET": cloud.artifacts_bucket,
        "ERRATA_CLAUDE_SECRET_ARN": secret["ARN"],
        # Powertools counts failures per process and circuit name, hence a model id per test.
        "ERRATA_CLAUDE_MODEL": f"claude-haiku-5-5-{uuid4().hex}",
        "ERRATA_CLAUDE_ESCALATION_MODEL": "",
        "ERRATA_CLAUDE_PROVIDER": "anthropic",
        "ERRATA_CLAUDE_BASE_URL": server.url,
        "ERRATA_CLAUDE_DAILY_BUDGET_USD": "5",
        "ERRATA_CLAUDE_BACKLOG": "5",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for functions in (diagnoser, upgrader):
        functions.environment.cache_clear()
    names = {"ClaudeSecret": secret["ARN"].rsplit(":", 1)[-1]}
    roles = [InRole(name, cloud, names) for name in ("DiagnoserRole", "UpgraderRole")]
    yield Diagnosing(cloud, server, *roles)
    for functions in (diagnoser, upgrader):
        functions.environment.cache_clear()
    assert [role.refused for role in roles] == [[], []]


@pytest.fixture
def event() -> Callable[..., dict[str, Any]]:
    def make(**changes: object) -> dict[str, Any]:
        recorded: dict[str, Any] = json.loads(ENVELOPE["body"])
        ids = {"failure_id": str(ULID()), "experiment_id": str(ULID())}
        return {**recorded, **ids, **changes}

    return make
