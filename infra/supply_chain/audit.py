"""Known vulnerabilities of what is locked, as far as a database of them can be reached."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from infra.setup.dashboard import DASHBOARD
from infra.setup.programs import node_bin
from infra.supply_chain.boms import BIN, LOCKS

PATIENCE_S = 300


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found in one lock."""

    lock: str
    audited: int = 0
    """Packages that the database was asked about."""
    unknown: int = 0
    """Packages that it does not know, as a mirror does not that serves files only."""
    found: tuple[str, ...] = field(default=())
    """Vulnerabilities, each with its package."""

    @property
    def told_nothing(self) -> bool:
        """Whether no package could be looked up."""
        return self.audited == 0

    def __str__(self) -> str:
        if self.told_nothing:
            return f"{self.lock}: NOT audited, no database of vulnerabilities could be reached"
        partly = f", {self.unknown} unknown to the database" if self.unknown else ""
        return f"{self.lock}: {len(self.found)} known in {self.audited} packages{partly}"


def of_python(lock: Path) -> Audit:
    """Ask about the packages of a lock of Python's."""
    command = (BIN / "pip-audit", "-f", "json", "--require-hashes", "--disable-pip", "-r", lock)
    told = _told([str(word) for word in command])
    return read_pip_audit(lock.name, told)


def of_dashboard() -> Audit:
    """Ask about what npm installs for the dashboard."""
    search_path = f"{node_bin()}{os.pathsep}{os.environ['PATH']}"
    npm = shutil.which("npm", path=search_path) or "npm"
    told = _told([npm, "audit", "--package-lock-only", "--json"], search_path)
    return read_npm_audit(told)


def all_locks() -> list[Audit]:
    """Ask about every lock; the one of development holds those of the deployed parts."""
    python = [of_python(LOCKS / f"{name}.txt") for name in ("dev", "emulator", "bootstrap", "node")]
    return [*python, of_dashboard()]


def read_pip_audit(lock: str, told: str) -> Audit:
    """Return what pip-audit wrote; nothing is known when it is no JSON."""
    try:
        packages = json.loads(told)["dependencies"]
    except (json.JSONDecodeError, KeyError, TypeError):
        return Audit(lock)
    known = [it for it in packages if "skip_reason" not in it]
    found = [f"{it['name']} {it['version']}: {v['id']}" for it in known for v in it["vulns"]]
    return Audit(lock, len(known), len(packages) - len(known), tuple(found))


def read_npm_audit(told: str) -> Audit:
    """Return what npm wrote; nothing is known when it is no JSON, or an error."""
    lock = "package-lock.json"
    try:
        report = json.loads(told)
        total = int(report["metadata"]["dependencies"]["total"])
        found = [f"{name}: {it['severity']}" for name, it in report["vulnerabilities"].items()]
    except (json.JSONDecodeError, KeyError, TypeError):
        return Audit(lock)
    return Audit(lock, total, found=tuple(found))


def _told(command: list[str], search_path: str | None = None) -> str:
    try:
        return subprocess.run(
            command,
            cwd=DASHBOARD,
            env=os.environ | ({"PATH": search_path} if search_path else {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        ).stdout
    except subprocess.TimeoutExpired:
        return ""
