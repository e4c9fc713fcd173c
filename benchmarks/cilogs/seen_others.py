"""Failures of other tools; held out at first, then looked at while the window was tuned."""

from benchmarks.cilogs.kinds import Failure, Kind, Words, failure


def _dotnet(w: Words) -> Failure:
    path, line, name = f"src/{w.noun().title()}.cs", w.number(), w.noun().title()
    error = (
        f"{path}({line},21): error CS0246: The type or namespace name '{name}' could not be found"
    )
    return failure(
        f"{error} [/builds/app/App.csproj]",
        f"{error}\nBuild FAILED.\n1 Error(s)",
        "Build FAILED.\n\n    3 Warning(s)\n    1 Error(s)\n\nTime Elapsed 00:00:31.02",
    )


def _go_test(w: Words) -> Failure:
    test, path, line = (
        f"Test{w.verb().title()}{w.noun().title()}",
        f"{w.noun()}_test.go",
        w.number(),
    )
    return failure(
        f"""
--- FAIL: {test} (0.02s)
    {path}:{line}: got {line}, want {line + 1}
FAIL
FAIL	example.org/app/{w.noun()}	0.412s""",
        f"--- FAIL: {test}\n{path}:{line}: got {line}, want {line + 1}",
        "FAIL\nmake: *** [Makefile:22: test] Error 1",
    )


def _go_panic(w: Words) -> Failure:
    path, line = f"/go/src/app/{w.noun()}.go", w.number()
    return failure(
        f"""
panic: runtime error: index out of range [{line}] with length {line - 1}

goroutine 17 [running]:
main.{w.verb()}Block(...)
	{path}:{line}
main.main()
	/go/src/app/main.go:21 +0x1d
exit status 2""",
        f"panic: runtime error: index out of range [{line}]\n{path}:{line}",
    )


def _terraform(w: Words) -> Failure:
    name, line = f"{w.noun()}_{w.noun()}", w.number()
    return failure(
        f"""
╷
│ Error: creating S3 Bucket ({name}): BucketAlreadyExists
│
│   with aws_s3_bucket.{name},
│   on storage.tf line {line}, in resource "aws_s3_bucket" "{name}":
│   {line}: resource "aws_s3_bucket" "{name}" {{
│
╵""",
        f"Error: creating S3 Bucket ({name}): BucketAlreadyExists\non storage.tf line {line}",
    )


def _rollout(w: Words) -> Failure:
    name = f"{w.noun()}-api"
    return failure(
        f"""
Waiting for deployment "{name}" rollout to finish: 0 of 3 updated replicas are available...
error: deployment "{name}" exceeded its progress deadline
pod/{name}-{w.hexadecimal(8)}   0/1   CrashLoopBackOff   5 (12s ago)   3m41s""",
        f'error: deployment "{name}" exceeded its progress deadline\nCrashLoopBackOff\n'
        f"Error: UPGRADE FAILED: release {name} failed",
        f"Error: UPGRADE FAILED: release {name} failed, and has been rolled back due to atomic being set",
    )


def _playwright(w: Words) -> Failure:
    title, line = f"{w.verb()}s a {w.noun()}", w.number()
    place = f"e2e/{w.noun()}.spec.ts:{line}:14"
    return failure(
        f"""
  1) [chromium] › {place} › {title} ──────────────────

    Test timeout of 30000ms exceeded.

    Error: locator.click: Target page, context or browser has been closed
    Call log:
      - waiting for getByRole('button', {{ name: '{title}' }})

       at {place}""",
        f"[chromium] › {place} › {title}\nTest timeout of 30000ms exceeded.\n"
        "locator.click: Target page",
        f"  1 failed\n    [chromium] › {place} › {title}\n  {w.number()} passed (2.1m)",
    )


def _eslint(w: Words) -> Failure:
    path, line = f"/builds/app/src/{w.noun()}/{w.verb()}.js", w.number()
    said = f"  {line}:9  error  '{w.noun()}' is assigned a value but never used  no-unused-vars"
    return failure(
        f"\n{path}\n{said}\n\n✖ 1 problem (1 error, 0 warnings)",
        f"{path}\n{said.strip()}\n✖ 1 problem (1 error, 0 warnings)",
    )


def _sphinx(w: Words) -> Failure:
    path, line, label = f"docs/{w.noun()}.rst", w.number(), w.noun()
    said = f"{path}:{line}: WARNING: undefined label: '{label}-{line}'"
    return failure(
        f"Warning, treated as error:\n/builds/app/{said}",
        f"Warning, treated as error:\n{said}",
        "make: *** [Makefile:20: html] Error 2",
    )


def _ansible(w: Words) -> Failure:
    task, host = f"{w.verb()} the {w.noun()}", f"web-{w.number()}"
    return failure(
        f"""
TASK [{task}] ******************************************************************
fatal: [{host}]: FAILED! => {{"changed": false, "msg": "Could not find the requested service {w.noun()}d: host"}}

PLAY RECAP *********************************************************************
{host}                     : ok=12   changed=3    unreachable=0    failed=1    skipped=0""",
        f"TASK [{task}]\nfatal: [{host}]: FAILED!\nfailed=1",
    )


def _bazel(w: Words) -> Failure:
    target = f"//{w.noun()}/{w.noun()}:{w.verb()}_test"
    return failure(
        f"FAIL: {target} (see /builds/.cache/bazel/testlogs/{w.noun()}/test.log)",
        f"FAIL: {target} (see\n1 fails locally",
        f"Executed 41 out of 240 tests: 239 tests pass and 1 fails locally.\n"
        f"INFO: Build completed, 1 test FAILED, {w.number()} total actions",
    )


def _migration(w: Words) -> Failure:
    table = f"{w.noun()}s"
    return failure(
        f"""
INFO  [alembic.runtime.migration] Running upgrade {w.hexadecimal()} -> {w.hexadecimal()}, add {table}
sqlalchemy.exc.ProgrammingError: (psycopg2.errors.DuplicateTable) relation "{table}" already exists
[SQL: CREATE TABLE {table} (id SERIAL NOT NULL, PRIMARY KEY (id))]""",
        f'(psycopg2.errors.DuplicateTable) relation "{table}" already exists',
    )


def _rspec(w: Words) -> Failure:
    title, path, line = (
        f"{w.noun().title()} {w.verb()}s once",
        f"./spec/{w.noun()}_spec.rb",
        w.number(),
    )
    return failure(
        f"""
Failures:

  1) {title}
     Failure/Error: expect(subject.count).to eq({line})

       expected: {line}
            got: {line + 1}
     # {path}:{line}:in `block (3 levels) in <top (required)>'""",
        f"Failure/Error: expect(subject.count).to eq({line})\n{path}:{line}:in `block\n"
        f"rspec {path}:{line - 3} # {title}",
        f"{w.number()} examples, 1 failure\n\nFailed examples:\n\nrspec {path}:{line - 3} # {title}",
    )


def _phpunit(w: Words) -> Failure:
    test, line = f"App\\Tests\\{w.noun().title()}Test::test{w.verb().title()}", w.number()
    return failure(
        f"""
There was 1 failure:

1) {test}
Failed asserting that {line} matches expected {line + 2}.

/app/tests/{w.noun().title()}Test.php:{line}""",
        f"{test}\nFailed asserting that {line} matches expected {line + 2}.\nTest.php:{line}",
        f"FAILURES!\nTests: {w.number()}, Assertions: {w.number()}, Failures: 1.",
    )


def _elixir(w: Words) -> Failure:
    title, line = f"test {w.verb()}s {w.noun()} (App.{w.noun().title()}Test)", w.number()
    return failure(
        f"""
  1) {title}
     test/app/{w.noun()}_test.exs:{line}
     ** (KeyError) key :{w.noun()} not found in: %{{id: 4}}
     code: assert run() == :ok""",
        f"1) {title}\n** (KeyError) key :\n_test.exs:{line}",
        f"{w.number()} tests, 1 failure",
    )


def _git(w: Words) -> Failure:
    branch = f"release/{w.noun()}-{w.number()}"
    return failure(
        f"fatal: couldn't find remote ref refs/heads/{branch}",
        f"fatal: couldn't find remote ref refs/heads/{branch}\n"
        "The process '/usr/bin/git' failed with exit code 128",
        "##[error]The process '/usr/bin/git' failed with exit code 128",
    )


def _ssh(w: Words) -> Failure:
    host = f"deploy-{w.number()}.internal"
    return failure(
        f"deployer@{host}: Permission denied (publickey).\nrsync: connection unexpectedly closed (0 bytes received so far) [sender]",
        f"{host}: Permission denied (publickey).\nrsync: connection unexpectedly closed",
        "rsync error: unexplained error (code 255) at io.c(231) [sender=3.2.7]",
    )


def _throttled(w: Words) -> Failure:
    name = f"{w.noun().title()}Function"
    said = f"An error occurred (TooManyRequestsException) when calling the UpdateFunctionCode operation for {name}"
    return failure(f"{said}: Rate exceeded", said)


def _swift(w: Words) -> Failure:
    path, line = f"/Volumes/build/app/Sources/{w.noun().title()}.swift", w.number()
    error = f"{path}:{line}:22: error: cannot convert value of type 'String' to expected argument type 'Int'"
    return failure(
        f"{error}\n        {w.verb()}({w.noun()})\n                     ^",
        f"{path}:{line}:22: error: cannot convert value\n** BUILD FAILED **",
        "** BUILD FAILED **\n\nThe following build commands failed:\n\tCompileSwift normal arm64",
    )


def _coverage(w: Words) -> Failure:
    got = w.number(60, 79)
    return failure(
        f"FAIL Required test coverage of 80% not reached. Total coverage: {got}.12%",
        f"Required test coverage of 80% not reached. Total coverage: {got}.12%",
    )


def _vulnerable(w: Words) -> Failure:
    package = f"{w.noun()}-parser"
    return failure(
        f"{package}  <=2.1.{w.number()}\nSeverity: critical\nPrototype pollution in {package}",
        f"{package}  <=2.1.\nSeverity: critical\n1 critical severity vulnerability",
        "1 critical severity vulnerability\n\nTo address all issues, run:\n  npm audit fix",
    )


def _exited(w: Words) -> Failure:
    service = f"{w.noun()}-worker"
    said = f"{service}-1 exited with code {w.number(2, 120)}"
    return failure(
        f"{service}-1  | config: missing environment variable {w.noun().upper()}_URL\n{said}",
        f"missing environment variable\n{said}",
        "Aborting on container exit...",
    )


def _simulator(w: Words) -> Failure:
    name, line = w.name(), w.number()
    return failure(
        f"""
%Error: rtl/{w.noun()}.sv:{line}:8: Can't find definition of variable: '{name}'
%Error: Exiting due to 1 error(s)""",
        f".sv:{line}:8: Can't find definition of variable: '{name}'\nExiting due to 1 error(s)",
    )


OTHERS: tuple[Kind, ...] = (
    _dotnet, _go_test, _go_panic, _terraform, _rollout, _playwright, _eslint, _sphinx, _ansible,
    _bazel, _migration, _rspec, _phpunit, _elixir, _git, _ssh, _throttled, _swift, _coverage,
    _vulnerable, _exited, _simulator,
)  # fmt: skip
