"""Crashes while running that a message or a line tells apart."""

from errata.evidence.statements import Authority
from errata.patterns.rule import Rule
from errata.taxonomy import Category, Severity

_RUNTIME = Category.RUNTIME_ERROR

RULES: tuple[Rule, ...] = (
    Rule(
        name="segfault",
        category=_RUNTIME,
        words="segmentation fault | sigsegv | access violation | 0xc0000005 | signal 11",
        authority=Authority.RAISED,
        cause="Native code read or wrote memory that is not its own: {message}.",
        fix="Run with `python -X faulthandler` to see the Python line; check shapes, dtypes and "
        "buffer sizes handed to native code.",
        examples=("Segmentation fault (core dumped)", "Fatal Python error: Segmentation fault"),
        confidence=0.94,
    ),
    Rule(
        name="abort",
        category=_RUNTIME,
        words="aborted (core dumped) | sigabrt | terminate called | fatal python error"
        " | double free | corrupted size | free(): invalid | stack smashing | assertion `"
        " | floating point exception | illegal instruction | bus error",
        authority=Authority.RAISED,
        cause="Native code stopped itself: {message}.",
        fix="Read the message just above the abort; check what is handed to the native library.",
        examples=("free(): invalid pointer", "python: x.c:12: f: Assertion `n > 0' failed."),
        confidence=0.92,
    ),
    Rule(
        name="gpu-fault",
        category=_RUNTIME,
        words="device-side assert | cuda error: | cudnn error | cublas_status | cudnn_status"
        " | illegal memory access | nccl error | no cuda gpus are available"
        " | not compiled with cuda | no visible gpu | no cuda-capable device | cuda driver"
        " | no kernel image | driver/library version mismatch | nvidia driver on your system"
        " | failed to initialize nvml | unhandled cuda error | fallen off the bus | nvrm: xid"
        " | unhandled system error | cuda initialization | cudnn_status_ | cublas error"
        " | nvidia-smi has failed | unspecified launch failure | misaligned address",
        cause="The GPU or its driver failed: {message}{where}.",
        fix="Run once with CUDA_LAUNCH_BLOCKING=1 to find the call; check label and index ranges, "
        "the driver, and that the job was given a GPU.",
        examples=(
            "RuntimeError: CUDA error: device-side assert triggered",
            "Failed to initialize NVML: Driver/library version mismatch",
        ),
        confidence=0.93,
    ),
    Rule(
        name="undecodable-media",
        category=_RUNTIME,
        words="invalid data found when processing input | moov atom not found | conversion failed!"
        " | error while decoding | could not find codec parameters | invalid nal unit"
        " | error opening input | no frames decoded | cannot decode | error initializing output"
        " | error while opening encoder | error opening output | header missing | invalid frame"
        " size"
        " | x264 [error] | x265 [error] | svt [error] | error submitting packet"
        " | non-existing pps | no start code is found | partial file | error splitting",
        authority=Authority.RAISED,
        cause="The media library could not read the stream: {message}.",
        fix="Check with ffprobe that the stream is complete and in the format announced.",
        examples=(
            "clip.mp4: Invalid data found when processing input",
            "x265 [error]: unable to write the stream",
        ),
        confidence=0.92,
    ),
    Rule(
        name="network",
        category=_RUNTIME,
        words="connection refused | connection reset | network is unreachable | name or service not"
        " | temporary failure in name resolution | no route to host | max retries exceeded"
        " | could not resolve host | remote end closed | connection aborted | ssl: | broken pipe"
        " | failed to establish a new connection | server disconnected | getaddrinfo failed",
        cause="The network let the run down: {message}{where}.",
        fix="Check that the other side is up and reachable from where the code runs (a sandbox has "
        "no network); try again with back-off.",
        examples=("ConnectionRefusedError: [Errno 111] Connection refused",),
        confidence=0.92,
    ),
    Rule(
        name="credentials",
        category=_RUNTIME,
        words="invalid api key | incorrect api key | invalid_api_key | unauthorized | 401 client"
        " | 403 client | error code: 401 | error code: 403 | access denied | accessdenied"
        " | gated repo | authentication failed | authenticationerror | permission_denied"
        " | invalid credentials | forbidden for url",
        cause="Access was denied: {message}.",
        fix="Give the run a valid key with the rights it needs.",
        examples=("api.AuthenticationError: Error code: 401 - invalid x-api-key",),
        confidence=0.9,
    ),
    Rule(
        name="missing-file",
        category=_RUNTIME,
        words="no such file or directory | filenotfounderror | cannot find the path"
        " | does not exist | unable to open",
        cause="A file the run needs is not there: {message}{where}.",
        fix="Check the path and the working folder, and that an earlier step wrote the file.",
        examples=("FileNotFoundError: [Errno 2] No such file or directory: 'in.yuv'",),
        confidence=0.85,
    ),
    Rule(
        name="missing-command",
        category=_RUNTIME,
        words="command not found | not recognized as an internal | : not found",
        says=r"command not found|not recognized as an internal"
        r"|^\S{1,200}(?: line)? ?\d{0,9}: .{1,120}: not found$",
        cause="A program the run calls is not installed or not on the path: {message}.",
        fix="Install it, or call it by its full path; check the line breaks of the script.",
        examples=("bash: line 3: ffprobe: command not found",),
        confidence=0.88,
    ),
    Rule(
        name="shapes",
        category=_RUNTIME,
        words="could not be broadcast | could not broadcast | cannot reshape | shape mismatch"
        " | size mismatch | mismatched shapes | incompatible shapes | not aligned"
        " | shapes cannot be multiplied | must match the size | axes don't match | repeated axis"
        " | last axis of the array | for dimension | of dimension | dimension out of range"
        " | dimensions must | dimension mismatch | except in dimension | invalid for input of size"
        " | setting an array element with a sequence | buffer is smaller than requested"
        " | buffer size must be a multiple | core dimension",
        cause="Shapes do not fit: {message}{where}.",
        fix="Print both shapes before that line and reshape, pad or crop so that they agree, odd "
        "sizes included.",
        examples=(
            "ValueError: operands could not be broadcast together with shapes (8,8) (4,4)",
            "ValueError: cannot reshape array of size 100 into shape (16,16)",
            "ValueError: matmul: Input operand 1 has a mismatch in its core dimension 0 (size 4)",
        ),
        confidence=0.94,
    ),
    Rule(
        name="device-or-dtype",
        category=_RUNTIME,
        words="expected all tensors to be on the same device | expected scalar type"
        " | expected object of scalar type | cannot be cast | ufunc",
        cause="Arrays of different kinds met: {message}{where}.",
        fix="Bring both to the same device and dtype just before that line.",
        examples=("RuntimeError: expected scalar type Float but found Double",),
        confidence=0.94,
    ),
    Rule(
        name="sanitizer",
        category=_RUNTIME,
        types="AddressSanitizer LeakSanitizer ThreadSanitizer MemorySanitizer"
        " UndefinedBehaviorSanitizer HWAddressSanitizer",
        cause="A sanitizer found the program at fault: {headline}{where}.",
        fix="Go to the first frame of its report that is yours; it names what was touched.",
        examples=("AddressSanitizer: heap-buffer-overflow on address 0x602",),
        confidence=0.95,
    ),
    Rule(
        name="undefined-behaviour",
        category=_RUNTIME,
        words=": runtime error: ",
        says=r"^\S{1,300}:\d{1,9}:\d{1,9}: runtime error: ",
        cause="Native code did what its language leaves undefined: {message}.",
        fix="Widen the type or guard the index at that line.",
        examples=("dct.c:3:4: runtime error: signed integer overflow: 2147483647 + 4",),
        confidence=0.9,
    ),
    Rule(
        name="panic",
        category=_RUNTIME,
        types="panic",
        cause="The program panicked: {message}{where}.",
        fix="Look at the values at that line; handle the case instead of unwrapping it.",
        examples=("thread 'main' panicked at src/main.rs:3:5:\nindex out of bounds",),
        confidence=0.93,
    ),
    Rule(
        name="opencv",
        category=_RUNTIME,
        words="opencv( | (-215:assertion failed)",
        cause="OpenCV refused what it was given: {message}{where}.",
        fix="Check that the image was read at all, and its shape and dtype, before that call.",
        examples=(
            "cv2.error: OpenCV(4.8.0) color.cpp:182: error: (-215:Assertion failed) !_src.empty()",
        ),
        confidence=0.93,
    ),
    Rule(
        name="worker-died",
        category=_RUNTIME,
        words="process pool was terminated abruptly | worker process died | worker died"
        " | worker exited unexpectedly | exited on signal | freeze_support | can't pickle"
        " | cannot pickle | workerlost | child process died | exited prematurely",
        cause="A process that works for this run was lost: {message}{where}.",
        fix="Run the same work in one process to see its own error; mind what cannot be pickled.",
        examples=(
            "AttributeError: Can't pickle local object 'encode.<locals>.block'",
            "mpirun noticed that process rank 0 exited on signal 6 (Aborted).",
        ),
        confidence=0.85,
    ),
    Rule(
        name="server-error",
        category=_RUNTIME,
        severity=Severity.MEDIUM,
        words="500 server error | 502 bad gateway | 503 service | internal server error"
        " | http error 5 | http error 404 | 404 client error | service unavailable"
        " | error code: 500 | error code: 503 | internalservererror",
        cause="A service failed to answer properly: {message}.",
        fix="Try again with back-off; check the address where it says that nothing is there.",
        examples=("HTTP Error 503: Service Unavailable",),
        confidence=0.82,
    ),
    Rule(
        name="linear-algebra",
        category=_RUNTIME,
        types="LinAlgError",
        cause="A matrix could not be solved: {message}{where}.",
        fix="Regularise it, or look why it is singular or holds NaN.",
        examples=("numpy.linalg.LinAlgError: Singular matrix",),
        confidence=0.9,
    ),
    Rule(
        name="state-dict",
        category=_RUNTIME,
        words="error(s) in loading state_dict | missing key(s) in state_dict",
        cause="The checkpoint does not fit the model: {message}{where}.",
        fix="Build the model as it was when the checkpoint was written, or map the names.",
        examples=("RuntimeError: Error(s) in loading state_dict for Net:",),
        confidence=0.9,
    ),
)
