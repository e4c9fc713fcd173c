"""What the processes of a local stack take: time on the processors, and memory."""

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_NAME = b"AWS_LAMBDA_FUNCTION_NAME="
EMULATOR = "emulator"


def cpu_s(emulator: int) -> dict[str, float]:
    """Return the seconds of processor that the emulator and each function have had so far."""
    taken: defaultdict[str, float] = defaultdict(float)
    for pid, name in _processes(emulator):
        with suppress(OSError):
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
            taken[name] += (int(stat[11]) + int(stat[12])) / _TICKS
    return dict(taken)


def memory(emulator: int) -> dict[str, int]:
    """Return the most bytes of memory that a process of each name holds now."""
    held: dict[str, int] = {}
    for pid, name in _processes(emulator):
        held[name] = max(held.get(name, 0), resident(pid))
    return held


def resident(pid: int) -> int:
    """Return the bytes of memory that a process holds; none when it is gone."""
    with suppress(OSError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


def _processes(emulator: int) -> Iterator[tuple[int, str]]:
    yield emulator, EMULATOR
    for pid in _children(emulator):
        if name := _function(pid):
            yield pid, name


def _children(pid: int) -> set[int]:
    found: set[int] = set()
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found |= {int(child) for child in (task / "children").read_text().split()}
    return found


def _function(pid: int) -> str:
    """Return which function of the template a process runs, in small letters."""
    with suppress(OSError):
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        names = [it.removeprefix(_NAME).decode() for it in variables if it.startswith(_NAME)]
        return next((it.split("-")[1] for it in names if "Function" in it), "").removesuffix(
            "Function"
        )
    return ""
