"""The API keeps what docs/openapi.json promises, whatever it is sent: Schemathesis tries.

Each example is sent as it was generated, and again at things that exist. The function is the one
that is deployed, with its stores in moto; only who signs in is known here.
"""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
import schemathesis
from hypothesis import settings
from schemathesis.checks import CHECKS, load_all_checks

from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.s3 import S3Artifacts
from lambdas.admin_api import bootstrap, openapi
from lambdas.admin_api.app import respond
from lambdas.admin_api.guard import PUBLIC
from tests.adapters.admin_api.gateway import Gateway
from tests.support.aws import CREDENTIALS, Cloud, deployed
from tests.unit.admin_api.client import Context
from tests.unit.admin_api.conftest import unsigned_token
from tests.unit.admin_api.fakes import NOW, experiment, record
from tests.unit.admin_api.signing_in import FakeSignIn

TOKEN = "opens-everything"
HEADERS = {"Authorization": f"Bearer {TOKEN}", "accept-encoding": "identity"}
EXCLUDED = [
    # Dates in order and cursors that were given out are more than a schema can ask for.
    "positive_data_acceptance",
    # 404 tells a caller no more of a path with other methods than of no path at all.
    "unsupported_method",
]
load_all_checks()
GATEWAY = Gateway(PUBLIC, TOKEN)
DOCUMENT = json.loads(openapi.PATH.read_text(encoding="utf-8"))
CONFIG = schemathesis.Config.from_dict({"generation": {"with-security-parameters": False}})
api = schemathesis.openapi.from_dict(DOCUMENT, config=CONFIG)
api.app = GATEWAY


@pytest.fixture(scope="module")
def known() -> Iterator[dict[str, str]]:
    """Path parameters of what exists behind the gateway."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in CREDENTIALS.items():
            patch.setenv(name, value)
        with deployed() as cloud:
            for name, value in environment(cloud).items():
                patch.setenv(name, value)
            bootstrap.services.cache_clear()
            services = replace(bootstrap.services(), sign_in=FakeSignIn(unsigned_token()))
            GATEWAY.handler = lambda event: respond(event, Context(), services)
            yield filled(cloud)
    bootstrap.services.cache_clear()


def environment(cloud: Cloud) -> dict[str, str]:
    """What the template gives the function; nobody here asks too often."""
    return {
        "ERRATA_TABLE": cloud.table.name,
        "ERRATA_ARTIFACTS_BUCKET": cloud.artifacts_bucket,
        "ERRATA_USER_POOL_ID": "eu-central-1_Errata",
        "ERRATA_USER_POOL_CLIENT_ID": "client",
        "ERRATA_CURSOR_KEY": "k" * 43,
        "ERRATA_WRITES_PER_MINUTE": "1000000",
        "ERRATA_COSTLY_READS_PER_MINUTE": "1000000",
        "ERRATA_CLAUDE_DAILY_BUDGET_USD": "5",
    }


def filled(cloud: Cloud) -> dict[str, str]:
    """Store an experiment that failed, with all that belongs to it."""
    store = DynamoDbStore(cloud.table)
    artifacts = S3Artifacts(cloud.s3, cloud.artifacts_bucket)
    code = artifacts.put("code", b"def encode(): ...\n")
    item = record(log=artifacts.put("log", b"begin\nend\n"))
    running = experiment(
        experiment_id=item.event.experiment_id, started_at=NOW, status="running", code=code
    )
    store.start(running)
    ended = {"status": "failed", "failure_id": item.event.failure_id, "finished_at": NOW}
    store.finish(type(running).model_validate(running.model_dump() | ended))
    store.record(item.event, item.diagnosis)
    return {
        "experiment_id": item.event.experiment_id,
        "failure_id": item.event.failure_id,
        "fingerprint": item.diagnosis.fingerprint,
        "name": "mine",
    }


@api.parametrize()
@settings(max_examples=6, derandomize=True, database=None)
def test_every_answer_is_one_that_the_document_tells_of(
    known: dict[str, str], case: schemathesis.Case
) -> None:
    excluded = CHECKS.get_by_names(EXCLUDED)
    case.call_and_validate(headers=HEADERS, excluded_checks=excluded)
    if case.path_parameters:
        case.path_parameters = {name: known[name] for name in case.path_parameters}
        case.call_and_validate(headers=HEADERS, excluded_checks=excluded)
