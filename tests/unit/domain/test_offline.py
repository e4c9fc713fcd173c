import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errata.offline import diagnose_line, diagnose_log
from errata.taxonomy import Category
from tests.unit.domain.make import crash

INDEX = crash("def decode(y):\n    return y[9]\n\ndecode([1])")
FIELDS = {
    "id", "category", "severity", "stage", "root_cause", "fix_suggestion", "evidence",
    "confidence", "source", "fingerprint",
}  # fmt: skip


def line(**fields: object) -> str:
    return json.dumps({"id": "f-1", "error_message": "exit code 1", "logs": "", **fields})


def test_a_line_gets_a_diagnosis_with_the_promised_fields() -> None:
    found = diagnose_line(line(logs=INDEX, code="y[9]", exit_code=1))
    assert set(found) == FIELDS
    assert found["id"] == "f-1"
    assert found["category"] == "runtime_error"
    assert found["source"] == "patterns"
    assert found["stage"] == "decode", "the raising function tells"
    assert found["evidence"][-1]["quote"] == "IndexError: list index out of range"
    assert found == diagnose_line(line(logs=INDEX, code="y[9]", exit_code=1))


def test_the_stage_given_is_kept_and_exit_facts_count() -> None:
    found = diagnose_line(line(stage="measure", signal=11))
    assert found["stage"] == "measure"
    assert "SIGSEGV" in found["root_cause"]
    assert diagnose_line(line(exit_code=137))["category"] == "resource_error"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ("{", "line"),
        ("", "line"),
        ("[1, 2]", "line"),
        ("[" * 200_000, "line"),
        (line(logs=None), "logs"),
        (line(error_message=7), "error_message"),
        (line(stage="dance"), "stage"),
        (line(exit_code="1"), "exit_code"),
        (line(exit_code=True), "exit_code"),
        (line(signal=99), "signal"),
        (line(id={}), "id"),
        (line(colour="red"), "colour"),
        ('{"id": "f-1", "logs": ""}', "error_message"),
    ],
)
def test_a_line_that_is_not_valid_gets_an_error_that_names_the_field(
    given: str, field: str
) -> None:
    found = diagnose_line(given)
    assert set(found) <= {"id", "error"}
    assert found["error"]["field"] == field
    assert found["error"]["message"]
    if '"id": "f-1"' in given:
        assert found["id"] == "f-1"


@pytest.mark.parametrize("absent", ["code", "stage", "exit_code", "signal"])
def test_optional_fields_may_be_null(absent: str) -> None:
    assert "error" not in diagnose_line(line(**{absent: None}))


@pytest.mark.parametrize(
    "logs", ["", "\x00\x00", "\ud800\udfff", "\x1b[31mred", "\u202e\u200b", "\r\r\r", "\n" * 1_000]
)
def test_hostile_text_is_diagnosed(logs: str) -> None:
    found = diagnose_line(line(logs=logs))
    assert set(found) == FIELDS
    json.dumps(found, ensure_ascii=False).encode("utf-8")


def test_two_megabytes_are_read_whole_and_lines_keep_their_numbers() -> None:
    chatter = "".join(f"frame {n} encoded in 3 ms\n" for n in range(90_000))
    killed = f"{chatter}Traceback (most recent call last):\nMemoryError\n{chatter}"
    assert len(killed) > 2_000_000
    found = diagnose_line(line(logs=killed))
    assert found["category"] == "resource_error"
    assert found["evidence"][0]["line"] == 90_002


def test_secrets_do_not_come_out() -> None:
    found = diagnose_line(line(logs="ValueError: bad password=hunter2hunter2 for a@example.com"))
    assert "hunter2" not in json.dumps(found)
    assert "a@example.com" not in json.dumps(found)


def test_a_plain_log_is_enough() -> None:
    explanation = diagnose_log(f"start\n{crash('import not_a_codec')}")
    assert explanation.verdict.category is Category.IMPORT_ERROR
    assert explanation.fingerprint.startswith("v2-")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(max_examples=50)
@given(st.text() | JSON.map(json.dumps) | st.builds(line, logs=st.text(), error_message=JSON))
def test_any_line_gets_an_object(given: str) -> None:
    found = diagnose_line(given)
    assert ("error" in found) != (set(found) == FIELDS)
    json.dumps(found)
