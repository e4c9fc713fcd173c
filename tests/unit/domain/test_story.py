import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.diagnosis import FailureRecord
from errata.experiments import Experiment
from errata.markdown import fenced, inline
from errata.story import Story, told
from errata.telling import gathered
from tests.unit.admin_api.fakes import NOW, FakeArtifacts, FakeStore, experiment, record

HOSTILE = "](javascript:alert(1)) <img src=x> ```\n# Heading @everyone www.evil.example\n- item"


def failed(**fields: object) -> tuple[FailureRecord, dict[str, object]]:
    kept = record(**fields)
    known = {
        "experiment_id": kept.event.experiment_id,
        "failure_id": kept.event.failure_id,
        "status": "failed",
        "finished_at": NOW + timedelta(seconds=2.5),
    }
    return kept, known


def test_a_story_goes_from_the_hypothesis_to_the_cause_and_the_scores() -> None:
    kept, known = failed(
        diagnosis={"evidence": [{"line": 2, "quote": "NameError: name 'qp' is not defined"}]}
    )
    text = told(
        Story(
            experiment(
                **known, hypothesis="Use qp", metrics={"bd_rate_vs_champion_percent": -1.25}
            ),
            kept,
            code="a = 1\nb = 3\n",
            parent_code="a = 1\nb = 2\n",
            ancestors=[experiment(status="adopted", hypothesis="Start plainly")],
        )
    )
    order = ["# Experiment", "## Hypothesis", "## What was tried", "## Why it failed", "## Scores"]
    places = [text.index(heading) for heading in [*order, "## Where it comes from"]]
    assert places == sorted(places)
    assert "-b = 2\n+b = 3" in text
    assert "     2  NameError: name 'qp' is not defined" in text
    assert "**High runtime error** at stage encode" in text
    assert "| bd\\_rate\\_vs\\_champion\\_percent | -1.25 |" in text
    assert "failed at stage encode" in text
    assert "for 2.5 s" in text


def test_what_is_not_kept_is_not_told() -> None:
    _, known = failed()
    text = told(Story(experiment(**known)))
    assert "Its diagnosis has not arrived yet." in text
    assert "## What was tried" not in text
    assert "## Scores" not in text


def test_a_codec_without_a_parent_is_shown_whole() -> None:
    text = told(Story(experiment(status="adopted"), code="def encode(): ...\n"))
    assert "```python\ndef encode(): ...\n```" in text


def test_what_a_repair_has_shown_is_told_with_the_diagnosis() -> None:
    kept, known = failed(diagnosis={"verified": "refuted"})
    repair = experiment(hypothesis="Set qp first", category="runtime_error")
    text = told(Story(experiment(**known), kept, repair=repair))
    shown = f"died the same death: {repair.experiment_id}, 2026-11-21, failed of runtime error: Set"
    assert f"**Refuted.** A repair that followed this diagnosis {shown}" in text
    verified = kept.diagnosis.model_copy(update={"verified": "verified"})
    text = told(Story(experiment(**known), kept.model_copy(update={"diagnosis": verified})))
    assert "**Verified.** A repair that followed this diagnosis lived." in text


def test_what_was_expected_and_what_came_of_it_is_told() -> None:
    killer, child = experiment(hypothesis="Sort first"), experiment(status="adopted")
    text = told(
        Story(
            experiment(status="skipped", expected_effect="2 % fewer bits", operator="swap/encode"),
            killer=killer,
            children=[child],
            more_children=True,
        )
    )
    assert f"A similar failure: {killer.experiment_id}" in text
    assert "**Expected effect.** 2 % fewer bits" in text
    assert "**Kind of edit.** swap/encode" in text
    assert f"## What came of it\n\n1. {child.experiment_id}" in text
    assert "There are older ones." in text


def test_sources_too_long_to_be_compared_are_told_whole() -> None:
    text = told(Story(experiment(), code="a\n" * 6_000, parent_code="b\n"))
    assert "```python\na\n" in text
    assert "… 5600 more lines" in text


def test_hostile_text_stays_text_all_the_way() -> None:
    kept, known = failed(
        diagnosis={"root_cause": HOSTILE, "fix_suggestion": HOSTILE}, error_message=HOSTILE
    )
    idea = {"hypothesis": HOSTILE, "expected_effect": HOSTILE, "operator": HOSTILE}
    others = {
        name: experiment(hypothesis=HOSTILE) for name in ("mate", "repaired", "repair", "killer")
    }
    kin = [experiment(hypothesis=HOSTILE)]
    told_of = experiment(**known, **idea)
    text = told(Story(told_of, kept, HOSTILE, "```\n", kin, children=kin, **others))
    outside = re.sub(r"(?ms)^(`{3,})\w*\n.*?^\1$", "", text)
    assert "](java" not in outside.replace("\\]", "")
    assert "<img" not in outside.replace("\\<", "")
    assert "@everyone" not in outside
    assert [line for line in outside.splitlines() if line.startswith("# ")] == [
        f"# Experiment {known['experiment_id']}"
    ]


@given(st.lists(st.text(alphabet="`ab\n# ", max_size=20), max_size=6))
def test_no_line_closes_its_fence(lines: list[str]) -> None:
    block = fenced([line.replace("\n", " ") for line in lines]).splitlines()
    assert block[0] == block[-1]
    assert not any(line.startswith(block[0]) for line in block[1:-1])


@given(st.text())
def test_inline_text_is_one_line_without_markup(text: str) -> None:
    line = inline(text)
    assert "\n" not in line
    assert not re.search(r"(?<!\\)(\\\\)*[*_\[\]<>#|]", line)


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


def test_a_story_is_gathered_with_its_ancestors_nearest_first(store: FakeStore) -> None:
    artifacts = FakeArtifacts()
    first = experiment(status="adopted", code=artifacts.put("code", b"one"))
    second = experiment(
        status="adopted", code=artifacts.put("code", b"two"), parent_id=first.experiment_id
    )
    kept, known = failed()
    last = experiment(**known, code=artifacts.put("code", b"three"), parent_id=second.experiment_id)
    store.all_experiments = [first, second, last]
    store.records = [kept]

    story = gathered(last.experiment_id, store, store, artifacts)

    assert [each.experiment_id for each in story.ancestors] == [
        second.experiment_id,
        first.experiment_id,
    ]
    assert (story.parent_code, story.code) == ("two", "three")
    assert story.failure == kept


def test_what_has_expired_is_left_out(store: FakeStore) -> None:
    artifacts = FakeArtifacts()
    ref = artifacts.put("code", b"gone")
    artifacts.kept.clear()
    orphan = experiment(code=ref, parent_id="01KAHB4SDSDBKRHRYQCH6ZEFFW")
    store.all_experiments = [orphan]
    story = gathered(orphan.experiment_id, store, store, artifacts)
    assert (story.code, story.parent_code, story.failure, list(story.ancestors)) == (
        None,
        None,
        None,
        [],
    )


def test_a_story_knows_its_repair_and_its_children(store: FakeStore) -> None:
    kept, known = failed()
    dead = experiment(**known)
    repair = experiment(repairs=dead.experiment_id, status="adopted")
    proven = kept.diagnosis.model_copy(
        update={"verified": "verified", "verified_by": repair.experiment_id}
    )
    skipped = experiment(status="skipped", skipped_for=dead.experiment_id)
    crossed = experiment(mate_id=repair.experiment_id)
    store.all_experiments = [dead, repair, skipped, crossed]
    store.records = [kept.model_copy(update={"diagnosis": proven})]

    def story(of: Experiment) -> Story:
        return gathered(of.experiment_id, store, store, FakeArtifacts())

    assert story(dead).repair == repair
    assert list(story(dead).children) == [repair]
    assert story(repair).repaired == dead
    assert story(crossed).mate == repair
    assert "**Crossed with.** " + repair.experiment_id in told(story(crossed))
    assert story(skipped).killer == dead
