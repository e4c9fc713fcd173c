"""Reading what the orchestrator keeps beside an experiment: everything it measured, as JSON."""

from functools import cache
from statistics import fmean
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from errata.errors import NotFoundError
from errata.experiments import Experiment
from errata.model import Name
from errata.ports import ArtifactStore
from lambdas.admin_api.models.curves import ClipCurves, MeasuredPoint, Measurements

Decibels = Annotated[float, Field(ge=0, le=1_000)]
Frames = Annotated[tuple[Decibels, ...], Field(min_length=1, max_length=10_000)]


class _Stored(BaseModel):
    """What is read of the artifact; the orchestrator may keep more."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class _Point(_Stored):
    qp: int
    kbps: Annotated[float, Field(gt=0)]
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


_Points = Annotated[tuple[_Point, ...], Field(max_length=64)]


class _Clip(_Stored):
    clip: Name
    frames: int
    height: int
    width: int
    fps: float
    points: _Points = ()
    anchors: dict[Name, _Points] = {}

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
    isolation: Name | None = None
    working: tuple[_Clip, ...]
    hold_out: _Clip | None = None
    encoders: dict[Name, Name] = {}

    def shown(self) -> Measurements:
        held_out = (self.hold_out,) if self.hold_out else ()
        clips = [clip.shown(hold_out=False) for clip in self.working]
        clips += [clip.shown(hold_out=True) for clip in held_out]
        return Measurements(clips=tuple(clips), encoders=self.encoders, isolation=self.isolation)


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
        return _Artifact.model_validate_json(artifacts.get(experiment.measurements)).shown()
    except NotFoundError:
        return nothing()  # it has expired
    except ValidationError as error:
        first = error.errors()[0]
        why = ": ".join(filter(None, [".".join(map(str, first["loc"])), first["msg"]]))
        raise NotFoundError(
            f"the measurements of {experiment.experiment_id} are of a form not known here: {why}"
        ) from error
