"""Control groups on fake trees: version 1 in its two layouts, version 2 delegated or not, none."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from orchestrator.sandbox.accounting import Accounting, Group, NoAccounting, Usage
from orchestrator.sandbox.cgroups import find_accounting
from orchestrator.sandbox.control_group import VERSION_1, VERSION_2, KernelAccounting

CREATED_BY_THE_KERNEL = {
    "memory.max": "max",
    "memory.oom.group": "0",
    "memory.events": "low 0\noom 3\noom_kill 2\noom_group_kill 1\n",
    "memory.peak": "4096\n",
    "cpu.max": "max 100000",
    "cpu.stat": "usage_usec 1500000\nuser_usec 1\n",
    "pids.max": "max",
    "memory.limit_in_bytes": "9223372036854771712",
    "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n",
    "memory.max_usage_in_bytes": "8192\n",
    "cpuacct.usage": "250000000\n",
    "cpu.cfs_quota_us": "-1",
    "cgroup.procs": "",
}


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make and remove groups as the kernel does: files come and go with the directory."""
    mkdir, rmdir = Path.mkdir, Path.rmdir

    def make(path: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        mkdir(path, mode, parents, exist_ok)
        controller = path.parent.name
        for name, text in CREATED_BY_THE_KERNEL.items():
            if controller in ("v2", "cpu,cpuacct") or name.startswith((f"{controller}.", "cgroup")):
                (path / name).write_text(text)

    def remove(path: Path) -> None:
        for file in path.iterdir():
            file.unlink()
        rmdir(path)

    monkeypatch.setattr(Path, "mkdir", make)
    monkeypatch.setattr(Path, "rmdir", remove)


def version_2(tmp_path: Path, controllers: str = "cpuset cpu io memory pids") -> tuple[Path, Path]:
    base = tmp_path / "system.slice" / "v2"
    base.mkdir(parents=True)
    (tmp_path / "cgroup.controllers").write_text(controllers)
    (base / "cgroup.controllers").write_text(controllers)
    own = tmp_path / "own"
    own.write_text("0::/system.slice/v2\n")
    return base, own


@contextmanager
def closing_group(accounting: Accounting) -> Iterator[Group]:
    group = accounting.create()
    yield group
    group.remove()


@pytest.mark.usefixtures("kernel")
def test_a_unit_of_systemd_divides_what_it_was_delegated(tmp_path: Path) -> None:
    base, own = version_2(tmp_path)
    accounting = find_accounting(tmp_path, own)
    assert (accounting.name, accounting.weakness) == ("cgroup v2", "")
    assert (base / "errata-orchestrator" / "cgroup.procs").read_text() == str(os.getpid())
    assert (base / "cgroup.subtree_control").read_text() == "+cpu +memory +pids"
    assert [path.name for path in base.glob("errata-*")] == ["errata-orchestrator"]


@pytest.mark.usefixtures("kernel")
def test_a_restart_in_its_own_leaf_finds_the_unit_again(tmp_path: Path) -> None:
    base, own = version_2(tmp_path)
    find_accounting(tmp_path, own)
    own.write_text("0::/system.slice/v2/errata-orchestrator\n")
    accounting = find_accounting(tmp_path, own)
    assert isinstance(accounting, KernelAccounting)
    assert set(accounting.parents.values()) == {base}


@pytest.mark.usefixtures("kernel")
def test_version_2_limits_a_job_and_counts_from_its_beginning(tmp_path: Path) -> None:
    base, own = version_2(tmp_path)
    group = find_accounting(tmp_path, own).create()
    (directory,) = base.glob("errata-[0-9]*")
    assert (directory / "memory.max").read_text() == "max"
    group.begin(1 << 20, 8)
    limits = {
        name: (directory / name).read_text() for name in ("memory.max", "pids.max", "cpu.max")
    }
    assert limits == {"memory.max": "1048576", "pids.max": "10", "cpu.max": "100000 100000"}
    assert (directory / "memory.oom.group").read_text() == "1"
    assert not (directory / "memory.swap.max").exists()
    (directory / "cpu.stat").write_text("usage_usec 3500000\nuser_usec 1\n")
    (directory / "memory.peak").write_text("65536\n")
    assert group.usage() == Usage(oom_kills=2, cpu_s=2.0, peak_memory_bytes=65_536)
    group.remove()
    assert not directory.exists()


@pytest.mark.usefixtures("kernel")
def test_what_version_2_was_not_given_is_said(tmp_path: Path) -> None:
    _, own = version_2(tmp_path, "memory")
    accounting = find_accounting(tmp_path, own)
    assert accounting.weakness == "cgroup v2 without control of cpu and pids"
    with closing_group(accounting) as group:
        group.begin(1 << 20, 8)
        assert group.usage().cpu_s == 0


@pytest.mark.usefixtures("kernel")
def test_version_2_without_delegation_is_no_accounting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, own = version_2(tmp_path)
    monkeypatch.setattr(os, "access", lambda path, _: path != base)
    accounting = find_accounting(tmp_path, own)
    assert isinstance(accounting, NoAccounting)
    assert "cgroup v2 is not delegated to this process" in accounting.weakness


@pytest.mark.usefixtures("kernel")
def test_version_1_counts_in_a_directory_per_controller(tmp_path: Path) -> None:
    for name in ("memory", "cpuacct"):
        (tmp_path / name).mkdir()
    own = tmp_path / "own"
    own.write_text("4:memory:/\n2:cpuacct:/\n1:cpu:/\n0::/\n")
    accounting = find_accounting(tmp_path, own)
    assert accounting.weakness == "cgroup v1 without control of cpu and pids"
    with closing_group(accounting) as group:
        (memory,) = (tmp_path / "memory").glob("errata-*")
        (cpuacct,) = (tmp_path / "cpuacct").glob("errata-*")
        group.begin(1 << 20, 8)
        assert (memory / "memory.limit_in_bytes").read_text() == "1048576"
        (cpuacct / "cpuacct.usage").write_text("750000000\n")
        assert group.usage().cpu_s == 0.5
        assert group.usage().oom_kills == 1


@pytest.mark.usefixtures("kernel")
def test_controllers_of_version_1_may_share_a_directory(tmp_path: Path) -> None:
    for name in ("memory", "pids", "cpu,cpuacct"):
        (tmp_path / name).mkdir()
    for name in ("cpu", "cpuacct"):
        (tmp_path / name).symlink_to("cpu,cpuacct")
    own = tmp_path / "own"
    own.write_text("4:memory:/\n3:pids:/\n2:cpu,cpuacct:/\n")
    accounting = find_accounting(tmp_path, own)
    assert (accounting.name, accounting.weakness) == ("cgroup v1", "")
    with closing_group(accounting) as group:
        group.begin(1 << 20, 8)
        (directory,) = (tmp_path / "cpu,cpuacct").glob("errata-*")
        assert (directory / "cpu.cfs_quota_us").read_text() == "100000"


def test_a_host_without_control_groups_says_what_stays_open(tmp_path: Path) -> None:
    accounting = find_accounting(tmp_path, tmp_path / "own")
    group = accounting.create()
    group.add(os.getpid())
    group.begin(1 << 20, 8)
    group.remove()
    assert group.usage() == Usage()
    assert accounting.weakness.startswith(
        "this host offers no control groups, so memory is limited"
    )


def test_a_peak_that_cannot_be_set_back_is_read_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parents = dict.fromkeys(("memory", "pids", "cpu", "cpuacct"), tmp_path)
    group = KernelAccounting("cgroup v2", VERSION_2, parents).create()
    (directory,) = tmp_path.iterdir()
    (directory / "memory.peak").write_text("8192\n")
    (directory / "memory.peak").chmod(0o444)
    (directory / "cpu.stat").write_text("usage_usec 0\n")
    monkeypatch.setattr("orchestrator.sandbox.control_group.FileIO", ReadOnlyIO)
    group.begin(1 << 20, 8)
    assert group.usage().peak_memory_bytes == 8192
    for file in directory.iterdir():
        file.unlink()
    group.remove()


def ReadOnlyIO(path: Path, mode: str) -> object:  # noqa: N802  stands in for a class
    """Refuse to write, as kernels before 6.12 do, whoever asks."""
    if mode != "r":
        raise PermissionError
    return path.open("rb", buffering=0)


def test_groups_of_the_dead_are_swept_and_of_the_living_not(tmp_path: Path) -> None:
    for owner in (os.getpid(), 1 << 23):
        (tmp_path / f"errata-{owner}-0").mkdir()
    KernelAccounting("cgroup v1", VERSION_1, {"memory": tmp_path})
    assert [path.name for path in tmp_path.iterdir()] == [f"errata-{os.getpid()}-0"]
