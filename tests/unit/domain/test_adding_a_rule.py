"""The page on adding a rule does what it says."""

import importlib
import re
from pathlib import Path

import pytest

from errata.patterns.catalogue import RULES
from errata.patterns.phrases import PhraseIndex
from errata.patterns.rule import Rule
from errata.taxonomy import Category
from tests.unit.domain.make import explained
from tests.unit.domain.test_rule_regexes import faults

examining = importlib.import_module("errata.patterns.examine")  # the package exports its function
PAGE = (Path(__file__).parents[3] / "docs/adding-a-rule.md").read_text()


@pytest.fixture
def shown() -> Rule:
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert code is not None
    names: dict[str, object] = {}
    exec(code[1], names)  # noqa: S102 - the code of our own page
    (rule,) = (value for value in names.values() if isinstance(value, Rule))
    return rule


def test_the_failure_is_unknown_before(shown: Rule) -> None:
    assert explained(shown.examples[0], "exit code 1").rule == "unknown"


def test_the_rule_of_the_page_explains_it(shown: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = (*RULES, shown)
    index = PhraseIndex((rule, rule.phrases) for rule in rules if rule.reads_lines)
    monkeypatch.setattr(examining, "RULES", rules)
    monkeypatch.setattr(examining, "line_rules", lambda: index)
    found = explained(f"frame 1\n{shown.examples[0]}\n", "exit code 1")
    assert found.rule == shown.name
    assert found.verdict.category is Category.RESOURCE_ERROR
    assert found.verdict.evidence[-1].quote == shown.examples[0]


def test_the_rule_is_new_and_its_pattern_quick(shown: Rule) -> None:
    assert shown.name not in {rule.name for rule in RULES}
    assert not faults(shown.says)


def test_the_page_names_files_and_fields_that_exist() -> None:
    folder = Path(str(examining.__file__)).parent
    for name in re.findall(r"`([a-z_]+\.py)`", PAGE):
        assert (folder / name).exists(), name
    for field in re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE):
        assert field in Rule.__dataclass_fields__
