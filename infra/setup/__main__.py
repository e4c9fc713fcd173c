"""``python -m infra.setup``: set up what is missing, one line for each thing that was."""

import argparse
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from errata.errors import ErrataError
from infra.home import CHECKOUT
from infra.setup.programs import chromium, node_bin, run, tool_environment

DASHBOARD = CHECKOUT / "dashboard"


def build_dashboard() -> None:
    """Build the static site when its sources changed since the last build."""
    stamp = DASHBOARD / "dist" / ".sources"
    sources = _fingerprint_of_sources()
    if stamp.exists() and stamp.read_text() == sources:
        return
    search_path = f"{node_bin()}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": search_path}
    npm = shutil.which("npm", path=search_path) or "npm"
    run(npm, "ci", "--no-audit", "--no-fund", cwd=DASHBOARD, env=env)
    run(npm, "run", "build", cwd=DASHBOARD, env=env)
    stamp.write_text(sources)


def _fingerprint_of_sources() -> str:
    skipped = {"node_modules", "dist"}
    files = [CHECKOUT / "docs" / "openapi.json"]
    for folder, subfolders, names in os.walk(DASHBOARD):
        subfolders[:] = sorted(set(subfolders) - skipped)
        files += [Path(folder, name) for name in sorted(names)]
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(CHECKOUT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def fetch_clips() -> None:
    """Fetch the real footage that candidates are measured on."""
    from orchestrator.codec.clips import fetch

    fetch()


STEPS: dict[str, Callable[[], object]] = {
    "the emulator": lambda: tool_environment("emulator"),
    "the dashboard": build_dashboard,
    "the clips": fetch_clips,
}


def main(arguments: list[str] | None = None) -> int:
    """Set up everything a demo, or with ``--for-tests`` the test suite, needs."""
    parser = argparse.ArgumentParser(prog="python -m infra.setup", description=__doc__)
    parser.add_argument("--for-tests", action="store_true", help="also what the tests need")
    options = parser.parse_args(arguments)
    steps = {**STEPS, "Chromium": chromium} if options.for_tests else STEPS
    for name, step in steps.items():
        started = time.monotonic()
        try:
            step()
        except ErrataError as error:
            print(f"errata: could not set up {name}: {error}", file=sys.stderr)
            return error.exit_code
        if (took := time.monotonic() - started) > 1:
            print(f"Set up {name} in {took:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
