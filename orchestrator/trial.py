"""One candidate's trial: the working clips, a verdict, and if that is good the hold-out clip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from errata.events import ExitFacts, Finding
from errata.taxonomy import Stage
from orchestrator.codec.evaluate import Checkpoint, Evaluator, Points, onwards
from orchestrator.codec.judge import Judgement
from orchestrator.codec.measurements import Measurements, encoders, of_clips
from orchestrator.codec.verdict import judge_hold_out, judge_working
from orchestrator.sandbox.step import StepResult


@dataclass(slots=True)
class Trial:
    """A candidate, and what was measured of it so far.

    Attributes
    ----------
    evaluator : Evaluator
        What runs it.
    code : bytes
        Its source.
    sha256 : str
        Under which the source was stored before it ran.
    working, hold_out : mapping of str to tuple of OperatingPoint
        What was measured, by clip.
    metrics : dict of str to float
        Scores.
    log : bytes
        What was said on the way.
    sound : bool
        Whether it was measured on all working clips and nothing is wrong with it, be it better than
        others or not.
    """

    evaluator: Evaluator
    code: bytes
    sha256: str
    working: Mapping[str, Points] = field(default_factory=dict)
    hold_out: Mapping[str, Points] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)
    log: bytes = b""
    sound: bool = False

    def first_failure(
        self,
        champion: "Trial | None",
        *,
        checkpoint: Checkpoint = onwards,
    ) -> StepResult | None:
        """Run the candidate, and return what is first to speak against it; None if nothing does.

        Only a candidate that is better than the champion on the working clips meets the hold-out
        clip, and then as the very bytes that were stored. The failure's log is of the whole way.

        Raises
        ------
        Stopped
            By the checkpoint.
        SandboxError
            When the sandbox itself failed; says nothing about the candidate.
        """
        done = self.evaluator.evaluate(self.code, checkpoint=checkpoint)
        self.working, self.log = done.curves, done.log
        if done.failure:
            return replace(done.failure, log=self.log)
        checkpoint(Stage.JUDGE)
        judgement = self._on_working_clips(champion)
        self.sound = judgement.sound
        if failure := self._rejection(judgement):
            return failure
        done = self.evaluator.hold_out(self.code, sha256=self.sha256, checkpoint=checkpoint)
        self.hold_out, self.log = done.curves, self.log + done.log
        if done.failure:
            return replace(done.failure, log=self.log)
        return self._rejection(self._on_hold_out_clip(champion))

    def overtaken(self, rival: "Trial", experiment_id: str) -> StepResult | None:
        """Return the failure of not being better than ``rival``, adopted meanwhile, if it is so."""
        if self._on_working_clips(rival).adopted and self._on_hold_out_clip(rival).adopted:
            return None
        message = (
            f"better than the champion then, but no better than {experiment_id}, adopted since"
        )
        finding = Finding(code="overtaken", message=message, values=self.metrics)
        return self._rejection(Judgement((finding,)))

    @property
    def points(self) -> Points:
        """The first working clip's points, as far as the candidate came."""
        return self.working.get(self.evaluator.course.working[0].name, ())

    def costs(self) -> dict[str, float]:
        """Return the most time and memory that a box took."""
        points = list(chain(*self.working.values(), *self.hold_out.values()))
        names = {
            "slowest_encode_s": "encode_s",
            "slowest_decode_s": "decode_s",
            "peak_memory_bytes": "peak_memory_bytes",
        }
        return {
            cost: max(getattr(p, name) for p in points) for cost, name in names.items() if points
        }

    def measurements(self) -> Measurements | None:
        """Return everything that was measured; None when nothing was."""
        course = self.evaluator.course
        held_out = (course.hold_out,) if course.hold_out else ()
        working = of_clips(course.working, self.working)
        if not working:
            return None
        return Measurements(
            code_sha256=self.sha256,
            isolation=self.evaluator.isolation,
            working=working,
            hold_out=next(iter(of_clips(held_out, self.hold_out)), None),
            encoders=encoders() if any(clip.anchors for clip in course.working) else {},
        )

    def _on_working_clips(self, champion: "Trial | None") -> Judgement:
        return judge_working(
            self.evaluator.course.working, self.working, champion.working if champion else None
        )

    def _on_hold_out_clip(self, champion: "Trial | None") -> Judgement:
        clip = self.evaluator.course.hold_out
        if clip is None:
            return Judgement()
        before = champion.hold_out[clip.name] if champion else None
        return judge_hold_out(clip, self.hold_out[clip.name], before, self.metrics)

    def _rejection(self, judgement: Judgement) -> StepResult | None:
        """Keep the scores of a judgement; return the failure it amounts to, reasons in the log."""
        self.metrics |= judgement.metrics
        self.log += _lines("not compared", judgement.notes)
        if judgement.adopted:
            return None
        reasons = [f"{finding.code}: {finding.message}" for finding in judgement.findings]
        self.log += _lines("rejected", reasons)
        message = "; ".join(finding.message for finding in judgement.findings)
        return StepResult(
            Stage.JUDGE, ExitFacts(code=0), message, findings=judgement.findings, log=self.log
        )


def _lines(what: str, texts: Sequence[str]) -> bytes:
    return "".join(f"{what}, {text}\n" for text in texts).encode()
