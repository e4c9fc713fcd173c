"""``python -m infra.setup``: set up what is missing, one line for each thing that was."""

import argparse
import sys
import time
from collections.abc import Callable

from errata.errors import ErrataError
from infra.setup import dashboard
from infra.setup.programs import chromium, tool_environment


def fetch_clips() -> None:
    """Fetch the real footage that candidates are measured on."""
    from orchestrator.codec.clips import fetch
    from orchestrator.settings import clips_folder

    fetch(clips_folder(), lambda doing: print(f"{doing} …", file=sys.stderr))


STEPS: dict[str, Callable[[], object]] = {
    "the emulator": lambda: tool_environment("emulator"),
    "the dashboard": dashboard.build,
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
            # Standard output belongs to the command that is run next, JSON perhaps.
            print(f"Set up {name} in {took:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
