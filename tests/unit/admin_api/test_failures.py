from collections.abc import Callable

import pytest

from errata.diagnosis import FailureRecord
from tests.unit.admin_api.client import Answer, Client
from tests.unit.admin_api.fakes import FINGERPRINT, FakeArtifacts, FakeStore, group, record, ulid

Show = Callable[[FailureRecord], Answer]


def path(item: FailureRecord, suffix: str = "") -> str:
    event = item.event
    return f"/api/experiments/{event.experiment_id}/failures/{event.failure_id}{suffix}"


@pytest.fixture
def show(client: Client, store: FakeStore) -> Show:
    def show(item: FailureRecord) -> Answer:
        store.records = [item]
        answer = client.get(path(item))
        assert answer.status == 200
        return answer

    return show


def frames(count: int) -> list[dict]:
    locals_ = [
        {"name": f"frame_{i}", "type": "numpy.ndarray", "shape": [8, 144, 176]} for i in range(9)
    ]
    return [
        {
            "file": "candidate.py",
            "line": i,
            "function": f"f{i}",
            "source": "x" * 80,
            "locals": locals_,
        }
        for i in range(count)
    ]


def test_a_failure_explains_itself(show: Show, store: FakeStore) -> None:
    store.all_groups = [group()]

    told = show(record()).json

    assert told["diagnosis"]["root_cause"] == "encode() uses qp before it is set."
    assert told["log"] == {
        "first_line": 1,
        "total_lines": 2,
        "lines": ["start", "NameError: name 'qp' is not defined"],
    }
    assert told["group"]["fingerprint"] == FINGERPRINT
    assert told["event"]["log_tail"] == ""
    assert told["truncated"] is False


def test_a_failure_whose_group_is_not_counted_yet(show: Show) -> None:
    assert show(record()).json["group"] is None


def test_an_empty_log_has_no_lines(show: Show) -> None:
    assert show(record(log_tail="")).json["log"] == {
        "first_line": 1, "total_lines": 0, "lines": []}  # fmt: skip


def test_hostile_text_arrives_as_text(show: Show) -> None:
    nasty = "\x1b[31m<script>alert(1)</script>\x00\u202e{{7*7}}\u2028\n"

    answer = show(record(log_tail=nasty, error_message=nasty))

    assert answer.json["log"]["lines"] == ["<script>alert(1)</script>{{7*7}}"]
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("letter", ["x", "ü", "\\"])
def test_a_long_log_is_cut_to_its_end_in_64_kb(show: Show, letter: str) -> None:
    log = "".join(f"{n} {letter * 40}\n" for n in range(1, 700))[-32_768:]
    first = 5_001

    answer = show(record(log_tail=log, log_first_line=first))

    log_window = answer.json["log"]
    assert len(answer.body) < 65_536
    assert log_window["lines"][-1].startswith("699 ")
    assert log_window["total_lines"] == first - 1 + len(log.splitlines())
    assert log_window["first_line"] + len(log_window["lines"]) - 1 == log_window["total_lines"]


def test_the_log_starts_early_enough_to_show_the_evidence(
    show: Show,
) -> None:
    log = "".join(f"{n} {'x' * 40}\n" for n in range(1, 700))
    evidence = [{"line": 1_010, "quote": "10 x"}]

    answer = show(record({"evidence": evidence}, log_tail=log, log_first_line=1_001))

    log_window = answer.json["log"]
    assert log_window["lines"][1_010 - log_window["first_line"]].startswith("10 x")
    assert len(answer.body) < 65_536


def test_a_very_long_line_is_cut(show: Show) -> None:
    lines = show(record(log_tail="y" * 30_000)).json["log"]["lines"]

    assert len(lines) == 1
    assert len(lines[0]) == 2_000
    assert "[...]" in lines[0]


def test_a_deep_trace_keeps_the_frames_nearest_to_the_crash(
    show: Show,
) -> None:
    deep = record(exceptions=[{"type": "ValueError", "message": "no", "frames": frames(64)}])

    answer = show(deep)

    shown = answer.json["event"]["exceptions"][0]["frames"]
    assert answer.json["truncated"] is True
    assert shown[-1]["function"] == "f63"
    assert len(answer.body) < 65_536


def test_a_short_trace_is_whole(show: Show) -> None:
    answer = show(record(exceptions=[{"type": "ValueError", "frames": frames(5)}]))

    assert len(answer.json["event"]["exceptions"][0]["frames"]) == 5
    assert answer.json["truncated"] is False


def test_an_unknown_failure_is_not_found(client: Client) -> None:
    answer = client.get(f"/api/experiments/{ulid()}/failures/{ulid()}")

    assert (answer.status, answer.error["code"]) == (404, "not_found")


@pytest.mark.parametrize("suffix", ["", "/log"])
def test_a_malformed_failure_id_is_named(client: Client, suffix: str) -> None:
    answer = client.get(f"/api/experiments/{ulid()}/failures/nope{suffix}")

    assert (answer.status, answer.error["field"]) == (422, "failure_id")


def test_the_whole_log_is_a_download(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    item = record(log_tail="end\n", log=artifacts.put("logs", b"begin\nmiddle\nend\n"))
    store.records = [item]

    answer = client.get(path(item, "/log"))

    assert answer.body == b"begin\nmiddle\nend\n"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="{item.event.failure_id}.log"'
    )
    assert answer.headers["X-Errata-Truncated"] == "false"


def test_without_a_stored_log_the_download_is_what_the_event_carried(
    client: Client, store: FakeStore
) -> None:
    item = record(log_tail="only this\n")
    store.records = [item]

    assert client.get(path(item, "/log")).body == b"only this\n"


def test_an_expired_log_is_not_found(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    item = record(log=artifacts.put("logs", b"gone"))
    store.records = [item]
    artifacts.kept.clear()

    assert client.get(path(item, "/log")).status == 404


def test_a_huge_log_is_cut_below_lambdas_limit_and_says_so(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    item = record(log=artifacts.put("logs", b"\x1b[0m\xff line\n" * 500_000))
    store.records = [item]

    answer = client.get(path(item, "/log"))

    assert answer.headers["X-Errata-Truncated"] == "true"
    assert "-first-4-MiB.log" in answer.headers["Content-Disposition"]
    assert answer.body.startswith(b"\xef\xbf\xbd line\n")
    assert len(answer.body) * 4 / 3 < 6_000_000


def test_secrets_in_a_log_stay_on_our_side(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    key = "AKIA" + "IOSFODNN7" + "EXAMPLE"
    item = record(log=artifacts.put("logs", f"aws_access_key_id={key}\n".encode()))
    store.records = [item]

    assert key not in client.get(path(item, "/log")).body.decode()


def test_answers_are_compressed_for_those_who_take_it(client: Client, store: FakeStore) -> None:
    item = record(log_tail="same line\n" * 3_000)
    store.records = [item]

    answer = client.get(path(item, "/log"), headers={"accept-encoding": "gzip, br"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.body == b"same line\n" * 3_000
