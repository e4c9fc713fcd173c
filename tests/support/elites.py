"""Elites for tests: valid, and different only where a test says so."""

from errata.archive import EliteRecord, cell_of
from errata.events import ArtifactRef
from tests.support.samples import NOON, ulid

COURSE = "c" * 64


def points(
    *, bpp: float = 0.3, psnr_yuv_db: float = 35.0, seconds: float = 1.0
) -> tuple[dict[str, float], ...]:
    """Points whose figures at qp 32 are those given; half the time is the decoder's."""
    times = {"encode_s": seconds / 2, "decode_s": seconds / 2}
    return tuple(
        {
            "qp": 32.0 + 5 * step,
            "bpp": bpp / 2**step,
            "psnr_yuv_db": psnr_yuv_db - 3 * step,
            **times,
        }
        for step in (-2, -1, 0, 1)
    )


POINTS = points()


def elite(
    number: int = 0,
    *,
    score: float = 100.0,
    at: tuple[dict[str, float], ...] = POINTS,
    **fields: object,
) -> EliteRecord:
    """The n-th experiment as an elite; its points decide its cell."""
    record = {
        "cell": cell_of(at),
        "points": at,
        "experiment_id": ulid(number=number),
        "code": ArtifactRef.to("code", f"# {number}".encode()),
        "course": COURSE,
        "score": score,
        "since": NOON,
    }
    return EliteRecord.model_validate(record | fields)
