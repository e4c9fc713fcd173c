"""Building the static site with npm, from the system or from a Python wheel."""

import hashlib
import os
import shutil
from pathlib import Path

from infra.home import CHECKOUT
from infra.setup.programs import node_bin, run

DASHBOARD = CHECKOUT / "dashboard"
MADE = {"node_modules", "dist", "schema.d.ts"}
"""What a build makes; none of it is a source."""


def build() -> None:
    """Build the site when its sources changed since the last build."""
    stamp = DASHBOARD / "dist" / ".sources"
    sources = _fingerprint_of_sources()
    if stamp.exists() and stamp.read_text() == sources:
        return
    npm("ci", "--no-audit", "--no-fund")
    npm("run", "build")
    stamp.write_text(sources)


def npm(*words: str) -> None:
    """Run npm in the dashboard's folder; ConfigurationError with its last words if it fails."""
    search_path = f"{node_bin()}{os.pathsep}{os.environ['PATH']}"
    program = shutil.which("npm", path=search_path) or "npm"
    run(program, *words, cwd=DASHBOARD, env={**os.environ, "PATH": search_path})


def _fingerprint_of_sources() -> str:
    files = [CHECKOUT / "docs" / "openapi.json"]
    for folder, subfolders, names in os.walk(DASHBOARD):
        subfolders[:] = sorted(set(subfolders) - MADE)
        files += [Path(folder, name) for name in sorted(set(names) - MADE)]
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(CHECKOUT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
