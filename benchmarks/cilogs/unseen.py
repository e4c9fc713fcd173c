"""Failures held out: written after the evidence window was finished.

Nothing of the window was changed after looking at them.
"""

from benchmarks.cilogs.kinds import Failure, Kind, Words, failure


def _helm(w: Words) -> Failure:
    line, name = w.number(2, 90), w.noun()
    said = f"Error: YAML parse error on {name}/templates/deployment.yaml"
    return failure(
        f"{said}: error converting YAML to JSON: yaml: line {line}: did not find expected key",
        f"{said}\nyaml: line {line}: did not find expected key",
    )


def _hash(w: Words) -> Failure:
    name, expected, got = f"{w.noun()}lib==1.{w.number()}", w.hexadecimal(64), w.hexadecimal(64)
    return failure(
        f"""
ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions, please update the hashes.
    {name} from https://files.example.org/{name}.whl (from -r requirements.txt (line {w.number()})):
        Expected sha256 {expected}
             Got        {got}""",
        f"DO NOT MATCH THE HASHES\n{name} from https\nExpected sha256 {expected}",
    )


def _poetry(w: Words) -> Failure:
    one, two = f"{w.noun()}-core", f"{w.noun()}-cli"
    because = f"Because {two} (3.1) depends on {one} (>=2.0) and app depends on {one} (^1.4)"
    return failure(
        f"\n  SolverProblemError\n\n  {because}, {two} is forbidden.\n  So, version solving failed.",
        f"{because}\nversion solving failed.",
    )


def _julia(w: Words) -> Failure:
    path, line = f"/builds/App/test/{w.noun()}.jl", w.number()
    return failure(
        f"""
{w.noun()} sums: Test Failed at {path}:{line}
  Expression: total(xs) == {line}
   Evaluated: {line + 2} == {line}
""",
        f"Test Failed at {path}:{line}\nEvaluated: {line + 2} == {line}\n"
        "Some tests did not pass: 210 passed, 1 failed",
        "ERROR: LoadError: Some tests did not pass: 210 passed, 1 failed, 0 errored, 0 broken.",
    )


def _prove(w: Words) -> Failure:
    path, line = f"t/{w.noun()}.t", w.number()
    return failure(
        f"""
#   Failed test '{w.verb()}s the {w.noun()}'
#   at {path} line {line}.
#          got: '{line}'
#     expected: '{line + 1}'
# Looks like you failed 1 test of 24.
{path} .. Dubious, test returned 1 (wstat 256, 0x100)""",
        f"at {path} line {line}.\nLooks like you failed 1 test of 24.\nResult: FAIL",
        f"Test Summary Report\n-------------------\n{path} (Wstat: 256 Tests: 24 Failed: 1)\nResult: FAIL",
    )


def _black(w: Words) -> Failure:
    path = f"app/{w.noun()}/{w.verb()}.py"
    return failure(
        f"would reformat /builds/app/{path}\n\nOh no! 💥 💔 💥\n1 file would be reformatted, {w.number()} files would be left unchanged.",
        f"would reformat /builds/app/{path}\n1 file would be reformatted",
    )


def _shellcheck(w: Words) -> Failure:
    path, line = f"scripts/{w.verb()}.sh", w.number()
    return failure(
        f"""
In {path} line {line}:
rm -rf $TARGET/*
       ^-----^ SC2115 (error): Use "${{var:?}}" to ensure this never expands to /* .""",
        f"In {path} line {line}:\nSC2115 (error)",
    )


def _nix(w: Words) -> Failure:
    path = f"/nix/store/{w.hexadecimal(32)}-{w.noun()}-1.{w.number()}.drv"
    return failure(
        f"""
error: builder for '{path}' failed with exit code 2;
       last 3 log lines:
       > checking whether the compiler works... no
       > configure: error: C compiler cannot create executables
       For full logs, run 'nix log {path}'.""",
        f"error: builder for '{path}' failed\nC compiler cannot create executables",
    )


def _pnpm(w: Words) -> Failure:
    return failure(
        f"""
 ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with packages/{w.noun()}/package.json""",
        'ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"',
    )


def _cypress(w: Words) -> Failure:
    title, line, spec = f"{w.verb()}s an {w.noun()}", w.number(), f"{w.noun()}.cy.ts"
    return failure(
        f"""
  1) {title}

  0 passing (9s)
  1 failing

  1) Checkout
       {title}:
     AssertionError: Timed out retrying after 4000ms: Expected to find element: `#{w.noun()}`, but never found it.
      at Context.eval (webpack:///./cypress/e2e/{spec}:{line}:7)""",
        f"{title}:\nTimed out retrying after 4000ms: Expected to find element\n{spec}:{line}:7",
        f"  ✖  1 of 14 failed (7%)                     04:11       {w.number()}",
    )


def _sbt(w: Words) -> Failure:
    path, line, name = f"core/src/main/scala/{w.noun().title()}.scala", w.number(), w.noun()
    return failure(
        f"""
[error] /builds/app/{path}:{line}:18: value {name}s is not a member of Ledger
[error]     ledger.{name}s.sum
[error]            ^
[error] one error found""",
        f"{path}:{line}:18: value {name}s is not a member\n(core / Compile / compileIncremental)",
        "[error] (core / Compile / compileIncremental) Compilation failed\n[error] Total time: 31 s",
    )


def _kotlin(w: Words) -> Failure:
    path, line = f"/builds/app/src/main/kotlin/{w.noun().title()}.kt", w.number()
    error = f"e: file://{path}:{line}:9 Type mismatch: inferred type is String but Int was expected"
    return failure(
        f"{error}\n\n> Task :app:compileKotlin FAILED",
        f"{path}:{line}:9 Type mismatch\n> Task :app:compileKotlin FAILED",
    )


def _protoc(w: Words) -> Failure:
    path, line = f"proto/{w.noun()}.proto", w.number()
    return failure(
        f'{path}:{line}:3: "{w.noun().title()}Id" is not defined.\n--go_out: protoc-gen-go: Plugin failed with status code 1.',
        f"{path}:{line}:3:\nPlugin failed with status code 1.",
    )


def _nvcc(w: Words) -> Failure:
    path, line = f"kernels/{w.noun()}.cu", w.number()
    return failure(
        f'{path}({line}): error: identifier "{w.noun()}Idx" is undefined\n\n1 error detected in the compilation of "{path}".',
        f"{path}({line}): error: identifier\n1 error detected in the compilation",
    )


def _valgrind(w: Words) -> Failure:
    pid, path, line = w.number(1000, 9000), f"{w.noun()}.c", w.number()
    return failure(
        f"""
=={pid}== Invalid write of size 4
=={pid}==    at 0x4011B6: {w.verb()} ({path}:{line})
=={pid}==    by 0x4011F0: main (main.c:9)
=={pid}== ERROR SUMMARY: 1 errors from 1 contexts (suppressed: 0 from 0)""",
        f"Invalid write of size 4\n({path}:{line})\nERROR SUMMARY: 1 errors",
    )


def _merge(w: Words) -> Failure:
    path = f"src/{w.noun()}.py"
    return failure(
        f"Auto-merging {path}\nCONFLICT (content): Merge conflict in {path}\nAutomatic merge failed; fix conflicts and then commit the result.",
        f"CONFLICT (content): Merge conflict in {path}\nAutomatic merge failed",
    )


def _systemd(w: Words) -> Failure:
    unit = f"{w.noun()}d.service"
    return failure(
        f"""
Job for {unit} failed because the control process exited with error code.
× {unit} - The {w.noun()} daemon
     Active: failed (Result: exit-code) since Sat 2026-01-31 09:14:02 UTC; 9ms ago
    Process: {w.number()} ExecStart=/usr/sbin/{unit[:-8]} (code=exited, status=203/EXEC)""",
        f"Job for {unit} failed because\nstatus=203/EXEC",
    )


def _pre_commit(w: Words) -> Failure:
    path = f"docs/{w.noun()}.md"
    return failure(
        f"""
trim trailing whitespace.................................................Failed
- hook id: trailing-whitespace
- exit code: 1
- files were modified by this hook

Fixing {path}
""",
        f"whitespace.................................................Failed\n- hook id: trailing-whitespace\nFixing {path}",
    )


def _signing(w: Words) -> Failure:
    target = f"{w.noun().title()}App"
    said = f'error: No profiles for "com.acme.{w.noun()}" were found'
    return failure(
        f"/Volumes/build/app/App.xcodeproj: {said}: Xcode couldn't find any provisioning profiles. (in target '{target}' from project 'App')",
        f"{said}\n(in target '{target}'\n** ARCHIVE FAILED **",
        "** ARCHIVE FAILED **",
    )


def _timing(w: Words) -> Failure:
    slack = f"-0.{w.number(100, 900)}"
    return failure(
        f"CRITICAL WARNING: [Route 35-39] The design did not meet timing requirements. Worst slack {slack} ns on clk_{w.noun()}.",
        f"The design did not meet timing requirements. Worst slack {slack}",
    )


def _latex(w: Words) -> Failure:
    line, macro = w.number(), f"\\{w.noun()}ref"
    return failure(
        f"! Undefined control sequence.\nl.{line} see {macro}\n               {{eq:1}}\nNo pages of output.",
        f"! Undefined control sequence.\nl.{line} see {macro}",
        "Latexmk: Errors, so I did not complete making targets",
    )


def _rubocop(w: Words) -> Failure:
    place = f"lib/{w.noun()}.rb:{w.number()}:7"
    return failure(
        f"""
Offenses:

{place}: W: Lint/UselessAssignment: Useless assignment to variable - {w.noun()}.

{w.number()} files inspected, 1 offense detected""",
        f"{place}: W: Lint/UselessAssignment\n1 offense detected",
    )


def _vitest(w: Words) -> Failure:
    path, line, title = f"src/{w.noun()}.test.ts", w.number(), f"{w.verb()}s {w.noun()}s"
    return failure(
        f"""
⎯⎯⎯⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯⎯⎯⎯

 FAIL  {path} > {title}
AssertionError: expected {line} to be {line + 1} // Object.is equality
 ❯ {path}:{line}:19""",
        f"FAIL  {path} > {title}\nexpected {line} to be {line + 1}\n{path}:{line}:19",
        f" Test Files  1 failed | {w.number()} passed ({w.number()})",
    )


def _quota(w: Words) -> Failure:
    name = f"ci-{w.noun()}-{w.number()}"
    return failure(
        f'Error from server (Forbidden): pods "{name}" is forbidden: exceeded quota: compute, requested: limits.memory=8Gi, used: limits.memory=60Gi, limited: limits.memory=64Gi',
        f'pods "{name}" is forbidden: exceeded quota',
    )


UNSEEN: tuple[Kind, ...] = (
    _helm, _hash, _poetry, _julia, _prove, _black, _shellcheck, _nix, _pnpm, _cypress, _sbt,
    _kotlin, _protoc, _nvcc, _valgrind, _merge, _systemd, _pre_commit, _signing, _timing, _latex,
    _rubocop, _vitest, _quota,
)  # fmt: skip
