"""What build tools print when nothing is wrong, decoys included."""

from collections.abc import Callable

from benchmarks.cilogs.kinds import NOUNS, VERBS, Words

Chatter = Callable[[Words, int], list[str]]
LIBRARIES = [
    "libgpg-error0",
    "liberror-perl",
    "libfail2",
    "libssl3",
    "zlib1g-dev",
    "libc6-dev",
    "libexception-class-perl",
    "ca-certificates",
    "libx264-dev",
    "libkilled0",
    "python3-retrying",
]

PROSE = (
    *NOUNS,
    *VERBS,
    *("fix", "error", "fails", "crash", "missing", "invalid", "when", "the", "of", "with", "and"),
)


def _apt(w: Words, count: int) -> list[str]:
    lines = []
    for n in range(count):
        package = f"{w.rng.choice(LIBRARIES)}:amd64"
        lines.append(w.rng.choice([
            f"Get:{n} http://mirror.example.org/ubuntu noble/main amd64 {package} 1.{n}-2 [{n} kB]",
            f"Selecting previously unselected package {package}.",
            f"Preparing to unpack .../{n:03}-{package}_1.{n}-2_amd64.deb ...",
            f"Unpacking {package} (1.{n}-2) ...",
            f"Setting up {package} (1.{n}-2) ...",
        ]))  # fmt: skip
    return [*lines, "debconf: delaying package configuration, since apt-utils is not installed"]


def _pip(w: Words, count: int) -> list[str]:
    lines = []
    for n in range(count):
        name = f"{w.noun()}-{w.noun()}"
        lines += [
            f"Collecting {name}>=1.{n}",
            f"  Downloading {name}-1.{n}.0-py3-none-any.whl ({n}.0 MB)",
            "\r".join(f"     {'━' * k:40} {k / 40:.1f}/1.0 MB 9.1 MB/s" for k in range(0, 41, 8)),
        ]
    return [
        *lines[:count],
        (
            "WARNING: Running pip as the 'root' user can result in broken permissions and conflicting"
            " behaviour with the system package manager"
        ),
    ]


def _npm(w: Words, count: int) -> list[str]:
    lines = []
    for n in range(count):
        name = f"{w.noun()}-{w.verb()}"
        lines.append(w.rng.choice([
            f"npm WARN deprecated {name}@1.{n}.0: this package fails on new runtimes, use {name}2",
            f"  asset {name}.{w.hexadecimal(8)}.js {n} KiB [emitted] [immutable] (name: {name})",
            f"  ./src/{name}/error-boundary.tsx {n} bytes [built] [code generated]",
        ]))  # fmt: skip
    return [*lines, "found 0 vulnerabilities"]


def _compile(w: Words, count: int) -> list[str]:
    lines = []
    for n in range(count):
        path = f"src/{w.noun()}/{w.verb()}_error.cpp"
        lines.append(w.rng.choice([
            f"[{n * 100 // count:3}%] Building CXX object src/CMakeFiles/core.dir/{path}.o",
            f"{path}:{n}:9: warning: unused variable 'failed' [-Wunused-variable]",
            f"-- Performing Test HAVE_{w.noun().upper()} - Failed",
            f"-- Looking for {w.verb()}_{w.noun()} - not found",
            f"/usr/bin/c++ -Werror=return-type -DERROR_LEVEL={n} -O2 -c {path} -o {path}.o",
        ]))  # fmt: skip
    return lines


def _cargo(w: Words, count: int) -> list[str]:
    tests = [f"test {w.noun()}::tests::panics_on_{w.noun()}_error_{n} ... ok" for n in range(count)]
    crates = [f"   Compiling {w.noun()}-error v1.0.{n}" for n in range(count // 2)]
    return [*crates, *tests[: count // 2]]


def _pytest(w: Words, count: int) -> list[str]:
    lines = []
    for n in range(count):
        test = f"test_{w.verb()}_fails_on_{w.noun()}_error[{n}]"
        lines.append(f"tests/test_{w.noun()}.py::{test} PASSED  [{n * 100 // count:3}%]")
    return lines


def _gradle(w: Words, count: int) -> list[str]:
    return [
        w.rng.choice([
            f"> Task :{w.noun()}:{w.verb()}{w.noun().title()} UP-TO-DATE",
            f"> Task :{w.noun()}:compileKotlin",
            f"Download https://repo.example.org/{w.noun()}/{n}/{w.noun()}-error-{n}.jar",
            f"{w.noun().title()}Test > {w.verb()}sWithError() PASSED",
        ])
        for n in range(count)
    ]  # fmt: skip


def _terraform(w: Words, count: int) -> list[str]:
    lines = []
    for n in range(count):
        name = f"aws_{w.noun()}.{w.noun()}_{n}"
        lines.append(w.rng.choice([
            f"{name}: Refreshing state... [id={w.hexadecimal()}]",
            f"{name}: Still creating... [{n}0s elapsed]",
            f"      + timeout                = {n}",
            f"      ~ error_document         = \"error-{n}.html\" -> (known after apply)",
            f"{name}: Creation complete after {n}s [id={w.hexadecimal()}]",
        ]))  # fmt: skip
    return lines


def _docker(w: Words, count: int) -> list[str]:
    lines = []
    for n in range(count):
        digest = w.hexadecimal(24)
        lines.append(w.rng.choice([
            f"#{n % 20 + 4} sha256:{digest} {n}.1MB / {n + 9}.4MB {n / 10:.1f}s",
            f"#{n % 20 + 4} extracting sha256:{digest} 0.{n}s done",
            f"#{n % 20 + 4} {n / 3:.3f} Fetched {n} kB in {n % 9}s",
            f"#{n % 20 + 4} CACHED",
        ]))  # fmt: skip
    return lines


def _service(w: Words, count: int) -> list[str]:
    return [
        w.rng.choice([
            f'{{"level":"info","msg":"{w.verb()} {w.noun()}","errors":0,"timeout_ms":{n}}}',
            f"DEBUG app.{w.noun()}: {w.verb()} took {n} ms (timeout 3000 ms)",
            f"INFO app.{w.noun()}: no errors found in {w.noun()} {n}",
            f"INFO  healthcheck ok, failures=0 uptime={n}s",
        ])
        for n in range(count)
    ]  # fmt: skip


def _cleanup(w: Words, count: int) -> list[str]:
    lines = []
    for n in range(count):
        name = f"{w.noun()}-{w.noun()}"
        lines.append(w.rng.choice([
            f" Container app-{name}-{n % 9}  Stopping",
            f" Container app-{name}-{n % 9}  Removed",
            f"adding: build/{name}/error_log_{n}.txt (deflated {n % 99}%)",
            f"Uploaded {n} of {count} files of artifact 'failure-logs'",
            f"{name}-{n % 4}  | LOG:  checkpoint complete: wrote {n} buffers",
            f"src/{name}.py      {n + 20}      {n % 7}    9{n % 10}%   {n}-{n + 3}",
            f"[command]/usr/bin/git config --local --unset-all http.{n}.extraheader",
        ]))  # fmt: skip
    return lines


def _history(w: Words, count: int) -> list[str]:
    """Return commit messages and settings: no two lines are of one template."""
    lines = []
    for _ in range(count):
        said = " ".join(w.rng.choices(PROSE, k=w.rng.randint(3, 12)))
        lines.append(w.rng.choice([
            f"{w.hexadecimal(8)} {said}",
            f"* {said} (#{w.number()})",
            f"{w.verb().upper()}_{w.noun().upper()}={said.split()[0]}",
        ]))  # fmt: skip
    return lines


BEFORE: tuple[Chatter, ...] = (
    _apt, _pip, _npm, _compile, _cargo, _pytest, _gradle, _terraform, _docker, _service,
    _history,
)  # fmt: skip
AFTER: tuple[Chatter, ...] = (_cleanup, _service, _docker)
