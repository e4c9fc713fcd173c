"""Bills of materials in CycloneDX's JSON, of what is locked and installed; nothing is fetched."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from errata.errors import ConfigurationError
from infra.home import CHECKOUT
from infra.setup.dashboard import DASHBOARD
from infra.setup.programs import node_bin

LOCKS = CHECKOUT / "infra" / "requirements"
BIN = CHECKOUT / ".venv" / "bin"
SHIPPED = ("diagnoser", "upgrader", "admin_api", "authorizer", "machine")
"""The parts that are deployed, each with a lock of its own."""

Bom = dict[str, Any]


def write(folder: Path) -> dict[str, Bom]:
    """Write every bill into a folder and return them by name.

    ``python`` is the whole environment with licences and what needs what; one for each deployed
    part says what ships, by hash; ``dashboard`` is what npm installs.

    Raises
    ------
    ConfigurationError
        When one of the tools is missing or fails.
    """
    boms = {"python": of_environment(), "dashboard": of_dashboard()}
    boms |= {part: of_lock(LOCKS / f"{part}.txt") for part in SHIPPED}
    folder.mkdir(parents=True, exist_ok=True)
    for name, bom in boms.items():
        (folder / f"{name}.cdx.json").write_text(json.dumps(bom, indent=2) + "\n")
    return boms


def of_environment() -> Bom:
    """Return the bill of what is installed for developing, testing and deploying."""
    about = ("--pyproject", CHECKOUT / "pyproject.toml", BIN / "python")
    return _told(BIN / "cyclonedx-py", "environment", *_PLAIN, *about)


def of_lock(lock: Path) -> Bom:
    """Return the bill of one deployed part."""
    return _told(BIN / "cyclonedx-py", "requirements", *_PLAIN, lock)


def of_dashboard() -> Bom:
    """Return the bill of what the dashboard is built of."""
    search_path = f"{node_bin()}{os.pathsep}{os.environ['PATH']}"
    npm = shutil.which("npm", path=search_path) or "npm"
    lock = ("--package-lock-only", "--sbom-type", "application")
    return _told(npm, "sbom", "--sbom-format", "cyclonedx", *lock, path=search_path)


# It would check its own output against the schema, for ten seconds.
_PLAIN = ("--of", "JSON", "--output-reproducible", "--no-validate")


def _told(*command: str | Path, path: str | None = None) -> Bom:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=DASHBOARD if path else CHECKOUT,
        env=os.environ | ({"PATH": path} if path else {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = "\n".join(done.stderr.strip().splitlines()[-8:])
        raise ConfigurationError(f"{Path(command[0]).name} {command[1]} failed:\n{last}")
    bom: Bom = json.loads(done.stdout)
    return bom
