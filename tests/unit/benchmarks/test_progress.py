"""What the benchmark of one long run makes of it."""

from benchmarks.attempts import Attempt, Run
from benchmarks.progress import reached
from errata.census import Fate


def test_a_run_is_measured_from_the_start_codec_to_the_best() -> None:
    fates = (
        Attempt(Fate.ADOPTED, bd_rate=400.0),
        Attempt(Fate.DIED),
        Attempt(Fate.ADOPTED, bd_rate=150.0),
        Attempt(Fate.SKIPPED),
        Attempt(Fate.NO_BETTER),
    )
    (figure,) = reached(Run(1, feedback=True, attempts=fates))
    assert (figure.value, figure.rival_value, figure.met) == (150.0, 400.0, True)
    assert "after 4 candidates" in figure.name
    assert figure.note == "1 adopted"


def test_without_x264_there_is_nothing_to_measure_against() -> None:
    assert (
        reached(Run(1, feedback=True, attempts=(Attempt(Fate.ADOPTED), Attempt(Fate.DIED)))) == []
    )
