"""Every layer around a candidate, as the kernel itself tells of it from outside."""

import os
from pathlib import Path

from orchestrator.sandbox import report
from orchestrator.sandbox.control_group import KernelAccounting
from orchestrator.sandbox.pool import BoxPool
from orchestrator.sandbox.sandbox import BubblewrapSandbox
from tests.support.boxes import nothing_survives, sandbox
from tests.support.orchestrators import descendants, job

__all__ = ["nothing_survives", "sandbox"]

NAMESPACES = ("mnt", "pid", "net", "ipc", "uts")


def test_a_box_has_no_rights_and_its_own_namespaces(sandbox: BubblewrapSandbox) -> None:
    with sandbox.launcher.start() as box:
        shim = Path("/proc", str(max(descendants(box.process.pid))))
        status = dict(line.split(":\t", 1) for line in (shim / "status").read_text().splitlines())
        for space in NAMESPACES:
            assert (shim / "ns" / space).readlink() != Path("/proc/self/ns", space).readlink()
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    assert {int(status[f"Cap{kind}"], 16) for kind in ("Inh", "Prm", "Eff", "Amb")} == {0}
    assert status["Groups"].split() in ([], ["65534"])


def test_memory_processes_and_processor_are_limited_as_the_job_says(
    sandbox: BubblewrapSandbox,
) -> None:
    accounting = sandbox.launcher.accounting
    if not isinstance(accounting, KernelAccounting):
        return  # unprivileged on this host: rlimits and the call filter are all there is
    with BoxPool(sandbox.launcher, 1) as pool, pool.take() as box:
        box.run(job("return b'x'", memory_bytes=123 << 20, processes=17))
        memory = group_file(accounting, "memory", "memory.limit_in_bytes", "memory.max")
        processes = group_file(accounting, "pids", "pids.max")
        processor = group_file(accounting, "cpu", "cpu.cfs_quota_us", "cpu.max")
    assert (int(memory), int(processes)) == (123 << 20, 17 + 2)
    assert processor.split()[0] == "100000"


def group_file(accounting: KernelAccounting, controller: str, *names: str) -> str:
    """Return the first of some files that the kernel has on our oldest box."""
    groups = accounting.parents[controller].glob(f"errata-{os.getpid()}-*")
    oldest = min(groups, key=lambda group: int(group.name.rpartition("-")[2]))
    return next(oldest / name for name in names if (oldest / name).exists()).read_text()


def test_the_doctor_finds_that_candidates_can_run_here() -> None:
    found = report()
    assert found.can_run, [check for check in found.checks if not check.ok]
    assert found.mode.startswith("bubblewrap as ")
    assert all(found.weaker)
    names = [check.name for check in found.checks]
    assert {"kernel", "bubblewrap", "launch mode", "control groups", "escape: root"} <= set(names)
    (mode,) = [check.detail for check in found.checks if check.name == "launch mode"]
    assert ", because this process is " in mode
