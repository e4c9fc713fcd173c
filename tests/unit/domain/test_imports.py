"""A cold Lambda pays for every import: the domain brings in nothing it can do without."""

import subprocess
import sys

import pytest

HEAVY = ("anthropic", "boto3", "httpx", "numpy", "asyncio", "email.mime", "ulid")


@pytest.mark.parametrize("module", ["errata.ports", "errata.diagnoser", "errata.offline"])
def test_the_domain_imports_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert module in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_rules_are_compiled_only_when_needed() -> None:
    program = (
        "import errata.diagnoser\n"
        "from errata.patterns.catalogue import RULES\n"
        "print(sum('regex' in vars(rule) for rule in RULES))"
    )
    compiled = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert int(compiled) == 0
