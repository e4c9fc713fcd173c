"""The commands of docs/operating.md, run as they stand there against the local stack."""

import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from mypy_boto3_secretsmanager import SecretsManagerClient

from errata.adapters.dynamodb import DynamoDbStore
from infra import site
from infra.cli.main import COMMANDS
from infra.home import CHECKOUT
from infra.local.stack import StackOutputs
from infra.logs import group_of
from infra.questions import decided
from infra.replay import Depth, depth
from tests.e2e.failures import address, publish
from tests.e2e.visitor import Visitor

PAGE = (CHECKOUT / "docs/operating.md").read_text()
PARTS = re.compile(
    r"^#{2,3} (?P<title>[^\n]+)$|^```(?P<language>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
MISREAD = '{"schema_version": 1, "stage": "cook"}'


class Block(NamedTuple):
    """One fenced block of the page."""

    section: str
    language: str
    commands: str


def _blocks() -> Iterator[Block]:
    section = ""
    for found in PARTS.finditer(PAGE):
        if found["title"]:
            section = found["title"]
        else:
            yield Block(section, found["language"], found["body"])


RUN = [block for block in _blocks() if block.language == "bash"]
READ = [block for block in _blocks() if block.language == "sh"]


@pytest.fixture
def environment(stack: StackOutputs) -> dict[str, str]:
    """An operator's shell, whose AWS is the local stack."""
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return stack.environment() | {
        "PATH": programs,
        "HOME": os.environ["HOME"],
        "NEW_CLAUDE_KEY": "",
        "MOMENT": f"{datetime.now(UTC) - timedelta(minutes=1):%Y-%m-%dT%H:%M:%S}",
    }


def _run(commands: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        env=environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "block",
    [
        block
        for block in RUN
        if block.section not in {"Rotating the key", "Restoring the table", "Rolling back the site"}
    ],
    ids=lambda block: block.section,
)
def test_a_runbook_s_commands_work(block: Block, environment: dict[str, str]) -> None:
    _run(block.commands, environment)


def test_dead_letters_are_explained_after_all(
    stack: StackOutputs, environment: dict[str, str], admin: Visitor
) -> None:
    event = publish(stack, "letters_that_were_dead")
    sqs = stack.session().client("sqs")
    sqs.send_message(QueueUrl=stack.dead_letter_queue_url, MessageBody=event.model_dump_json())

    said = "".join(_run(block.commands, environment) for block in _of("Dead letters"))

    assert "messages are on their way again" in said
    assert depth(sqs, stack.dead_letter_queue_url) == Depth(waiting=0, taken=0)
    assert admin.wait_for(address(event)).status == 200


def test_logs_are_found_by_part(stack: StackOutputs, environment: dict[str, str]) -> None:
    """Written here as Lambda would, beside what the function itself may have logged."""
    logs = stack.session().client("logs")
    group = group_of(stack.session().client("cloudformation"), "errata", "upgrader")
    logs.create_log_stream(logGroupName=group, logStreamName="here")
    now = int(time.time() * 1_000)
    said = [
        json.dumps({"level": level, "message": message})
        for level, message in (("INFO", "upgraded"), ("ERROR", "went [bad]"))
    ]
    logs.put_log_events(
        logGroupName=group,
        logStreamName="here",
        logEvents=[{"timestamp": now, "message": line} for line in said],
    )

    everything = _run("errata logs upgrader --since 5m", environment)

    assert [line for line in everything.splitlines() if line in said] == said


def test_a_parked_message_is_sent_whole_and_parked_anew(
    stack: StackOutputs, environment: dict[str, str]
) -> None:
    store = DynamoDbStore(stack.session().resource("dynamodb").Table(stack.table))
    stack.session().client("sqs").send_message(
        QueueUrl=stack.failures_queue_url, MessageBody=MISREAD
    )
    _await_parked(store)
    before = {message.parked_id for message in store.parked(limit=50).items}

    _run("\n".join(block.commands for block in _of("Parked messages")), environment)

    _await_parked(store)
    assert not before & {message.parked_id for message in store.parked(limit=50).items}


def test_a_key_is_rotated_and_shows_nowhere(
    stack: StackOutputs, environment: dict[str, str]
) -> None:
    secrets = stack.session().client("secretsmanager")
    before = _secret(secrets, stack.claude_secret_arn)
    key = "sk-ant-rotated-0123456789"
    try:
        [block] = _of("Rotating the key")
        said = _run(block.commands, environment | {"NEW_CLAUDE_KEY": key})
        assert _secret(secrets, stack.claude_secret_arn) == key
        assert key not in said
    finally:
        secrets.put_secret_value(SecretId=stack.claude_secret_arn, SecretString=before or " ")


def test_a_restore_leaves_the_table_whole_and_no_copy(
    stack: StackOutputs, environment: dict[str, str], admin: Visitor
) -> None:
    """What comes back is shown in tests/adapters/infra/test_restore.py: here a copy is of now."""
    event = publish(stack, "there_before_the_restore")
    assert admin.wait_for(address(event)).status == 200

    [block] = _of("Restoring the table")
    said = _run(block.commands, environment)

    assert f"items are back in {stack.table}" in said
    assert admin.get(address(event)).status == 200
    names = stack.session().client("dynamodb").list_tables()["TableNames"]
    assert [name for name in names if name.startswith(stack.table)] == [stack.table]


def test_the_site_goes_back(
    stack: StackOutputs,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    s3 = stack.session().client("s3")
    first = next(it for it in site.releases(s3, stack.site_bucket) if it.is_live).release_id
    (tmp_path / "index.html").write_text("<!doctype html><p>a broken one")
    with monkeypatch.context() as changed:
        changed.setattr(site, "DIST", tmp_path)
        broken = site.upload(s3, stack.site_bucket)
    try:
        [block] = _of("Rolling back the site")
        said = _run(block.commands, environment)
    finally:
        site.activate(s3, stack.site_bucket, first)

    assert re.search(rf"{broken} .* live\n", said)
    assert f"Release {first} is live" in said


@pytest.mark.parametrize("block", READ, ids=lambda block: block.section)
def test_commands_that_change_what_is_deployed_are_worded_right(block: Block) -> None:
    for line in block.commands.splitlines():
        words = shlex.split(line, comments=True)
        assert words[0] in {"make", "errata", "git"}, line
        if words[0] == "errata":
            assert words[1] in COMMANDS, line
        arguments = shlex.split(next((w[5:] for w in words if w.startswith("ARGS=")), "")) or words
        decided(tuple(v for o, v in pairwise(arguments) if o == "--set"), {})
        if words[0] == "make":
            assert f"\n{words[1]}:" in (CHECKOUT / "Makefile").read_text(), line


def _of(section: str) -> list[Block]:
    return [block for block in RUN if block.section == section]


def _await_parked(store: DynamoDbStore) -> None:
    deadline = time.monotonic() + 60
    while not _texts(store) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert _texts(store) == {MISREAD}


def _texts(store: DynamoDbStore) -> set[str]:
    return {
        store.parked_text(message.parked_id)
        for message in store.parked(limit=50).items
        if message.body == MISREAD
    }


def _secret(client: SecretsManagerClient, arn: str) -> str | None:
    try:
        return str(client.get_secret_value(SecretId=arn)["SecretString"])
    except client.exceptions.ResourceNotFoundException:
        return None
