"""Cold imports: what a fresh interpreter pays for a module before it can do anything.

Counted in processor time, which a busy machine does not stretch; an import waits for nothing else.
"""

import resource
import statistics
import subprocess
import sys
from collections.abc import Callable

from benchmarks.report import Figure
from benchmarks.session import Session

ROUNDS = 11
AIMS_S = {
    "errata.ports": 0.15,
    "errata.diagnoser": 0.15,
    "lambdas.authorizer.handler": 0.5,
    "lambdas.admin_api.handler": 0.5,
    # Imports the model's SDK, which takes over a second: SnapStart restores it ready-made.
    "lambdas.diagnoser.handler": None,
}
BARE = "pass"
SDK = "anthropic"


def measure(session: Session) -> list[Figure]:
    """Import each module in fresh interpreters, in turns with an interpreter that does nothing."""
    return [_figure(module, aim, session.say) for module, aim in AIMS_S.items()]


def _figure(module: str, aim_s: float | None, say: Callable[[str], None]) -> Figure:
    say(f"Importing {module}")
    loads_sdk = _run(f"import sys, {module}; print({SDK!r} in sys.modules)")[1].strip() == "True"
    times, bare = [], []
    for _ in range(ROUNDS):
        bare.append(_run(BARE)[0])
        times.append(_run(f"import {module}")[0])
    whole, nothing = statistics.median(times), statistics.median(bare)
    more = whole - nothing
    return Figure(
        name=f"import {module}",
        value=whole,
        rival="python -c pass",
        rival_value=nothing,
        aim="none: SnapStart" if aim_s is None else f"≤ {aim_s:.2f} s more, no {SDK}",
        met=aim_s is None or (more <= aim_s and not loads_sdk),
        samples=ROUNDS,
        note=f"CPU, median; {more:+.3f} s; {SDK} {'' if loads_sdk else 'not '}loaded",
    )


def _run(code: str) -> tuple[float, str]:
    """Return the processor time an interpreter takes for some code, and what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    return user + system, done.stdout
