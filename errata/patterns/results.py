"""Ran to the end, but the result is wrong or not good enough."""

from errata.evidence.statements import Authority
from errata.patterns.rule import Rule
from errata.taxonomy import Category

TESTS: tuple[Rule, ...] = (
    Rule(
        name="failed-test",
        category=Category.LOGIC_ERROR,
        types="AssertionError",
        raised_in=r"(?:^|[/\\])(?:test_[^/\\]{0,120}|[^/\\]{0,120}_test)\.py$",
        cause="A test found a wrong result: {message}{where}.",
        fix="Run that test alone and follow the value it checks back to where it goes wrong.",
        examples=("tests/test_codec.py:12: AssertionError: lossy",),
        confidence=0.91,
    ),
    Rule(
        name="failed-assertion",
        category=Category.LOGIC_ERROR,
        types="AssertionError",
        says=r"^assert\b",
        cause="A check of the result failed: {message}{where}.",
        fix="Compare what was computed with what was expected; go back to where they part.",
        examples=("E       assert 'expected dict' in 'got str'",),
        confidence=0.91,
    ),
)

RULES: tuple[Rule, ...] = (
    Rule(
        name="wrong-answer",
        category=Category.LOGIC_ERROR,
        words="wrong answer | wrong_answer | incorrect output | output differs | presentation error"
        " | outputs differ | output mismatch | outputs do not match | output does not match"
        " | does not match the source | does not match source | does not match the original"
        " | md5 mismatch | checksum mismatch | crc mismatch | reconstruction mismatch"
        " | mismatch at frame | incorrect result | wrong result | wrong output"
        " | not bit-exact | not bit exact | solution is invalid | invalid solution | infeasible"
        " | constraint violation | constraints violated | gradient check failed | gradcheck"
        " | desynchronised | drifts apart"
        " | frames differ | verification failed | differ from the source | differs from the source"
        " | roundtrip mismatch | round-trip mismatch | lossless check failed",
        authority=Authority.RAISED,
        cause="The program ran but its output is wrong: {message}.",
        fix="Run the failing case by hand and compare the output with what is expected.",
        examples=(
            "Verdict: Wrong Answer on test 7",
            "md5 mismatch on frame 12",
            "decoded frame 3 does not match the source",
            "solution is infeasible: constraint violation 0.3",
        ),
        confidence=0.9,
    ),
    Rule(
        name="not-adopted",
        category=Category.LOGIC_ERROR,
        words="not better than | not adopted | worse than | below baseline | below the baseline"
        " | below threshold | below the threshold | no improvement | did not improve"
        " | candidate rejected | candidate discarded | reverted: | -> discard"
        " | discarding candidate | status: discard | discarded: | score regressed"
        " | regressed from | regressed by | regression: | rejected: score | rejecting candidate"
        " | not an improvement | reverting | rolled back to | keep=false | decision: reject"
        " | decision: revert | decision: discard | verdict: reject | worse score | lower score"
        " | failed the quality gate | quality gate failed | gate failed | does not improve"
        " | underperform"
        " | regression detected | failed to beat"
        " | not beaten | status=discard | status: discarded | target not met | goal not met |"
        " targets not met",
        cause="The run finished, but its result is not good enough: {message}.",
        fix="Look at which metric fell short and change one thing at a time against the baseline.",
        examples=(
            "best so far not beaten; discard",
            "judge: score 31.2 dB is not better than the parent's 31.9 dB",
        ),
        confidence=0.85,
    ),
    Rule(
        name="short-of-target",
        category=Category.LOGIC_ERROR,
        words="below | did not reach | failed to reach | short of | lower than | did not meet |"
        " dropped"
        " | fell | degraded | worse | decreased | larger than input | larger than the input | <"
        " 1.0",
        says=r"(?:psnr|ssim|vmaf|bd-?rate|score|accuracy|quality|metric|f1|reward|gain|ratio"
        r"|fitness)\b"
        r".{0,60}(?:below|did not (?:reach|meet)|failed to reach|short of|lower than|dropped"
        r" (?:from|to|by)"
        r"|fell (?:from|to|below)|degraded|\bworse\b|decreased (?:from|by)|larger than (?:the"
        r" )?input)",
        authority=Authority.HINT,
        cause="The run finished short of its target: {message}.",
        fix="Look at which metric fell short and change one thing at a time against the baseline.",
        examples=(
            "ERROR: PSNR 18.2 dB below the quality threshold of 30 dB",
            "PSNR dropped from 34 dB to 22 dB",
        ),
        confidence=0.69,
    ),
    Rule(
        name="refuted",
        category=Category.LOGIC_ERROR,
        words="refuted | hypothesis rejected | verdict: fail | falsified",
        says=r"\b(?:refuted|hypothesis rejected|verdict: fail(?:ed)?|falsified)\b(?!: ?(?:0|no)\b)",
        authority=Authority.HINT,
        cause="The run finished and its result refutes what it set out to show: {message}.",
        fix="Take the refutation as the result, or test the hypothesis with a sharper experiment.",
        examples=("Verdict: REFUTED (effect 0.01, threshold 0.10)",),
        confidence=0.75,
    ),
    Rule(
        name="not-finite",
        category=Category.LOGIC_ERROR,
        words="nan | -inf | diverged | did not converge | not finite | non-finite | no convergence",
        says=r"(?:\b|_)(?:loss|score|accuracy|acc|metric|psnr|ppl|perplexity|reward|norm|mse|mae)"
        r"\w{0,120}['\"]?\s?[:=]?\s?(?:tensor\()?(?:nan|-?inf)\b|\bnan (?:loss|values?|metric)"
        r"|(?:loss|metric|gradient|weight|output|score|value)s? (?:is|are|became|was|has"
        r"|contains?) "
        r"(?:a )?(?:nan|inf|not finite|non-finite)|(?:non|not)[- ]finite (?:loss|gradient|value"
        r"|output|metric)"
        r"|^did not converge|(?:training|loss|optimi[sz]\w{1,120}|solver|iteration) (?:has"
        r" )?(?:diverged|did not converge)"
        r"|(?:fitness|score|metric)\w{0,120}['\"]? ?[:=] ?-inf\b|returned nan values",
        authority=Authority.HINT,
        cause="The run went on with a number that is none: {message}.",
        fix="Stop at the first NaN; lower the step size, guard divisions and logarithms, and check "
        "the input for NaN.",
        examples=(
            "epoch 4: train_loss nan acc 0.00",
            "solver did not converge in 100 iterations",
            "fitness = -inf",
        ),
        confidence=0.75,
    ),
    Rule(
        name="assertion-on-result",
        category=Category.LOGIC_ERROR,
        types="AssertionError AssertionFailedError ComparisonFailure",
        says=r"^\s{0,9}.{0,200}?(?: [=!<>]= | [<>] |not equal|mismatch|differ|not almost equal"
        r"|not close|is not (?:true|false)\b|not found in |!= |unexpectedly )",
        cause="A check of the result failed: {headline}{where}.",
        fix="Compare what was computed with what was expected; go back to where they part.",
        examples=(
            "AssertionError: 3 != 4",
            "AssertionError: Tensor-likes are not close!",
            "AssertionError: False is not true",
        ),
        confidence=0.85,
    ),
    Rule(
        name="tests-failed",
        category=Category.LOGIC_ERROR,
        words=" failed | failures= | failures: |  failing | --- fail: | ed tests/ | tests passed"
        " | not ok "
        " | passed: 0 | - assert | test result: fail",
        says=r"(?<![\w.])(?P<count>[1-9]\d{0,6}) (?:tests? |specs? |cases? )?fail(?:ed|ing)\b"
        r"|failures[=:] ?[1-9]|^\s{0,20}--- FAIL: |^FAILED \S{1,120}::\S{1,120} - assert|^not ok"
        r" \d|test result: FAILED"
        r"|\b0 (?:out )?of [1-9]\d{0,6} (?:tests|cases) passed|\b0/[1-9]\d{0,6} (?:tests|cases)"
        r" passed",
        authority=Authority.HINT,
        cause="Tests failed: {message}.",
        fix="Run the first failing test alone and follow its assertion back to the cause.",
        examples=(
            "=========== 3 failed, 20 passed in 1.20s ===========",
            "--- FAIL: TestRoundTrip (0.00s)",
            "  1 failing",
            "0 out of 5 tests passed",
        ),
        confidence=0.69,
        vague=True,
    ),
)
