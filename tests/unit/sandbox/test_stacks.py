"""The fault handler's text, as Python versions write it and as a hostile candidate might."""

import faulthandler
import os
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.sandbox.stacks import parse_stacks

HEAD = "Thread 0x00007f9ccf247c40 (most recent call first):"
CANDIDATE = b"import x\r\ndef encode():\r\n    return 1\r\n"


def test_a_real_dump_is_read_frame_by_frame() -> None:
    ready, leave = threading.Event(), threading.Event()

    def idle() -> None:
        ready.set()
        leave.wait()

    thread = threading.Thread(target=idle)
    thread.start()
    ready.wait()
    reading, writing = os.pipe()
    faulthandler.dump_traceback(writing, all_threads=True)
    os.close(writing)
    with os.fdopen(reading) as file:
        stacks = parse_stacks(file.read(), b"")
    leave.set()
    thread.join()
    functions = [[frame.function for frame in stack] for stack in stacks]
    assert functions[-1][-1] == "test_a_real_dump_is_read_frame_by_frame"
    assert any("idle" in stack for stack in functions[:-1])


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        "Current thread 0x00007f9ccf247c40 (most recent call first):",
        "Thread 0x00007f9ccf247c40 [Thread-1 (work)] (most recent call first):",
    ],
)
def test_heads_of_all_versions_of_python_are_known(head: str) -> None:
    text = f'Timeout (0:00:01)!\n{head}\n  File "candidate.py", line 3 in encode\n'
    ((frame,),) = parse_stacks(text, CANDIDATE)
    assert (frame.file, frame.line, frame.function) == ("candidate.py", 3, "encode")
    assert frame.source == "return 1"


@pytest.mark.parametrize(
    ("line", "source"), [("1", "import x"), ("99", ""), ("0", ""), ("???", ""), ("999999999", "")]
)
def test_only_lines_that_exist_have_a_source(line: str, source: str) -> None:
    ((frame,),) = parse_stacks(f'{HEAD}\n  File "candidate.py", line {line} in f', CANDIDATE)
    assert frame.source == source


def test_a_stack_of_the_shim_alone_is_kept_where_it_is_the_main_thread() -> None:
    ours = '  File "/rt/site-packages/errata_box/contract.py", line 38 in run'
    runpy = '  File "<frozen runpy>", line 88 in _run_code'
    ((frame,),) = parse_stacks(f"{HEAD}\n{ours}\n{runpy}", b"")
    assert (frame.file, frame.function) == ("errata_box/contract.py", "run")


def test_the_thread_that_wrote_the_dump_does_not_decide() -> None:
    watch = '  File "/rt/site-packages/errata_box/watch.py", line 59 in _watch'
    text = f"Current thread 0x41 (most recent call first):\n{watch}\n\n{HEAD}\n"
    ((frame,),) = parse_stacks(text + '  File "candidate.py", line 3 in encode', CANDIDATE)
    assert frame.function == "encode"


def test_the_later_dump_of_a_thread_replaces_the_earlier() -> None:
    text = "\n".join(f'{HEAD}\n  File "candidate.py", line {line} in f' for line in (1, 2))
    ((frame,),) = parse_stacks(text, CANDIDATE)
    assert frame.line == 2


def test_a_flood_of_threads_and_frames_is_cut_at_its_beginning() -> None:
    frames = "".join(f'  File "candidate.py", line {n} in f{n}\n' for n in range(40))
    text = "".join(f"Thread 0x{n:x} (most recent call first):\n{frames}" for n in range(40))
    stacks = parse_stacks(text, CANDIDATE)
    assert len(stacks) == 16
    assert {len(stack) for stack in stacks} == {32}
    assert stacks[-1][-1].function == "f0"


@given(
    st.lists(
        st.one_of(
            st.just(HEAD),
            st.just('  File "candidate.py", line 1 in f'),
            st.builds('  File "{}", line {} in {}'.format, st.text(), st.integers(), st.text()),
            st.text(),
        )
    ).map("\n".join)
)
def test_any_text_is_read_within_bounds(text: str) -> None:
    stacks = parse_stacks(text, CANDIDATE)
    assert len(stacks) <= 16
    assert all(len(stack) <= 32 for stack in stacks)


def test_a_long_hostile_text_is_read_in_linear_time() -> None:
    for flood in ('  File "' * 200_000, HEAD * 50_000, f"{HEAD}\n" * 50_000, "[" * 1_000_000):
        assert parse_stacks(flood, CANDIDATE) == ()
