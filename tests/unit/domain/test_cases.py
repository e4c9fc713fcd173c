"""What of a failure is shown: the lines of code that a traceback names, and nothing secret."""

from errata.cases import case_of
from errata.patterns import examine
from errata.redaction import redact_event
from tests.unit.domain.make import crash, event

LONG = "\n".join(
    [
        "import os",
        *(f"UNUSED_{n} = {n}" for n in range(400)),
        "def quantise(block):",
        "    return block[9]",
        *(f"ALSO_UNUSED_{n} = {n}" for n in range(400)),
        "quantise([1])",
    ]
)


def shown(code: str, log: str) -> str:
    return case_of(examine(redact_event(event(log))), code, ()).code


def test_of_long_code_the_lines_around_the_failure_are_shown_with_their_numbers() -> None:
    log = f"frame 1\n{crash(LONG)}".replace(
        "line 403, in quantise\n", ("line 403, in quantise\n    return block[9]\n")
    ).replace("line 804, in <module>\n", "line 804, in <module>\n    quantise([1])\n")
    code = shown(LONG, log)
    assert "402: def quantise(block):\n403:     return block[9]\n404: ALSO_UNUSED_0" in code
    assert "804: quantise([1])" in code
    assert "\n⋮\n" in code
    assert "UNUSED_200" not in code
    assert len(code) <= 6_000


def test_lines_of_another_file_are_not_taken_for_the_candidates() -> None:
    log = (
        "Traceback (most recent call last):\n"
        '  File "library.py", line 300, in f\n    raise ValueError(x)\nValueError: x'
    )
    code = shown(LONG, log)
    assert code.startswith("import os\n")
    assert code.endswith("quantise([1])")
    assert len(code) <= 6_000


def test_short_code_is_shown_as_it_is() -> None:
    assert shown("import os\nos.abort()", "Aborted") == "import os\nos.abort()"


def test_code_is_redacted_before_it_is_cut() -> None:
    secret = "hunter2hunter2"
    assert secret not in shown(f"PASSWORD = '{secret}'\n{LONG}", crash(LONG))


def test_code_of_one_endless_line_is_bounded() -> None:
    log = (
        "Traceback (most recent call last):\n"
        f'  File "candidate.py", line 1, in f\n    {"x" * 300}\nValueError: x'
    )
    assert len(shown("x" * 300 + "\n" + "y" * 50_000, log)) <= 6_000
