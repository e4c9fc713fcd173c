"""The eight ways in which a bubblewrap box looked closed and was not, each kept closed.

Where a program in ``programs/`` covers a trap already, its name stands here.

1. a box's own root, /dev and /dev/shm are writable and without limit: below, ``fill_tmp``
2. real root in a user namespace still reads root's files: below
3. clearing the environment inside leaves it readable outside: below, ``read_environment``
4. a box dies with the thread that started it: below
5. mounts hide each other, and implied directories are closed to others: below
6. an address-space limit is per process: ``fork_bomb``, ``run_a_program``
7. the kernel's keyring is shared by all boxes of one user: below, ``forbidden_calls``
8. clips beside the libraries are visible: ``find_clips``
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from errata.taxonomy import Limit
from orchestrator.sandbox.box import Box
from orchestrator.sandbox.cgroups import find_accounting
from orchestrator.sandbox.control_group import KernelAccounting
from orchestrator.sandbox.job import Job
from orchestrator.sandbox.modes import RootMode
from orchestrator.sandbox.sandbox import BubblewrapSandbox
from orchestrator.sandbox.seats import SEATS
from orchestrator.sandbox.step import Limits

LIMITS = Limits(wall_s=20, cpu_s=20)
TAIL = "\ndef decode(bitstream): return bitstream\n"


def job(body: str, limits: Limits = LIMITS) -> Job:
    source = f"import os\ndef encode(y, u, v, fps, qp):\n    {body}\n{TAIL}".encode()
    return Job("encode", source, bytes(24), 1, 4, 4, limits, fps=25.0, qp=22)


def processes_of(box: Box) -> Iterator[Path]:
    """Yield the directories in /proc of a box's processes, the outer bubblewrap's first."""
    waiting = [box.process.pid]
    while waiting:
        pid = waiting.pop()
        yield Path(f"/proc/{pid}")
        waiting += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def user_of(process: Path) -> int:
    return int((process / "status").read_text().split("Uid:\t")[1].split()[0])


@pytest.mark.parametrize("place", ["/", "/dev", "/rt", "/rt/lib", "/rt/errata_box", "/lib"])
def test_nothing_but_tmp_can_be_written(sandbox: BubblewrapSandbox, place: str) -> None:
    result = sandbox.run(job(f"open({place!r} + '/planted', 'w')"))
    assert result.exceptions[-1].type in {"OSError", "PermissionError", "FileNotFoundError"}


def test_no_process_of_a_box_runs_as_root_after_start(sandbox: BubblewrapSandbox) -> None:
    with sandbox.launcher.start() as box:
        users = [user_of(path) for path in processes_of(box)]
    assert len(users) == 3
    assert users[-1] != 0
    if isinstance(sandbox.launcher.mode, RootMode):
        assert users[-1] in map(sandbox.launcher.mode.user_inside, range(SEATS))


def test_two_boxes_never_share_a_user(sandbox: BubblewrapSandbox) -> None:
    with sandbox.launcher.start() as one, sandbox.launcher.start() as two:
        users = [user_of(list(processes_of(box))[-1]) for box in (one, two)]
    assert len(set(users)) == (2 if isinstance(sandbox.launcher.mode, RootMode) else 1)


def test_secrets_of_the_launcher_are_in_no_environment_of_a_box(
    sandbox: BubblewrapSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "planted-secret")
    with sandbox.launcher.start() as box:
        environments = [(path / "environ").read_bytes() for path in processes_of(box)]
    assert len(environments) == 3
    assert not any(b"planted-secret" in environment for environment in environments)


def test_a_box_outlives_the_thread_that_asked_for_it(sandbox: BubblewrapSandbox) -> None:
    boxes: list[Box] = []
    thread = threading.Thread(target=lambda: boxes.append(sandbox.launcher.start()))
    thread.start()
    thread.join()
    with boxes[0] as box:
        time.sleep(0.1)
        assert box.run(job("return b'alive'")).output == b"alive"


def test_no_box_outlives_a_killed_orchestrator() -> None:
    program = (
        "from orchestrator.sandbox import open_sandbox\n"
        "box = open_sandbox().launcher.start()\n"
        "print(box.process.pid, flush=True)\n"
        "input()\n"
    )
    with orchestrator(program) as process:
        assert process.stdout is not None
        outer = int(process.stdout.readline())
        children = Path(f"/proc/{outer}/task/{outer}/children").read_text().split()
        assert children
        process.kill()
        process.wait()
        deadline = time.monotonic() + 20
        while any(is_alive(pid) for pid in (outer, *map(int, children))):
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_tmp_can_be_written_and_the_runtime_read(sandbox: BubblewrapSandbox) -> None:
    body = "open('/tmp/own', 'w').close(); os.listdir('/rt/site-packages/numpy'); return b'ok'"
    assert sandbox.run(job(body)).output == b"ok"


def test_a_box_is_gone_when_its_limit_is_reached(sandbox: BubblewrapSandbox) -> None:
    result = sandbox.run(job("[None for _ in iter(int, 1)]", Limits(wall_s=0.3, cpu_s=20)))
    assert result.exit.limit is Limit.WALL_CLOCK
    assert result.exit.signal == signal.SIGKILL


def test_boxes_run_side_by_side(sandbox: BubblewrapSandbox) -> None:
    outputs: dict[int, bytes] = {}

    def work(slot: int) -> None:
        body = f"import time; time.sleep(0.2); return b'{slot}' + str(os.getuid()).encode()"
        outputs[slot] = sandbox.run(job(body)).output

    threads = [threading.Thread(target=work, args=(slot,)) for slot in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outputs[slot][:1] for slot in range(4)] == [b"0", b"1", b"2", b"3"]


def test_the_group_of_a_killed_orchestrator_is_removed_by_the_next() -> None:
    accounting = find_accounting()
    parents = accounting.parents.values() if isinstance(accounting, KernelAccounting) else ()
    dead = subprocess.Popen(["true"])
    dead.wait()
    left = {parent / f"errata-{dead.pid}-0" for parent in parents}
    for directory in left:
        directory.mkdir()
    find_accounting()
    assert not any(directory.exists() for directory in left)


@contextmanager
def orchestrator(program: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", program]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def is_alive(pid: int) -> bool:
    """Tell whether a process is there; a dead one we inherited is buried."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    return Path(f"/proc/{pid}").exists()
