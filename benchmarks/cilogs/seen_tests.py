"""Tests that failed; looked at while the evidence window was tuned."""

from benchmarks.cilogs.kinds import Failure, Kind, Words, failure


def _pytest(w: Words) -> Failure:
    test, got, line = f"test_{w.name()}", w.number(), w.number()
    path = f"tests/unit/test_{w.noun()}.py"
    return failure(
        f"""
=================================== FAILURES ===================================
_______________________________ {test} _______________________________

    def {test}():
        result = {w.name()}(4)
>       assert result.total == {got + 3}
E       assert {got} == {got + 3}
E        +  where {got} = Result(total={got}).total

{path}:{line}: AssertionError
----------------------------- Captured stdout call -----------------------------""",
        f"assert {got} == {got + 3}\n{path}:{line}: AssertionError\nFAILED {path}::{test}",
        f"""
=========================== short test summary info ============================
FAILED {path}::{test} - assert {got} == {got + 3}
===== 1 failed, {w.number(300, 900)} passed, 3 skipped in 84.12s (0:01:24) =====""",
    )


def _pytest_error(w: Words) -> Failure:
    test, line, path = f"test_{w.name()}", w.number(), f"tests/test_{w.noun()}_{w.noun()}.py"
    return failure(
        f"""
==================================== ERRORS ====================================
_______________________ ERROR at setup of {test} _______________________

    @pytest.fixture
    def database():
>       return connect("postgresql://db.internal:5432/app")

tests/conftest.py:{line}:
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _
E       psycopg.OperationalError: connection to server at "10.1.0.7" failed: Connection refused

app/store.py:{line + 11}: OperationalError""",
        f"psycopg.OperationalError: connection to server\napp/store.py:{line + 11}\n"
        f"ERROR {path}::{test}",
        f"""
=========================== short test summary info ============================
ERROR {path}::{test} - psycopg.OperationalError: connection to server at "10.1...
=================== {w.number()} passed, 1 error in 12.70s ===================""",
    )


def _cargo_test(w: Words) -> Failure:
    test, path, line = f"{w.noun()}::tests::{w.name()}", f"src/{w.noun()}.rs", w.number()
    return failure(
        f"""
failures:

---- {test} stdout ----

thread '{test}' panicked at {path}:{line}:9:
assertion `left == right` failed
  left: {line}
 right: {line + 1}
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace


failures:
    {test}

test result: FAILED. {w.number()} passed; 1 failed; 0 ignored; 0 measured; 0 filtered out""",
        f"panicked at {path}:{line}:9\nassertion `left == right` failed\n"
        "test result: FAILED.\nerror: test failed, to rerun pass `--lib`",
        "error: test failed, to rerun pass `--lib`",
    )


def _jest(w: Words) -> Failure:
    suite, path, line = f"{w.noun()} › {w.verb()}s the {w.noun()}", w.noun(), w.number()
    return failure(
        f"""
 FAIL  src/__tests__/{path}.test.ts (8.21 s)
  ● {suite}

    expect(received).toEqual(expected) // deep equality

    Expected: {line}
    Received: {line + 4}

      {line - 1} |     const r = run();
    > {line} |     expect(r).toEqual({line});
         |               ^
      at Object.<anonymous> (src/__tests__/{path}.test.ts:{line}:15)""",
        f"● {suite}\nsrc/__tests__/{path}.test.ts:{line}:15\n"
        "expect(received).toEqual(expected)\nTest Suites: 1 failed",
        f"Test Suites: 1 failed, {w.number()} passed, {w.number()} total\nRan all test suites.",
    )


def _maven(w: Words) -> Failure:
    test, line = f"{w.noun().title()}Test.{w.verb()}s{w.noun().title()}", w.number()
    said = f"[ERROR]   {test}:{line} expected: <{line}> but was: <{line + 1}>"
    return failure(
        f"""
[ERROR] Tests run: 12, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.41 s <<< FAILURE!
[ERROR] Failures:
{said}""",
        f"{said[10:]}\nBUILD FAILURE\nFailed to execute goal org.apache.maven",
        """
[INFO] BUILD FAILURE
[ERROR] Failed to execute goal org.apache.maven.plugins:maven-surefire-plugin:3.2.5:test: There are test failures.
[ERROR] -> [Help 1]""",
    )


TESTS: tuple[Kind, ...] = (
    _pytest,
    _pytest_error,
    _cargo_test,
    _jest,
    _maven,
)
