"""What the plot of runs shows."""

from pathlib import Path

import numpy as np
from click.testing import CliRunner

from benchmarks.attempts import RUNS
from benchmarks.plots import drawn, main
from tests.unit.benchmarks.test_learning import TAUGHT, UNTAUGHT


def test_each_kind_of_run_is_drawn_beside_x264() -> None:
    deaths, rates = drawn([UNTAUGHT, TAUGHT]).axes
    assert [line.get_label() for line in deaths.lines] == ["without feedback", "with feedback"]
    ends = {str(line.get_label()): float(np.asarray(line.get_ydata())[-1]) for line in rates.lines}
    assert ends["without feedback"] == 400
    assert ends["with feedback"] == 100
    assert ends["x264 medium"] == 0


def test_one_long_run_is_drawn_alone() -> None:
    deaths, _ = drawn([TAUGHT]).axes
    assert [line.get_label() for line in deaths.lines] == ["with feedback"]


def test_the_same_runs_give_the_same_picture(tmp_path: Path) -> None:
    results = tmp_path / "runs.json"
    results.write_bytes(RUNS.dump_json((UNTAUGHT, TAUGHT)))
    pictures = [tmp_path / name for name in ("one.svg", "two.svg")]
    for picture in pictures:
        done = CliRunner().invoke(main, [str(results), str(picture)])
        assert done.exit_code == 0, done.output
    one, two = (picture.read_bytes() for picture in pictures)
    assert one == two
    assert b"<svg" in one
