"""The report: one document, the last word of several threads, and the fault handler's text."""

import faulthandler
import threading

from orchestrator.sandbox.inside.report import Report
from tests.unit.sandbox.report_files import left_in, report_file


def test_what_comes_after_the_end_changes_no_report() -> None:
    with report_file() as fd:
        report = Report(fd)
        report.phase("done")
        report.out_of_time([[{"file": "late.py", "function": "f", "line": 1}]])
        assert left_in(fd)[0].phase == "done"
        assert left_in(fd)[0].threads == ()


def test_the_document_and_the_fault_handlers_text_share_the_file() -> None:
    with report_file() as fd:
        report = Report(fd)
        faulthandler.dump_traceback(fd)
        report.phase("run")
        report.out_of_time([[{"file": "candidate.py", "function": "encode", "line": 7}]])
        document, text = left_in(fd)
    assert document.phase == "run"
    assert [frame.line for frame in document.threads[0]] == [7]
    assert "(most recent call first):" in text
    assert "test_the_document_and" in text


def test_threads_may_report_at_the_same_time() -> None:
    with report_file() as fd:
        report = Report(fd)
        late = [threading.Thread(target=report.out_of_time, args=([],)) for _ in range(20)]
        for thread in late:
            thread.start()
        report.broken_contract("wrong_dtype", "float64")
        for thread in late:
            thread.join()
        assert [finding.code for finding in left_in(fd)[0].findings] == ["wrong_dtype"]
