"""Sessions for the local stack reach it and nothing else."""

import pytest

from infra.local.outputs import ACCOUNT, local_session


def test_a_session_ignores_the_caller_s_own_aws_configuration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://elsewhere.invalid")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "real")

    session = local_session("http://127.0.0.1:9")

    assert session.client("sqs").meta.endpoint_url == "http://127.0.0.1:9"
    table = session.resource("dynamodb").Table("t")
    assert table.meta.client.meta.endpoint_url == "http://127.0.0.1:9"
    credentials = session.get_credentials()
    assert (credentials.access_key, credentials.token) == (ACCOUNT, None)
