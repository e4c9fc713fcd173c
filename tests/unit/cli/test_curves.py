"""The plot of rate against quality on a terminal."""

from datetime import UTC, datetime

from ulid import ULID

from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus, Stage
from infra.cli.curves import HEIGHT, WIDTH, plot, rate_distortion
from orchestrator.summary import RunSummary

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def experiment(status: ExperimentStatus, *points: tuple[float, float]) -> Experiment:
    return Experiment(
        experiment_id=str(ULID()),
        run_id=str(ULID()),
        status=status,
        stage=Stage.JUDGE,
        proposer="mutate",
        started_at=NOW,
        metrics={},
        points=tuple({"kbps": rate, "psnr_y_db": quality} for rate, quality in points),
    )


def summary(*experiments: Experiment, champion: Experiment | None = None) -> RunSummary:
    return RunSummary(
        run_id=str(ULID()),
        proposer="mutate",
        seed=1,
        jobs=1,
        isolation="none",
        started_at=NOW,
        finished_at=NOW,
        experiments=experiments,
        counts={},
        champion_id=champion and champion.experiment_id,
        anchors={"x264_medium": ({"kbps": 100.0, "psnr_y_db": 40.0},)},
    )


def test_points_lie_where_rate_and_quality_put_them() -> None:
    rows = plot({"a": [(100, 30), (10_000, 44)], "b": [(1_000, 37)]}).splitlines()
    cells = [row[11:].ljust(WIDTH) for row in rows[1 : HEIGHT + 1]]
    assert (cells[-1][0], cells[0][-1]) == ("a", "a")
    (row,) = [row for row in cells if "b" in row]
    assert abs(row.index("b") - WIDTH / 2) <= 1  # half-way: the rate's axis is logarithmic
    assert abs(cells.index(row) - HEIGHT / 2) <= 1
    assert rows[1].startswith("  44.0 dB")
    assert rows[HEIGHT].startswith("  30.0 dB")
    assert rows[-2].split() == ["100", "10000", "kbit/s"]


def test_the_champion_stands_out_and_anchors_are_named() -> None:
    best = experiment(ExperimentStatus.ADOPTED, (200.0, 41.0))
    start = experiment(ExperimentStatus.ADOPTED, (300.0, 41.0))
    worse = experiment(ExperimentStatus.FAILED, (400.0, 35.0))
    shown = rate_distortion(summary(start, worse, best, champion=best))
    legend = shown.splitlines()[-1].strip().split("   ")
    assert legend == ["· rejected", "1 x264_medium", "o adopted", "● champion"]
    body = "".join(row[11:] for row in shown.splitlines()[1 : HEIGHT + 1])
    assert [body.count(sign) for sign in "·1o●"] == [1, 1, 1, 1]


def test_a_single_point_and_none_at_all() -> None:
    assert "a" in plot({"a": [(100, 30)]})
    nothing = summary().model_copy(update={"anchors": {}})
    assert rate_distortion(nothing) == ""
    useless = experiment(ExperimentStatus.FAILED, (0.0, 6.0))
    assert rate_distortion(nothing.model_copy(update={"experiments": (useless,)})) == ""
