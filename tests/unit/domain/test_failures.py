"""Failures that really happen are explained, and the explanation names the thing."""

import pytest

from errata.taxonomy import Category, Severity
from tests.unit.domain.make import crash, explained

SLEEP = """\
import subprocess, sys
subprocess.run([sys.executable, "-c", "import time; time.sleep(60)"], timeout=0.01)
"""
CRASHES = [
    ("x = (1,\n", Category.SYNTAX_ERROR, "never closed"),
    ("```python\nx = 1\n```\n", Category.SYNTAX_ERROR, "parse"),
    ("def f():\nreturn 1\n", Category.SYNTAX_ERROR, "indent"),
    ("import not_a_codec\n", Category.IMPORT_ERROR, "`not_a_codec`"),
    ("from math import cosine\n", Category.IMPORT_ERROR, "`cosine`"),
    ("def encode(y):\n    return y[9]\n\nencode([1])\n", Category.RUNTIME_ERROR, "in encode"),
    ("{}['qp']\n", Category.RUNTIME_ERROR, "'qp'"),
    ("None.shape\n", Category.RUNTIME_ERROR, "None"),
    ("1 // 0\n", Category.RUNTIME_ERROR, "ZeroDivisionError"),
    ("(lambda a: a)(b=1)\n", Category.RUNTIME_ERROR, "'b'"),
    ("undefined\n", Category.RUNTIME_ERROR, "'undefined'"),
    ("def f():\n    f()\n\nf()\n", Category.RUNTIME_ERROR, "recursion"),
    ("import struct\nstruct.unpack('<I', b'ab')\n", Category.RUNTIME_ERROR, "buffer of 4 bytes"),
    ("import json\njson.loads('')\n", Category.RUNTIME_ERROR, "Expecting value"),
    ("open('missing.yuv')\n", Category.RUNTIME_ERROR, "missing.yuv"),
    ("b'\\xff'.decode()\n", Category.RUNTIME_ERROR, "0xff"),
    ("raise MemoryError\n", Category.RESOURCE_ERROR, "Memory ran out"),
    ("bytearray(1 << 62)\n", Category.RESOURCE_ERROR, "Memory ran out"),
    ("raise TimeoutError('frame 3')\n", Category.TIMEOUT, "frame 3"),
    (SLEEP, Category.TIMEOUT, "timed out after"),
    ("assert 3 == 4\n", Category.RUNTIME_ERROR, "assertion"),
    ("import argparse\nargparse.ArgumentParser().parse_args(['--crf'])\n", Category.RUNTIME_ERROR,
     "SystemExit"),
    ("raise ValueError(\"preset must be one of ['fast', 'slow'], got 'warp'\")\n",
     Category.VALIDATION_ERROR, "warp"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "category", "named"), CRASHES, ids=[source[:30] for source, _, _ in CRASHES]
)
def test_a_crash_is_explained(source: str, category: Category, named: str) -> None:
    log = f"loading clip\nframe 1 done\n{crash(source)}"
    found = explained(log, "exit code 1")
    assert found.verdict.category is category
    assert named in found.verdict.root_cause
    assert found.verdict.fix_suggestion
    lines = log.split("\n")
    assert found.verdict.evidence
    for evidence in found.verdict.evidence:
        assert evidence.quote in lines[evidence.line - 1]


def test_the_root_of_a_chain_decides_when_the_last_only_wraps_it() -> None:
    wrapped = (
        "try:\n    import not_a_codec\nexcept ImportError as error:\n"
        "    raise RuntimeError('plugin failed') from error\n"
    )
    assert explained(crash(wrapped)).rule == "missing-module"


def test_the_last_of_a_chain_decides_when_it_is_a_failure_of_its_own() -> None:
    handled = "try:\n    {}['a']\nexcept KeyError:\n    [][0]\n"
    assert explained(crash(handled)).rule == "index"


def test_an_inner_test_failure_outranks_the_summary() -> None:
    log = (
        "    def test_size():\n>       assert len(encode()) == 4\n"
        "E       assert 3 == 4\nE        +  where 3 = len(b'abc')\n\n"
        "tests/test_size.py:4: AssertionError\n==== 1 failed, 8 passed in 0.1s ====\n"
    )
    found = explained(log, "1 failed, 8 passed in 0.1s")
    assert found.verdict.category is Category.LOGIC_ERROR
    assert found.verdict.severity is Severity.LOW


@pytest.mark.parametrize(
    ("prefix", "suffix"),
    [
        ("[rank0]: ", ""),
        ("2026-01-31T12:00:00.123Z ", ""),
        ("worker_1  | ", ""),
        ("\x1b[31m", "\x1b[0m"),
        ("[1,3]<stderr>:", ""),
        ("(encode pid=42, ip=10.0.0.7) ", ""),
    ],
)
def test_margins_of_runners_do_not_hide_a_traceback(prefix: str, suffix: str) -> None:
    printed = crash("def encode(y):\n    return y[9]\n\nencode([1])\n")
    log = "\n".join(f"{prefix}{line}{suffix}" for line in printed.split("\n"))
    found = explained(log)
    assert found.rule == "index"
    assert "in encode" in found.verdict.root_cause


def test_a_notebook_traceback_is_read() -> None:
    log = (
        "---------------------------------------------------------------------------\n"
        "ZeroDivisionError                         Traceback (most recent call last)\n"
        "Cell In[3], line 2\n      1 def ratio(a, b):\n----> 2     return a / b\n\n"
        "ZeroDivisionError: division by zero\n"
    )
    found = explained(log)
    assert found.rule == "arithmetic"
    assert found.verdict.evidence[-1].line == 7


OUTSIDE = [
    ("slurmstepd: error: *** JOB 5 ON n7 CANCELLED AT 2026-01-31T12:00:00 DUE TO TIME LIMIT ***",
     Category.TIMEOUT),
    ("slurmstepd: error: *** JOB 5 ON n7 CANCELLED AT 2026-01-31T12:00:00 ***",
     Category.RUNTIME_ERROR),
    ("slurmstepd: error: Detected 1 oom-kill event(s) in StepId=5.0.", Category.RESOURCE_ERROR),
    ("Killed", Category.RESOURCE_ERROR),
    ("2026-01-31T12:00:00Z 7c9e Task timed out after 15.03 seconds", Category.TIMEOUT),
]  # fmt: skip


@pytest.mark.parametrize(("line", "category"), OUTSIDE)
def test_who_stops_a_run_from_outside_outranks_an_older_traceback(
    line: str, category: Category
) -> None:
    log = f"{crash('[][0]')}retrying\n{line}\n"
    assert explained(log, "exit code 1").verdict.category is category


def test_a_recovered_warning_does_not_outrank_the_error() -> None:
    log = "WARNING: request timed out, retrying\nERROR: No space left on device\ndone\n"
    found = explained(log)
    assert found.rule == "disk-full"
    assert found.verdict.severity is Severity.CRITICAL


def test_it_says_so_when_it_does_not_know_and_quotes_the_last_words() -> None:
    found = explained("loading\nencoding frame 7\n\n----\n", "Execution failed")
    assert found.rule == "unknown"
    assert found.verdict.confidence <= 0.3
    assert found.verdict.evidence[-1].quote == "encoding frame 7"


def test_a_run_that_left_nothing_is_a_failure_with_facts() -> None:
    found = explained("")
    assert found.verdict.evidence == ()
    assert "no output at all" in found.verdict.root_cause
