"""A digest as its reader gets it: Markdown, and plots."""

import hashlib
import json
import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from errata.archive import Cell, EliteRecord
from errata.census import Fate, RatePoint, taken
from errata.diagnosis import DailyCount, DayDigest
from errata.digest import Digest, Tale
from errata.digesting import GAIN, PROGRESS, Findings, digest
from errata.errors import ConfigurationError
from errata.events import ArtifactRef
from errata.experiments import Experiment
from errata.learning import RepairTally
from errata.taxonomy import Category, Source
from infra.home import CHECKOUT
from infra.report import style
from infra.report.files import as_document, require_plots, write
from infra.report.markdown import told
from infra.report.plots import plots
from tests.support.samples import NOON, experiment
from tests.unit.domain.test_digest import DAY, NEW, died, group

HOSTILE = "](javascript:alert(1)) <img src=x> ```\n# Heading @everyone | www.evil.example\n- item"
POINTS = tuple({"kbps": 100.0 * 2**n, "psnr_y_db": 30.0 + 3 * n} for n in range(4))


def adopted(number: int, progress: float, **fields: object) -> Experiment:
    scores = {PROGRESS: progress, GAIN: -5.0} if number else {PROGRESS: progress}
    when = NOON + timedelta(minutes=number)
    known = {"status": "adopted", "stage": "judge", "metrics": scores, "points": POINTS}
    return experiment(number, started_at=when, **(known | fields))


def busy(text: str = "Plain words.", cost_usd: float = 0.25) -> Digest:
    """A digest with something in every part."""
    first, second = adopted(0, 900.0), adopted(1, 700.0, hypothesis=text, expected_effect=text)
    deaths = [died(number, root_cause=text, operator="axes/encode") for number in range(20, 45)]
    skipped = experiment(60, status="skipped", skipped_for=deaths[0].experiment_id)
    rejected = experiment(
        61, status="failed", stage="judge", points=(*POINTS, {"kbps": 1.0, "psnr_y_db": 9.0})
    )
    count = DailyCount(day=str(DAY), category="timeout", severity="high", stage="encode", count=2)
    elite = EliteRecord(
        cell=Cell(rate=1, quality=2, time=0),
        experiment_id=second.experiment_id,
        code=ArtifactRef.to("code", b"x"),
        course="0" * 64,
        score=700.0,
        points=POINTS,
        metrics={},
        since=NOON,
    )
    day = DayDigest(
        day=str(DAY), counts=(count,), by_source={Source.CLAUDE: 2}, cost_usd=cost_usd, waits={4: 2}
    )
    found = Findings(
        days=[day],
        groups={NEW: group(NEW, root_cause=text)},
        killers={deaths[0].experiment_id: deaths[0]},
        repairs={Category.TIMEOUT: RepairTally(tried=3, verified=2, refuted=1)},
        tales=[Tale(second, [first])],
        elites=[elite],
        anchors={"x264_medium": (RatePoint(10.0, 30.0), RatePoint(40.0, 40.0))},
    )
    census = taken([first, second, *deaths, skipped, rejected])
    return digest(census, found, DAY - timedelta(days=6), DAY)


def test_the_digest_goes_from_the_front_to_what_gained_most() -> None:
    text = told(busy(), {"front": "a front"})
    order = ["# Research digest", "## Front", "## Adoption", "## Failures", "## Diagnoses"]
    order += ["## What was learnt", "## Skipped before a box was spent", "## What gained most"]
    places = [text.index(f"{heading}") for heading in order]
    assert places == sorted(places)
    assert "29 experiments (days are UTC): 2 adopted, 1 no better, 25 died, 1 skipped" in text
    assert "Of 25 deaths before the verdict 24 (96%) were of a group that was known" in text
    assert "[![a front](front.png)](front.svg)" in text
    assert "(progress.png)" not in text
    assert "| timeout | 3 | 2 | 1 |" in text
    assert "| claude | 2 | 100% |" in text
    assert "They cost $0.2500." in text
    assert "**-5.0 %** against the champion before it, +700.0 % against x264 medium" in text


def test_an_empty_period_is_told_too() -> None:
    text = told(digest(taken([]), Findings(), DAY, DAY), {})
    assert "0 experiments" in text
    assert "Nothing was adopted." in text
    assert "Nothing was diagnosed." in text
    assert "## Skipped" not in text


def test_what_was_not_counted_is_told() -> None:
    text = told(digest(taken([died(1)]), Findings(), DAY, DAY, complete=False), {})
    assert "These are the newest 1; there were more." in text


def test_hostile_text_stays_text() -> None:
    text = told(busy(HOSTILE), {"front": HOSTILE})
    assert not re.search(r"(?<!\\)\]\(java", text)
    assert "<img" not in text.replace("\\<", "")
    assert "@everyone" not in text
    assert "\n# Heading" not in text
    rows = [line for line in text.splitlines() if line.startswith("| \\]")]
    assert rows
    assert all(len(re.findall(r"(?<!\\)\|", row)) in {4, 6} for row in rows)


def test_every_plot_has_words_and_files_that_the_same_data_make_again(tmp_path: Path) -> None:
    names = {"front", "progress", "deaths", "failures", "diagnoses"}
    hashes = []
    for run in ("one", "two"):
        text = write(busy(), tmp_path / run)
        files = sorted((tmp_path / run).iterdir())
        assert {path.stem for path in files} == names | {"report"}
        assert len(files) == 11
        hashes.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in files])
    assert hashes[0] == hashes[1]
    shown = re.findall(r"\[!\[([^\]]+)\]\((\w+)\.png\)\]\(\2\.svg\)", text.read_text("utf-8"))
    assert {name for _, name in shown} == names
    assert all(len(words) > 40 for words, _ in shown)


def test_plots_say_what_their_axes_are_in_units() -> None:
    with style.styled():
        labels = {
            plot.name: {axes.get_xlabel() + axes.get_ylabel() for axes in plot.figure.axes}
            for plot in plots(busy())
        }
    assert any("kbit/s" in each and "dB" in each for each in labels["front"])
    assert any("UTC" in each and "%" in each for each in labels["progress"])
    assert any("%" in each for each in labels["deaths"])
    assert any("US dollars" in each for each in labels["diagnoses"])


def test_an_adoption_that_cannot_be_compared_is_told_to_be_so() -> None:
    lone = adopted(2, 1.0, metrics={GAIN: -44.0})
    found = Findings(tales=[Tale(lone)])
    picture = digest(taken([adopted(0, 900.0), lone]), found, DAY, DAY)
    assert "**-44.0 %** against the champion before it, not comparable" in told(picture, {})
    with style.styled():
        (plot,) = [each for each in plots(picture) if each.name == "progress"]
    assert "1 not drawn: too little" in plot.figure.axes[0].get_xlabel()


def test_what_cost_nothing_has_no_plot_of_its_cost() -> None:
    with style.styled():
        (plot,) = [each for each in plots(busy(cost_usd=0.0)) if each.name == "diagnoses"]
    assert len(plot.figure.axes) == 1


def test_there_are_no_plots_of_nothing() -> None:
    assert list(plots(digest(taken([]), Findings(), DAY, DAY))) == []


def test_colours_are_the_dashboard_s() -> None:
    tokens = (CHECKOUT / "dashboard/src/styles/tokens.css").read_text("utf-8")
    light = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6})", tokens))
    named = {
        name.lower().replace("_", "-"): getattr(style, name)
        for name in (
            *("SURFACE", "TEXT", "TEXT_SOFT", "LINE", "LINE_STRONG"),
            *("CRITICAL", "MEDIUM", "GOOD"),
        )
    }
    heat = {f"heat-{number}": colour for number, colour in enumerate(style.HEAT, start=1)}
    assert light.items() >= (named | heat).items()


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ConfigurationError, match=r"errata\[report\]"):
        require_plots()


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    there = tmp_path / "file"
    there.write_text("")
    with pytest.raises(ConfigurationError, match="--out"):
        write(digest(taken([]), Findings(), DAY, DAY), there)


def test_as_json_it_is_the_same_digest() -> None:
    document = json.loads(json.dumps(as_document(busy())))
    assert document["deaths"] == 25
    assert document["fates"][Fate.SKIPPED] == 1
    assert document["groups"][0]["group"]["fingerprint"] == NEW
