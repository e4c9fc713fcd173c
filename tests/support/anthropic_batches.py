"""The Message Batches endpoints of the loopback server: create, retrieve and results."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.anthropic_server import (
    AnthropicServer,
    Request,
    Response,
    answer_all,
    nothing_there,
)

ROOT = "/v1/messages/batches"
Result = dict[str, Any]


def succeeded(params: Request, **changes: object) -> Result:
    """The result of a request that was answered."""
    return says(answer_all(params, **changes))


def says(reply: Response) -> Result:
    """The result of a request that got this reply."""
    return {"type": "succeeded", "message": json.loads(reply.body)}


def errored(kind: str) -> Result:
    """The result of a request that failed."""
    error = {"type": "error", "error": {"type": kind, "message": "no"}, "request_id": None}
    return {"type": "errored", "error": error}


EXPIRED: Result = {"type": "expired"}
CANCELED: Result = {"type": "canceled"}


@dataclass
class Batch:
    """One batch as the service knows it."""

    id: str
    requests: list[Mapping[str, Any]]
    created_at: datetime
    lines: bytes | None = None
    """Its results file, once it has ended."""
    archived: bool = False

    @property
    def params(self) -> list[Request]:
        return [request["params"] for request in self.requests]

    def end(self, result: Callable[[Request], Result] = succeeded) -> None:
        """Finish every request; results come in another order than the requests."""
        self.end_with(
            *(
                json.dumps({"custom_id": it["custom_id"], "result": result(it["params"])})
                for it in reversed(self.requests)
            )
        )

    def end_with(self, *lines: str) -> None:
        """Finish with this results file."""
        self.lines = "".join(f"{line}\n" for line in lines).encode()

    def shown(self, url: str) -> dict[str, object]:
        """The batch as the API describes it."""
        ended = self.lines is not None
        results_url = f"{url}{ROOT}/{self.id}/results" if ended and not self.archived else None
        counts = dict.fromkeys(("canceled", "errored", "expired", "processing", "succeeded"), 0)
        return {
            "id": self.id,
            "type": "message_batch",
            "processing_status": "ended" if ended else "in_progress",
            "request_counts": counts | {"processing": 0 if ended else len(self.requests)},
            "created_at": self.created_at.isoformat(),
            "expires_at": (self.created_at + timedelta(hours=24)).isoformat(),
            "ended_at": datetime.now(UTC).isoformat() if ended else None,
            "archived_at": None,
            "cancel_initiated_at": None,
            "results_url": results_url,
        }


@dataclass
class BatchService:
    """Serves batches on a server, unless told to ``refuse``."""

    server: AnthropicServer
    batches: list[Batch] = field(default_factory=list)
    refuse: Callable[[str, str], Response | None] | None = None
    """Takes a method and a path; its answer is given in place of the true one."""
    calls: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server.respond_elsewhere = self.respond

    def respond(self, method: str, path: str, body: Request) -> Response | None:
        self.calls.append(f"{method} {path}")
        if self.refuse:
            return self.refuse(method, path)
        if (method, path) == ("POST", ROOT):
            batch = Batch(f"msgbatch_{len(self.batches)}", body["requests"], datetime.now(UTC))
            self.batches.append(batch)
            return self._show(batch)
        for batch in self.batches:
            if (method, path) == ("GET", f"{ROOT}/{batch.id}"):
                return self._show(batch)
            if (method, path) == ("GET", f"{ROOT}/{batch.id}/results") and batch.lines is not None:
                return Response(batch.lines, headers={"content-type": "application/x-jsonl"})
        return nothing_there()

    def _show(self, batch: Batch) -> Response:
        return Response(json.dumps(batch.shown(self.server.url)).encode())
