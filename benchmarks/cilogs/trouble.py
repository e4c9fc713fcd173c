"""Trouble that did not end the run: decoys before the failure, and after it.

Those called unseen stand in the logs of unseen kinds only, and were not tuned upon either.
"""

from collections.abc import Callable

from benchmarks.cilogs.kinds import Words

Decoy = Callable[[Words], list[str]]


def _retried(w: Words) -> list[str]:
    host = f"{w.noun()}.example.org"
    return [
        f"curl: (28) Failed to connect to {host} port 443 after {w.number()} ms: Timed out",
        f"Attempt 1 of 5 failed, retrying in {w.number(2, 9)} seconds",
        f"Downloaded {w.noun()}.tar.gz after 2 attempts",
    ]


def _logged_by_a_passing_test(w: Words) -> list[str]:
    kind = w.rng.choice(["ValueError", "KeyError", "OSError", "TimeoutError", "RuntimeError"])
    return [
        f"ERROR    app.{w.noun()}:{w.noun()}.py:{w.number()} could not {w.verb()} {w.noun()}",
        "Traceback (most recent call last):",
        f'  File "/builds/app/{w.noun()}.py", line {w.number()}, in {w.name()}',
        f"    {w.verb()}({w.noun()})",
        f"{kind}: {w.noun()} {w.number()} is not a {w.noun()}",
        f"tests/test_{w.noun()}.py::{w.name()} PASSED",
    ]


def _recovered(w: Words) -> list[str]:
    return [
        "Traceback (most recent call last):",
        f'  File "/builds/app/{w.noun()}.py", line {w.number()}, in {w.name()}',
        "    response = session.get(url, timeout=3)",
        f"requests.exceptions.ReadTimeout: {w.noun()}.example.org did not answer; will retry",
        f"WARNING app.{w.noun()}: recovered on attempt 2",
    ]


def _ignored(w: Words) -> list[str]:
    return [
        f"ERROR: {w.noun()} cache is corrupt, ignoring it",
        f"Rebuilding the {w.noun()} cache ... done",
    ]


def _configuration(w: Words) -> list[str]:
    return [
        "config:",
        f"  timeout: {w.number()}",
        "  on_error: continue",
        "  max_failures: 5",
        f"  kill_after: {w.number()}s",
        f"  error_template: {w.noun()}_failed.html",
    ]


def _allowed(w: Words) -> list[str]:
    return [
        f"{w.noun()}/{w.verb()}.py:{w.number()}: error: Missing return statement  [return]",
        f"Found {w.number()} errors in {w.number()} files (checked {w.number()} source files)",
        f"{w.noun()} step failed but is allowed to fail (continue-on-error)",
    ]


def _probe(w: Words) -> list[str]:
    return [
        f"ls: cannot access '/opt/{w.noun()}/{w.verb()}': No such file or directory",
        f"which: no {w.noun()}ctl in (/usr/local/bin:/usr/bin:/bin)",
        f"bash: {w.noun()}ctl: command not found",
        f"using the bundled {w.noun()}",
    ]


def _expected(w: Words) -> list[str]:
    """Return what a service under test was made to say."""
    return [
        f'level=error msg="failed to {w.verb()} {w.noun()}" code={w.number()} test=true',
        f'level=error msg="{w.noun()} rejected: invalid {w.noun()}" id={w.hexadecimal()}',
    ]


def _unhealthy(w: Words) -> list[str]:
    name = w.noun()
    return [
        f"Waiting for {name}: connection refused ({w.number()}/60)",
        f"Waiting for {name}: connection refused ({w.number()}/60)",
        f"{name} is up",
    ]


def _tidied(w: Words) -> list[str]:
    return w.rng.choice([
        [f"Error response from daemon: No such container: {w.noun()}-{w.number()}"],
        [f"rm: cannot remove 'build/{w.noun()}': No such file or directory"],
        [f"##[warning]No files were found with the provided path: out/{w.noun()}"],
        [f"Failed to save: cache entry {w.hexadecimal()} already exists"],
        [f"tar: build/{w.noun()}.log: Cannot stat: No such file or directory"],
        [f"kill: ({w.number()}): No such process"],
    ])  # fmt: skip


def _dumped(w: Words) -> list[str]:
    """Return logs of healthy services, printed after the failure."""
    return [
        f'{w.noun()}-db  | ERROR:  duplicate key value violates constraint "{w.noun()}_pkey"',
        f"{w.noun()}-db  | STATEMENT:  INSERT INTO {w.noun()} VALUES ({w.number()})",
        f"{w.noun()}-mq  | [error] connection {w.number()} closed unexpectedly by peer",
        f"{w.noun()}-db  | FATAL:  terminating connection due to administrator command",
    ]


def _vanished(w: Words) -> list[str]:
    return [
        (
            f"E0131 09:00:{w.number(10, 59)}.000001       1 {w.noun()}.go:{w.number()}] watch of"
            f" *v1.{w.noun().title()} ended with: context canceled"
        ),
        f"rpc error: code = Unavailable desc = transport is closing ({w.noun()})",
    ]


def _unhandled(w: Words) -> list[str]:
    return [
        f"(node:{w.number()}) UnhandledPromiseRejectionWarning: Error: {w.noun()} not {w.verb()}ed",
        f"    at {w.verb()} (/app/node_modules/{w.noun()}/index.js:{w.number()}:11)",
        f"  ✓ {w.verb()}s the {w.noun()} ({w.number()} ms)",
    ]


def _fallen_back(w: Words) -> list[str]:
    return [
        f"pull access denied for {w.noun()}/base, repository does not exist",
        f"Building {w.noun()}/base instead",
        f"Successfully tagged {w.noun()}/base:latest",
    ]


def _optional(w: Words) -> list[str]:
    return [
        f"configure: error: {w.noun()} headers not found",
        f"note: building without {w.noun()} support",
        f"checking whether {w.noun()} can {w.verb()}... no",
    ]


def _flaky(w: Words) -> list[str]:
    return [
        f"FLAKY: {w.name()} failed once: expected {w.number()}, got {w.number()}",
        f"  rerun of {w.name()}: success",
    ]


def _snapshot(w: Words) -> list[str]:
    return [
        f"AssertionError: {w.noun()} differs (soft assertion {w.number()}, collected)",
        f"updated snapshot {w.noun()}_{w.number()}.snap",
    ]


def _torn_down(w: Words) -> list[str]:
    return w.rng.choice([
        [f"umount: /mnt/{w.noun()}: target is busy."],
        [f"error: unable to delete namespace ci-{w.number()}: already terminating"],
        [f"Terminating {w.noun()} (pid {w.number()}): exited with signal 15"],
        [f"docker: network {w.noun()}_default has active endpoints, not removed"],
        [f"aws: could not find upload {w.hexadecimal()} to abort"],
    ])  # fmt: skip


def _shut_down(w: Words) -> list[str]:
    return [
        f"[{w.noun()}] ERROR o.a.{w.noun().title()}Consumer - Connection to node {w.number()} lost",
        f"[{w.noun()}] WARN  o.a.{w.noun().title()} - Error while fetching metadata",
        f"redis.exceptions.ConnectionError: Connection closed by server ({w.noun()})",
    ]


SEEN_BEFORE: tuple[Decoy, ...] = (
    _retried, _logged_by_a_passing_test, _recovered, _ignored, _configuration, _allowed, _probe,
    _expected, _unhealthy, _unhandled, _fallen_back, _optional, _flaky, _snapshot, _vanished,
)  # fmt: skip
SEEN_AFTER: tuple[Decoy, ...] = (_tidied, _dumped, _expected, _vanished, _torn_down, _shut_down)
