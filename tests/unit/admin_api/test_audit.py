"""Who may read the audit trail, how it is paged, and whom the API names in it."""

from datetime import timedelta

import pytest

from errata.audit import Act, AuditEntry
from lambdas.admin_api.services import Services
from tests.unit.admin_api.client import EVENT, Client
from tests.unit.admin_api.fakes import NOW, FakeStore, ulid

SENT = {"content-type": "application/json", "x-errata-request": "1"}


@pytest.fixture
def admin(services: Services) -> Client:
    vouched = EVENT["requestContext"]["authorizer"]["lambda"]
    return Client(services, identity=vouched | {"groups": ["admin"]})


def entry(minutes_ago: int) -> AuditEntry:
    at = NOW - timedelta(minutes=minutes_ago)
    return AuditEntry(
        entry_id=ulid(at),
        at=at,
        by="ada",
        act=Act.DECIDED,
        subject="groups/v1-" + "ab" * 16,
        before={"status": "open"},
        after={"status": "muted"},
    )


def test_an_administrator_pages_through_what_people_changed(
    admin: Client, store: FakeStore
) -> None:
    store.entries = [entry(number) for number in range(3)]

    first = admin.get("/api/audit", limit=2).json
    rest = admin.get("/api/audit", limit=2, cursor=first["cursor"]).json

    told = [AuditEntry.model_validate(item) for item in first["items"] + rest["items"]]
    assert told == store.entries
    assert rest["cursor"] is None


def test_views_are_changed_in_the_name_of_who_is_signed_in(
    client: Client, store: FakeStore
) -> None:
    client.send("PUT", "/api/views/mine", headers=SENT, body='{"address": "?"}')
    client.send("DELETE", "/api/views/mine", headers=SENT)

    assert store.changes == [("ada", NOW), ("ada", NOW)]
