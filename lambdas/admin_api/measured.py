"""Reading what the orchestrator keeps beside an experiment: everything it measured, as JSON."""

from functools import cache
from statistics import fmean
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from errata.errors import NotFoundError
from errata.experiments import Experiment
from errata.ports import ArtifactStore
from lambdas.admin_api.models.curves import ClipCurves, MeasuredPoint, Measurements

Frames = Annotated[tuple[float, ...], Field(min_length=1, max_length=10_000)]


class _Stored(BaseModel):
    """What is read of the artifact; the orchestrator may keep more."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class _Point(_Stored):
    qp: int
    kbps: float
    psnr_y_by_frame_db: Frames
    psnr_u_by_frame_db: Frames
    psnr_v_by_frame_db: Frames
    ssim_y: float
    vmaf: float | None = None
    encode_s: float = 0.0
    decode_s: float = 0.0

    def shown(self) -> MeasuredPoint:
        y, u, v = (
            fmean(plane)
            for plane in (self.psnr_y_by_frame_db, self.psnr_u_by_frame_db, self.psnr_v_by_frame_db)
        )
        return MeasuredPoint(
            qp=self.qp,
            kbps=self.kbps,
            psnr_y_db=y,
            psnr_u_db=u,
            psnr_v_db=v,
            psnr_yuv_db=(6 * y + u + v) / 8,
            ssim_y=self.ssim_y,
            vmaf=self.vmaf,
            encode_s=self.encode_s,
            decode_s=self.decode_s,
        )


class _Clip(_Stored):
    clip: str
    frames: int
    height: int
    width: int
    fps: float
    points: tuple[_Point, ...] = ()
    anchors: dict[str, tuple[_Point, ...]] = {}

    def shown(self, *, hold_out: bool) -> ClipCurves:
        return ClipCurves(
            clip=self.clip,
            hold_out=hold_out,
            frames=self.frames,
            height=self.height,
            width=self.width,
            fps=self.fps,
            points=tuple(point.shown() for point in self.points),
            anchors={
                name: tuple(point.shown() for point in points)
                for name, points in self.anchors.items()
            },
        )


class _Artifact(_Stored):
    isolation: str | None = None
    working: tuple[_Clip, ...]
    hold_out: _Clip | None = None
    encoders: dict[str, str] = {}


@cache
def nothing() -> Measurements:
    """Return the measurements of an experiment that came to none."""
    return Measurements(clips=(), encoders={}, isolation=None)


def measurements(artifacts: ArtifactStore, experiment: Experiment) -> Measurements:
    """Return everything that was measured of an experiment; empty when nothing is kept.

    Raises
    ------
    NotFoundError
        When what is kept is of a form that this version does not know.
    StorageError
        When the bucket does not answer.
    """
    if experiment.measurements is None:
        return nothing()
    try:
        stored = _Artifact.model_validate_json(artifacts.get(experiment.measurements))
    except NotFoundError:
        return nothing()  # it has expired
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"]))
        name = experiment.experiment_id
        raise NotFoundError(
            f"the measurements of {name} are of a form not known here: {field}"
        ) from error
    clips = [clip.shown(hold_out=False) for clip in stored.working]
    clips += [stored.hold_out.shown(hold_out=True)] if stored.hold_out else []
    return Measurements(clips=tuple(clips), encoders=stored.encoders, isolation=stored.isolation)
