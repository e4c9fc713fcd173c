"""``errata redact``: a filter for logs and code of any size."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.redaction import passages, redact
from infra.cli.main import main
from tests.support.planted import planted


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "some.log"
    file.write_text("start\nAPI_KEY=q1w2e3r4t5y6\nmail a@example.org\nmail b@example.org\nend\n")
    return file


def test_it_prints_the_text_without_secrets(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["redact", str(log)]) == 0
    assert capsys.readouterr().out == (
        "start\nAPI_KEY=<token-1>\nmail <email-1>\nmail <email-2>\nend\n"
    )


def test_json_counts_the_secrets_by_kind(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["redact", "--json", str(log)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["lines"], found["secrets"]) == (5, {"token": 1, "email": 2})


def test_bytes_that_are_no_text_do_not_stop_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "raw").write_bytes(b"\xff\xfe\x00 password=hunter2hunter2\n\x80")
    assert main(["redact", str(tmp_path / "raw")]) == 0
    assert "hunter2" not in capsys.readouterr().out


def test_a_file_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["redact", "nowhere.log"]) == 2
    assert "nowhere.log" in capsys.readouterr().err


def test_what_is_read_piece_by_piece_is_as_safe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everything = list(planted())
    filler = "frame 1 qp 32 bits 4711\n" * 200
    text = filler.join(it.text + "\n" for it in everything)
    (tmp_path / "large.log").write_text(text)
    assert len(text) > 3_000_000
    assert main(["redact", str(tmp_path / "large.log")]) == 0
    shown = capsys.readouterr().out
    assert not [it.kind for it in everything for secret in it.secrets if secret in shown]
    assert shown.count("\n") == text.count("\n")


@given(st.lists(st.text(max_size=50)))
def test_passages_are_the_text(chunks: list[str]) -> None:
    assert "".join(passages(chunks)) == "".join(chunks)


def test_a_cut_parts_no_secret() -> None:
    filler = "x" * 80 + "\n"
    key = "-----BEGIN PRIVATE KEY-----\n" + "Ab3" * 20 + "\n" + "Cd4" * 20 + "\n"
    for secret in (key, "name: DB_PASSWORD\n  value: hunter2x9\n"):
        whole = (filler * 14_000)[: (1 << 20) - len(secret) // 2] + "\n" + secret + filler
        parts = list(passages(whole[at : at + 4_096] for at in range(0, len(whole), 4_096)))
        assert "".join(parts) == whole
        assert sum(secret in part for part in parts) == 1
        assert redact("".join(map(redact, parts))).count("<") == 1


def test_what_is_held_back_is_bounded() -> None:
    parts = list(passages("z" * (1 << 16) for _ in range(1 << 9)))
    assert max(map(len, parts)) <= 1 << 24
    assert sum(map(len, parts)) == 1 << 25
