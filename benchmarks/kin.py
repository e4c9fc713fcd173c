"""Failures that are kin: the same death told by different runs, and near misses of it.

Written for the benchmark of grouping and for its tests. A cause has one or more wordings; what
stands in braces differs from run to run, and so does the noise around it.
"""
# ruff: noqa: E501 - what a run says is quoted in the length it has

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

VARIANTS = 4


@dataclass(frozen=True, slots=True)
class Told:
    """One failure as one run told it."""

    cause: str
    error_message: str
    log: str


def raised(error: str, *frames: str, root: str = "{p}") -> str:
    """Return a traceback: each frame is ``file:function:source``."""
    lines = ["Traceback (most recent call last):"]
    for frame in frames:
        file, function, source = frame.split(":", 2)
        folder = "/opt/venv/lib/python3.{v1}/site-packages" if "/" in file else root
        lines += [f'  File "{folder}/{file}", line {{l}}, in {function}', f"    {source}"]
    return "\n".join([*lines, error])


def _dumped(death: str) -> str:
    return (
        f"Fatal Python error: {death}\n\nCurrent thread 0x{{a}} (most recent call first):\n"
        '  File "{p}/candidate.py", line {l} in encode'
    )


ENCODE = "candidate.py:encode:block = frame[y, x]"
_NCCL = "torch/distributed/c10d.py:all_reduce:work = group.allreduce(tensors)"
_CUDA = (
    "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate {n}.{n} GiB. GPU {r} has a total"
    " capacity of {n}.{n} GiB of which {n}.{n} MiB is free."
)

CAUSES: dict[str, tuple[str, ...]] = {
    # The candidate's own exceptions
    "index in encode": (raised("IndexError: index {n} is out of bounds for axis 0 with size {n}", ENCODE),),
    "index in decode": (raised("IndexError: index {n} is out of bounds for axis 0 with size {n}",
                               "candidate.py:decode:block = frame[y, x]"),),
    "index in encode, other axis text": (raised("IndexError: list index out of range", ENCODE),),
    "key qp": (raised("KeyError: 'qp'", "candidate.py:encode:qp = options['qp']"),),
    "key fps": (raised("KeyError: 'fps'", "candidate.py:encode:fps = options['fps']"),),
    "divide in rate": (raised("ZeroDivisionError: division by zero", "rate.py:rate:return bits / n"),),
    "divide in psnr": (raised("ZeroDivisionError: division by zero", "quality.py:psnr:return peak / mse"),),
    "broadcast": (raised("ValueError: operands could not be broadcast together with shapes ({n},{n}) ({n},{n})",
                         "transform.py:forward:return a + b"),),
    "reshape": (raised("ValueError: cannot reshape array of size {n} into shape ({n},{n})",
                       "transform.py:forward:return a.reshape(shape)"),),
    "none attribute": (raised("AttributeError: 'NoneType' object has no attribute 'shape'",
                              "candidate.py:encode:h, w = frame.shape"),),
    "none attribute in reader": (raised("AttributeError: 'NoneType' object has no attribute 'shape'",
                                        "reader.py:read:h, w = frame.shape"),),
    "missing attribute": (raised("AttributeError: 'Block' object has no attribute 'residual'",
                                 "candidate.py:encode:r = block.residual"),),
    "not subscriptable": (raised("TypeError: 'NoneType' object is not subscriptable",
                                 "candidate.py:encode:mv = best[0]"),),
    "unexpected keyword": (raised("TypeError: encode() got an unexpected keyword argument 'preset'",
                                  "run.py:main:encode(frames, preset=p)"),),
    "unexpected keyword tune": (raised("TypeError: encode() got an unexpected keyword argument 'tune'",
                                       "run.py:main:encode(frames, tune=p)"),),
    "name error": (raised("NameError: name 'np' is not defined", "candidate.py:<module>:x = np.zeros(1)"),),
    "unbound": (raised("UnboundLocalError: cannot access local variable 'best' where it is not associated with a value",
                       "candidate.py:search:return best"),),
    "recursion": (raised("RecursionError: maximum recursion depth exceeded", "tree.py:split:split(node)"),),
    "overflow": (raised("OverflowError: Python integer {n} out of bounds for uint8", "pack.py:pack:out[i] = v"),),
    "struct": (raised("struct.error: unpack requires a buffer of {n} bytes", "header.py:read_header:unpack(f, b)"),),
    "eof": (raised("EOFError: bitstream ended after {n} of {n} bits", "bits.py:read:raise EOFError(text)"),),
    "unicode": (raised("UnicodeDecodeError: 'utf-8' codec can't decode byte 0x{b} in position {n}: invalid start byte",
                       "reader.py:read:text = raw.decode()"),),
    "json": (raised("json.decoder.JSONDecodeError: Expecting value: line {n} column {n} (char {n})",
                    "settings.py:load:json.loads(text)"),),
    "assert psnr": (raised("AssertionError: PSNR {n}.{n} dB is below the floor of {n} dB",
                           "check.py:check_quality:assert psnr > floor"),),
    "assert roundtrip": (raised("AssertionError: decoded frame {n} differs from the encoder's",
                                "check.py:check_roundtrip:assert same"),),
    "broken pipe": (raised("BrokenPipeError: [Errno 32] Broken pipe", "writer.py:write:pipe.write(data)"),),
    # Files and rights
    "no file": (raised("FileNotFoundError: [Errno 2] No such file or directory: '{p}/table.bin'",
                       "table.py:load:open(path)"),),
    "no other file": (raised("FileNotFoundError: [Errno 2] No such file or directory: '{p}/weights.npz'",
                             "table.py:load:open(path)"),),
    "permission": (raised("PermissionError: [Errno 13] Permission denied: '{p}/out.bin'", "writer.py:save:open(path)"),),
    "disk full": (raised("OSError: [Errno 28] No space left on device: '{p}/out.yuv'", "writer.py:save:f.write(b)"),),
    "disk quota": (raised("OSError: [Errno 122] Disk quota exceeded: '{p}/out.yuv'", "writer.py:save:f.write(b)"),),
    "too many files": (raised("OSError: [Errno 24] Too many open files: '{p}/in_{n}.yuv'", "reader.py:open_all:open(p)"),),
    # Imports
    "no module scipy": (raised("ModuleNotFoundError: No module named 'scipy'", "candidate.py:<module>:import scipy"),),
    "no module cv2": (raised("ModuleNotFoundError: No module named 'cv2'", "candidate.py:<module>:import cv2"),),
    "cannot import": (raised("ImportError: cannot import name 'gaussian' from 'scipy.signal' ({p}/scipy/signal/__init__.py)",
                             "candidate.py:<module>:from scipy.signal import gaussian"),),
    "shared library gl": (raised("ImportError: libGL.so.1: cannot open shared object file: No such file or directory",
                                 "candidate.py:<module>:import cv2"),),
    "shared library cudart": (raised("ImportError: libcudart.so.12: cannot open shared object file: No such file or directory",
                                     "candidate.py:<module>:import fastdct"),),
    "glibc": (raised("ImportError: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by {p}/dct.so)",
                     "candidate.py:<module>:import dct"),),
    # Syntax
    "never closed": ('  File "{p}/candidate.py", line {l}\n    blocks = (1\n             ^\nSyntaxError: \'(\' was never closed',),
    "bad indent": ('  File "{p}/candidate.py", line {l}\n    return x\nIndentationError: unexpected indent',),
    "fences": ('  File "{p}/candidate.py", line {l}\n    ```python\n    ^\nSyntaxError: invalid syntax',),
    # Memory
    "host memory": (raised("numpy._core._exceptions._ArrayMemoryError: Unable to allocate {n}.{n} GiB for an array with"
                           " shape ({n}, {n}) and data type float64", "candidate.py:encode:np.zeros(shape)"),),
    "cuda memory": (raised(_CUDA, "model.py:forward:y = conv(x)"),),
    "cuda memory in loss": (raised(_CUDA, "loss.py:rate_loss:p = table[x]"),),
    "oom killer": ("[{n}.123456] Out of memory: Killed process {n} (python3) total-vm:{n}kB, anon-rss:{n}kB",
                   "[{n}.654321] oom-kill:constraint=CONSTRAINT_NONE\n[{n}.654399] Out of memory: Killed process {n} (python) total-vm:{n}kB"),
    "cgroup memory": ("[{n}.123456] Memory cgroup out of memory: Killed process {n} (python3) total-vm:{n}kB",),
    "slurm memory": ("slurmstepd: error: Detected {n} oom_kill event in StepId={n}.batch. Some of the step tasks have been OOM Killed.",
                     "slurmstepd: error: Detected {n} oom-kill event(s) in StepId={n}.0 cgroup."),
    "bad alloc": ("terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc",),
    # Time and people
    "slurm time": ("slurmstepd: error: *** JOB {n} ON {h} CANCELLED AT {t} DUE TO TIME LIMIT ***",
                   "slurmstepd: error: *** STEP {n}.0 ON {h} CANCELLED AT {t} DUE TO TIME LIMIT ***"),
    "slurm cancel": ("slurmstepd: error: *** JOB {n} ON {h} CANCELLED AT {t} ***",),
    "slurm preempted": ("slurmstepd: error: *** JOB {n} ON {h} CANCELLED AT {t} DUE TO PREEMPTION ***",),
    "slurm node failure": ("slurmstepd: error: *** JOB {n} ON {h} CANCELLED AT {t} DUE TO NODE FAILURE, SEE SLURMCTLD LOG FOR DETAILS ***",),
    "lambda time": ("{t} {u} Task timed out after {n}.00 seconds",),
    "subprocess time": (raised("subprocess.TimeoutExpired: Command '['ffmpeg', '-i', '{p}/in.yuv']' timed out after {n} seconds",
                               "run.py:encode:subprocess.run(c, timeout=t)"),),
    "subprocess failed": (raised("subprocess.CalledProcessError: Command '['ffmpeg', '-i', '{p}/in.yuv']' returned non-zero exit status 1.",
                                 "run.py:encode:subprocess.run(c, check=True)"),),
    "read timeout": (raised("requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='example.com', port=443): Read timed out. (read timeout={n})",
                            "fetch.py:clip:requests.get(url, timeout=t)"),),
    "connect refused": (raised("ConnectionRefusedError: [Errno 111] Connection refused", "fetch.py:clip:s.connect(a)"),),
    "connect reset": (raised("ConnectionResetError: [Errno 104] Connection reset by peer", "fetch.py:clip:s.recv(n)"),),
    "keyboard": (raised("KeyboardInterrupt", "candidate.py:encode:for y in range(h):"),),
    # GPUs and ranks
    "device assert": (raised("RuntimeError: CUDA error: device-side assert triggered", "model.py:forward:y = conv(x)"),),
    "illegal access": (raised("RuntimeError: CUDA error: an illegal memory access was encountered", "model.py:forward:y = conv(x)"),),
    "nccl timeout": (raised("torch.distributed.DistBackendError: Watchdog caught collective operation timeout:"
                            " WorkNCCL(SeqNum={n}, OpType=ALLREDUCE, Timeout(ms)={n}) ran for {n} milliseconds before timing out.",
                            "train.py:step:dist.all_reduce(g)", _NCCL),),
    "devices differ": (raised("RuntimeError: Expected all tensors to be on the same device, but found at least two devices, cuda:{r} and cpu!",
                              "model.py:forward:return a + b"),),
    "mat shapes": (raised("RuntimeError: mat1 and mat2 shapes cannot be multiplied ({n}x{n} and {n}x{n})",
                          "model.py:forward:return self.head(x)", "torch/nn/linear.py:forward:F.linear(x)"),),
    # Native, tools, services
    "segfault": (_dumped("Segmentation fault"),),
    "abort": (_dumped("Aborted"),),
    "opencv": ("cv2.error: OpenCV(4.{v1}.0) {p}/modules/imgproc/src/resize.cpp:{l}: error: (-215:Assertion failed) !ssize.empty() in function 'resize'",),
    "opencv color": ("cv2.error: OpenCV(4.{v1}.0) {p}/modules/imgproc/src/color.cpp:{l}: error: (-215:Assertion failed) !_src.empty() in function 'cvtColor'",),
    "ffmpeg no file": ("{p}/in.yuv: No such file or directory",),
    "ffmpeg invalid": ("{p}/in.mp4: Invalid data found when processing input",),
    "unknown encoder": ("Unknown encoder 'libsvtav1'",),
    "throttled": (raised("botocore.exceptions.ClientError: An error occurred (ThrottlingException) when calling the InvokeModel operation"
                         " (reached max retries: {n}): Too many requests", "propose.py:ask:client.invoke_model(b)"),),
    "access denied": (raised("botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: Access Denied",
                             "store.py:put:s3.put_object(b)"),),
    "bad key": (raised("openai.AuthenticationError: Error code: 401 - invalid x-api-key, request {id}", "propose.py:ask:client.create(m)"),),
    "forbidden import": (raised("PolicyError: import of 'socket' is not allowed in the sandbox", "gate.py:check:raise PolicyError(m)"),),
    "forbidden import os": (raised("PolicyError: import of 'os' is not allowed in the sandbox", "gate.py:check:raise PolicyError(m)"),),
    "missing field": (raised("pydantic_core._pydantic_core.ValidationError: 1 validation error for Result\nbits\n  Field required",
                             "contract.py:parse:Result.model_validate(d)"),),
    "unknown option": ("encode.py: error: unrecognized arguments: --crf {n}",),
    "worse": ("candidate is not better than its parent: BD-rate {n}.{n} %",),
    "nan": ("metric psnr_y is nan at frame {n}",),
}  # fmt: skip
"""What a run may die of. Long lines are as long as their originals."""

NEAR_MISSES = (
    ("index in encode", "index in decode"), ("index in encode", "index in encode, other axis text"),
    ("key qp", "key fps"), ("divide in rate", "divide in psnr"), ("broadcast", "reshape"),
    ("none attribute", "none attribute in reader"), ("none attribute", "missing attribute"),
    ("unexpected keyword", "unexpected keyword tune"), ("assert psnr", "assert roundtrip"),
    ("no file", "no other file"), ("disk full", "disk quota"), ("disk full", "too many files"),
    ("no file", "permission"), ("no module scipy", "no module cv2"), ("no module cv2", "shared library gl"),
    ("shared library gl", "shared library cudart"), ("shared library gl", "glibc"),
    ("never closed", "fences"), ("host memory", "cuda memory"), ("cuda memory", "cuda memory in loss"),
    ("slurm memory", "slurm time"), ("slurm time", "slurm cancel"), ("slurm cancel", "slurm preempted"),
    ("slurm time", "slurm node failure"), ("subprocess time", "subprocess failed"),
    ("read timeout", "connect refused"), ("connect refused", "connect reset"),
    ("device assert", "illegal access"), ("device assert", "cuda memory"), ("segfault", "abort"),
    ("opencv", "opencv color"), ("ffmpeg no file", "ffmpeg invalid"), ("throttled", "access denied"),
    ("forbidden import", "forbidden import os"), ("keyboard", "slurm cancel"), ("worse", "nan"),
)  # fmt: skip
"""Pairs that a reader takes for the same at a glance, and that need another fix."""

_FOLDERS = ("/box", "/scratch/{id}/run-{n}", "/home/user/{u}", "/tmp/tmp{id}")  # noqa: S108 - text
_PROGRESS = (
    "frame {n} of {n} qp {n} bits {n}",
    "{n}%|####      | {n}/{n} [00:{b}<00:{b}, {n}.{n}it/s]",
    "INFO epoch {n} loss {n}.{n}",
    "wrote {p}/part-{n}.bin ({n} bytes)",
    "UserWarning: numpy {v1}.{v1} is newer than tested",
)
_PREFIXES = ("", "[rank{r}]: ", "2026-01-{d}T{t}Z ", "{t} ")
_HEADLINES = ("", "experiment {id} failed", "exit code 1", "run {n} died on {h}")
_SLOT = re.compile(r"\{(p|n|id|u|l|a|b|d|t|h|r|v1)\}")


def tellings(seed: int, variants: int = VARIANTS) -> Iterator[Told]:
    """Tell each cause several times, never twice alike."""
    for cause, wordings in CAUSES.items():
        for number in range(variants):
            random_ = random.Random(f"{seed} {cause} {number}")  # noqa: S311 - repeatable
            yield _tell(cause, wordings[number % len(wordings)], number, random_)


def _tell(cause: str, wording: str, number: int, random_: random.Random) -> Told:
    folder = _fill(random_.choice(_FOLDERS), "", random_)
    prefix = _fill(_PREFIXES[number % len(_PREFIXES)], folder, random_)
    noise = random_.choices(_PROGRESS, k=random_.randrange(1, 12))
    log = "\n".join([*noise, wording])
    lines = [prefix + line for line in _fill(log, folder, random_).split("\n")]
    headline = _fill(random_.choice(_HEADLINES), folder, random_)
    return Told(cause, headline, "\n".join(lines))


def _fill(text: str, folder: str, random_: random.Random) -> str:
    def value(slot: re.Match[str]) -> str:
        bits = random_.getrandbits(128)
        return {
            "p": folder,
            "n": str(random_.randrange(2, 99_999)),
            "id": f"{bits:032x}"[:12],
            "u": f"{bits:032x}"[:8] + "-1b2c-4d3e-8f4a-" + f"{bits:032x}"[-12:],
            "l": str(random_.randrange(1, 2_000)),
            "a": f"{bits:032x}"[:16],
            "b": str(random_.randrange(80, 99)),
            "d": str(random_.randrange(10, 31)),
            "t": f"{random_.randrange(10, 24)}:{random_.randrange(10, 60)}:07",
            "h": f"gpu{random_.randrange(1, 400)}",
            "r": str(random_.randrange(8)),
            "v1": str(random_.randrange(8, 14)),
        }[slot[1]]

    return _SLOT.sub(value, text)
