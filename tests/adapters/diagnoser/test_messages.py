"""Reading messages: good ones whole, bad ones parked with the reason."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.diagnosis import ParkedMessage
from errata.errors import InvalidInputError
from errata.events import FailureEvent
from lambdas.diagnoser.messages import BODY_LIMIT, Message, parked, read, whole

RECORD = json.loads(Path("tests/events/sqs_failures.json").read_text())["Records"][0]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def message(body: str, message_id: str = "m-1") -> Message:
    return Message(message_id, body, NOW - timedelta(seconds=1))


def changed(**changes: object) -> str:
    event: dict[str, Any] = json.loads(RECORD["body"])
    for name, value in changes.items():
        *path, last = name.split("__")
        target = event
        for step in path:
            target = target[step]
        target[last] = value
    return json.dumps(event)


def test_a_recorded_message_is_read() -> None:
    event = read(message(RECORD["body"]))
    assert event.failure_id == "01KAJ2C6Y0F8Q5T3W9X7B4M2NE"
    assert event.exceptions[0].frames[0].source == "import zstandard"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("", "body"),
        ("{", "body"),
        ("null", "body"),
        ("[]", "body"),
        ('"text"', "body"),
        ("\ud800", "body"),
        ('{"log_tail": "\\ud800"}', "body"),
        ("[" * 100_000, "body"),
        ("x" * (BODY_LIMIT + 1), "body"),
        ("é" * (BODY_LIMIT // 2 + 1), "body"),
        ("{}", "failure_id"),
        (changed(surprise=1), "surprise"),
        (changed(exit__surprise=1), "exit.surprise"),
        (changed(schema_version=2), "schema_version"),
        (changed(stage="lunch"), "stage"),
        (changed(failure_id="7"), "failure_id"),
        (changed(occurred_at="2026-11-21T12:00:00"), "occurred_at"),
        (changed(error_message=None), "error_message"),
        (changed(exit__code="boom"), "exit.code"),
        (changed(exit__limit="patience"), "exit.limit"),
        (changed(exit__duration_s=-1), "exit.duration_s"),
        (changed(log_tail="x" * 32_769), "log_tail"),
        (changed(log_first_line=0), "log_first_line"),
        (changed(exceptions=[{"type": "E", "relation": "friend"}]), "exceptions.0.relation"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)  # fmt: skip
def test_what_is_wrong_is_named(body: str, field: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read(message(body))
    assert caught.value.field == field
    assert parked(message(body), caught.value, NOW).reason.startswith(f"{field}: ")


def test_nul_bytes_colours_and_an_empty_log_are_no_reason_to_park() -> None:
    event = read(message(changed(log_tail="\x00\x1b[31m\u202e", error_message="")))
    assert isinstance(event, FailureEvent)
    assert read(message(changed(log_tail=""))).log_tail == ""


def unreadable(body: str, message_id: str = "m-1") -> ParkedMessage:
    with pytest.raises(InvalidInputError) as caught:
        read(message(body, message_id))
    return parked(message(body, message_id), caught.value, NOW)


def test_the_same_message_is_parked_under_the_same_id() -> None:
    assert unreadable("{").parked_id == unreadable("{").parked_id
    assert unreadable("{", "m-1").parked_id != unreadable("{", "m-2").parked_id


def test_parked_messages_sort_by_the_time_they_were_sent() -> None:
    error = InvalidInputError("body", "bad")
    ids = [
        parked(Message(f"m-{n}", "", NOW + timedelta(seconds=n)), error, NOW).parked_id
        for n in range(20)
    ]
    assert ids == sorted(ids)


def test_a_secret_in_an_unreadable_message_is_not_kept() -> None:
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" * 2  # shaped like a token, made up
    kept = unreadable(f'{{"token": "{secret}", "{secret}": 1}}')
    assert secret not in kept.body
    assert secret not in kept.reason


def test_a_huge_message_is_parked_short() -> None:
    kept = unreadable("x" * 2_000_000)
    assert len(kept.body) <= 8_192
    assert kept.reason == "body: 2,000,000 bytes, but at most 262,144 are read"


def read_or_park(body: str) -> None:
    try:
        read(message(body))
    except InvalidInputError as error:
        parked(message(body), error, NOW)


@given(st.text())
def test_any_text_is_read_or_parked(body: str) -> None:
    read_or_park(body)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.sampled_from(list(json.loads(RECORD["body"]))),
)
def test_any_value_anywhere_is_read_or_parked(value: object, field: str) -> None:
    read_or_park(changed(**{field: value}))


def test_what_may_be_read_later_is_kept_whole_without_its_secrets() -> None:
    body = changed(stage="cook", log_tail="x" * 20_000 + " AKIAIOSFODNN7EXAMPLE")

    text = whole(message(body))

    assert text is not None
    assert json.loads(text)["stage"] == "cook"
    assert len(text) > 20_000
    assert "AKIAIOSFODNN7EXAMPLE" not in text


def test_what_is_too_large_for_any_version_is_not_kept_whole() -> None:
    assert whole(message("x" * (BODY_LIMIT + 1))) is None
    assert whole(message("x" * BODY_LIMIT)) is not None
