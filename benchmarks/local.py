"""A local stack of the benchmarks' own, empty, in a folder that goes away."""

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3

from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.sqs import SqsFailureQueue
from infra.local.outputs import StackOutputs
from infra.local.settings import LocalSettings
from infra.local.stack import LocalStack
from infra.local.users import Credentials, credentials


@dataclass(frozen=True, slots=True)
class Api:
    """The admin API as a signed-in person's client sees it."""

    url: str
    token: str
    http: urllib3.PoolManager

    def get(self, path: str, **query: str) -> Any:  # noqa: ANN401 - JSON
        """Return the JSON answer of a path below ``/api``."""
        answer = self.http.request(
            "GET",
            f"{self.url.rstrip('/')}/api{path}",
            fields=query,
            headers={"Authorization": f"Bearer {self.token}"},
        )
        assert answer.status == 200, f"{path}: {answer.status} {answer.data[:200]!r}"
        return answer.json()


@dataclass(frozen=True, slots=True)
class Stack:
    """A running stack and its doors."""

    outputs: StackOutputs
    api: Api
    store: DynamoDbStore
    queue: SqsFailureQueue
    pid: int
    """Of the emulator, whose children the functions are."""
    user: Credentials
    """Who may sign in at the dashboard."""


@contextmanager
def local_stack(say: Callable[[str], None]) -> Iterator[Stack]:
    """Run the real template on a free port, without a key for Claude."""
    os.environ.pop("ANTHROPIC_API_KEY", None)
    with tempfile.TemporaryDirectory(prefix="errata-bench-") as folder:
        home = Path(folder)
        running = LocalStack(LocalSettings(home=home, local_port=_free_port()))
        try:
            outputs = running.up(say)
            yield _doors(outputs, home, running.status().pid or 0)
        finally:
            running.down()


def _doors(outputs: StackOutputs, home: Path, pid: int) -> Stack:
    session = outputs.session()
    return Stack(
        outputs,
        Api(outputs.api_url, _token(outputs, home), urllib3.PoolManager(timeout=30)),
        DynamoDbStore(session.resource("dynamodb").Table(outputs.table)),
        SqsFailureQueue(session.client("sqs"), outputs.failures_queue_url),
        pid,
        credentials(home)[0],
    )


def _token(outputs: StackOutputs, home: Path) -> str:
    user = credentials(home)[0]
    answer = (
        outputs.session()
        .client("cognito-idp")
        .admin_initiate_auth(
            UserPoolId=outputs.user_pool_id,
            ClientId=outputs.user_pool_client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": user.username, "PASSWORD": user.password},
        )
    )
    return str(answer["AuthenticationResult"]["AccessToken"])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
