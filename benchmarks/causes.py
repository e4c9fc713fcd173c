"""Failures of a few hundred causes, of which no two read alike.

Two failures of one cause differ in run, paths, ids, addresses, line numbers, times, progress and
every number of their message; two causes differ in what was raised or in which function.
"""

import random
from datetime import datetime

from ulid import ULID

from errata.events import ArtifactRef, ExitFacts, FailureEvent, Frame, RaisedException
from errata.taxonomy import Stage

RAISED = (
    ("ValueError", "operands could not be broadcast together with shapes ({n},{m}) ({m},{n})"),
    ("ValueError", "cannot reshape array of size {n} into shape ({m},{n})"),
    ("IndexError", "index {n} is out of bounds for axis 1 with size {m}"),
    ("ZeroDivisionError", "division by zero"),
    ("KeyError", "'block_{n}_mode'"),
    ("TypeError", "'NoneType' object is not subscriptable"),
    ("TypeError", "unsupported operand type(s) for +: 'int' and 'NoneType'"),
    ("AttributeError", "'Block' object has no attribute 'residual'"),
    ("OverflowError", "Python integer {n} out of bounds for uint8"),
    ("struct.error", "unpack requires a buffer of {n} bytes"),
    ("EOFError", "bitstream ended after {n} of {m} bits"),
    ("MemoryError", "Unable to allocate {n}.{m} GiB for an array with shape ({n}, {m})"),
    ("ModuleNotFoundError", "No module named 'codec_helpers'"),
    ("FileNotFoundError", "[Errno 2] No such file or directory: '/tmp/run-{id}/table.bin'"),
    ("RecursionError", "maximum recursion depth exceeded"),
    ("TimeoutError", "worker {id} did not answer within {n} s"),
    ("AssertionError", "decoded {n} frames of {m}"),
    ("BrokenPipeError", "[Errno 32] Broken pipe"),
    ("RuntimeError", "rate control left its range: {n} not in [0, {m}]"),
    ("EntropyCoderError", "state {id} underflowed at symbol {n}"),
)
FUNCTIONS = ("predict", "transform", "quantise", "search_motion", "write_block",
             "read_block", "filter_edges", "scan", "choose_mode", "pack_header")  # fmt: skip
COUNT = len(RAISED) * len(FUNCTIONS)


class Failures:
    """Makes failures whose causes recur by Zipf's law: the second half as often as the first.

    Parameters
    ----------
    random_ : random.Random
        Seeded, so that two runs make the same failures.
    code : ArtifactRef
        What each failure says its candidate's source is.
    """

    def __init__(self, random_: random.Random, code: ArtifactRef) -> None:
        self._random = random_
        self._code = code
        self._causes = [(raised, name) for raised in RAISED for name in FUNCTIONS]
        random_.shuffle(self._causes)
        self._weights = [1 / rank for rank in range(1, COUNT + 1)]
        self.causes: dict[str, int] = {}
        """What each failure made so far died of, by failure id."""

    def __call__(self, now: datetime) -> FailureEvent:
        """Return the next failure."""
        (cause,) = self._random.choices(range(COUNT), self._weights)
        (kind, message), function = self._causes[cause]
        said = message.format(n=self._number(), m=self._number(), id=self._id())
        folder = f"/var/run/{self._id()}/attempt-{self._number()}"
        frames = tuple(
            Frame(file=f"{folder}/candidate.py", line=self._number(), function=name, source=source)
            for name, source in (("encode", "bits += step(frame)"), (function, "return rest[at]"))
        )
        event = FailureEvent(
            failure_id=str(ULID.from_datetime(now)),
            experiment_id=str(ULID.from_datetime(now)),
            occurred_at=now,
            stage=Stage.ENCODE,
            error_message=f"{kind}: {said}",
            exit=ExitFacts(code=1, duration_s=self._random.uniform(0.2, 40)),
            exceptions=(RaisedException(type=kind, message=said, frames=frames),),
            log_tail="\n".join(self._log(now, frames, f"{kind}: {said}")),
            code=self._code,
        )
        self.causes[event.failure_id] = cause
        return event

    def _log(self, now: datetime, frames: tuple[Frame, ...], last: str) -> list[str]:
        progress = [
            f"{now:%Y-%m-%dT%H:%M:%S}.{self._number():04}Z worker {self._id()} frame {number} "
            f"qp {self._number() % 52} bits {self._number()}"
            for number in range(self._random.randrange(20, 60))
        ]
        trace = [
            f'  File "{it.file}", line {it.line}, in {it.function}\n    {it.source}'
            for it in frames
        ]
        return [*progress, "Traceback (most recent call last):", *trace, last]

    def _number(self) -> int:
        return self._random.randrange(2, 9_999)

    def _id(self) -> str:
        return f"{self._random.getrandbits(48):012x}"
