"""Crashes while running, from the particular to the class of the exception."""

from errata.evidence.statements import Authority
from errata.patterns.rule import Rule
from errata.taxonomy import Category, Severity

_RUNTIME = Category.RUNTIME_ERROR

PARTICULAR: tuple[Rule, ...] = (
    Rule(
        name="segfault",
        category=_RUNTIME,
        words="segmentation fault | sigsegv | access violation | 0xc0000005 | signal 11",
        authority=Authority.RAISED,
        cause="Native code read or wrote memory that is not its own: {message}.",
        fix="Run with `python -X faulthandler` to see the Python line; check shapes, dtypes and "
        "buffer sizes handed to native code.",
        examples=("Segmentation fault (core dumped)", "Fatal Python error: Segmentation fault"),
        confidence=0.93,
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
        confidence=0.88,
    ),
    Rule(
        name="gpu-fault",
        category=_RUNTIME,
        words="device-side assert | cuda error: | cudnn error | cublas_status | cudnn_status"
        " | illegal memory access | nccl error | no cuda gpus are available"
        " | not compiled with cuda | no visible gpu | no cuda-capable device | cuda driver",
        cause="The GPU or its driver failed: {message}{where}.",
        fix="Run once with CUDA_LAUNCH_BLOCKING=1 to find the call; check label and index ranges, "
        "the driver, and that the job was given a GPU.",
        examples=("RuntimeError: CUDA error: device-side assert triggered",),
        confidence=0.85,
    ),
    Rule(
        name="undecodable-media",
        category=_RUNTIME,
        words="invalid data found when processing input | moov atom not found | conversion failed!"
        " | error while decoding | could not find codec parameters | invalid nal unit"
        " | error opening input | no frames decoded | cannot decode",
        authority=Authority.RAISED,
        cause="The media library could not read the stream: {message}.",
        fix="Check that the stream is complete and in the format announced; look at its first bytes "
        "with ffprobe.",
        examples=("clip.mp4: Invalid data found when processing input",),
        confidence=0.88,
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
        confidence=0.85,
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
        confidence=0.82,
    ),
    Rule(
        name="missing-file",
        category=_RUNTIME,
        words="no such file or directory | filenotfounderror | cannot find the path"
        " | does not exist | unable to open",
        cause="A file the run needs is not there: {message}{where}.",
        fix="Check the path and the working folder, and that an earlier step wrote the file.",
        examples=("FileNotFoundError: [Errno 2] No such file or directory: 'in.yuv'",),
        confidence=0.82,
    ),
    Rule(
        name="missing-command",
        category=_RUNTIME,
        words="command not found | not recognized as an internal | : not found",
        says=r"command not found|not recognized as an internal|^\S+(?: line)? ?\d*: .{1,120}: not found$",
        cause="A program the run calls is not installed or not on the path: {message}.",
        fix="Install it, or call it by its full path; check the line breaks of the script.",
        examples=("bash: line 3: ffprobe: command not found",),
        confidence=0.8,
    ),
    Rule(
        name="shapes",
        category=_RUNTIME,
        words="could not be broadcast | cannot reshape | shape mismatch | shapes | size mismatch"
        " | dimension | must match the size | setting an array element with a sequence"
        " | buffer is smaller than requested | buffer size must be a multiple",
        says=r"could not be broadcast|cannot reshape|shape mismatch|shapes? .{0,120}(?:not aligned|incompatible"
        r"|mismatch|cannot be multiplied)|size mismatch|must match the size|dimensions?\b|array element"
        r"|buffer (?:is smaller|size)",
        cause="Arrays of shapes that do not fit met: {headline}{where}.",
        fix="Print both shapes before that line and reshape, pad or crop so that they agree, odd "
        "sizes included.",
        examples=(
            "ValueError: operands could not be broadcast together with shapes (8,8) (4,4)",
            "ValueError: cannot reshape array of size 100 into shape (16,16)",
        ),
        confidence=0.85,
    ),
    Rule(
        name="device-or-dtype",
        category=_RUNTIME,
        words="expected all tensors to be on the same device | expected scalar type"
        " | expected object of scalar type | cannot be cast | ufunc",
        cause="Arrays of different kinds met: {headline}{where}.",
        fix="Bring both to the same device and dtype just before that line.",
        examples=("RuntimeError: expected scalar type Float but found Double",),
        confidence=0.88,
    ),
)

BY_CLASS: tuple[Rule, ...] = (
    Rule(
        name="index",
        category=_RUNTIME,
        types="IndexError",
        cause="An index lies outside its sequence: {message}{where}.",
        fix="Check the bound of that loop or index against the length; mind empty input and the "
        "last block.",
        examples=("IndexError: list index out of range",),
        confidence=0.93,
    ),
    Rule(
        name="key",
        category=_RUNTIME,
        types="KeyError",
        cause="The key {message} is not in the mapping{where}.",
        fix="Write the key before reading it, or read it with a default; check its spelling.",
        examples=("KeyError: 'qp'",),
        confidence=0.92,
    ),
    Rule(
        name="call-arguments",
        category=_RUNTIME,
        types="TypeError",
        words="unexpected keyword argument | required positional argument | positional arguments but"
        " | required keyword-only | multiple values for argument | takes no arguments"
        " | takes no keyword",
        cause="A function was called with arguments it does not take: {message}{where}.",
        fix="Make call and signature agree; check the installed version of the library.",
        examples=("TypeError: encode() got an unexpected keyword argument 'crf'",),
        confidence=0.9,
    ),
    Rule(
        name="none-used",
        category=_RUNTIME,
        types="TypeError AttributeError",
        words="'nonetype'",
        cause="A value is None where an object is needed: {message}{where}.",
        fix="Find which call returned None (a missing return, a failed lookup) and handle it there.",
        examples=("AttributeError: 'NoneType' object has no attribute 'shape'",),
        confidence=0.93,
    ),
    Rule(
        name="attribute",
        category=_RUNTIME,
        types="AttributeError",
        cause="An attribute does not exist: {message}{where}.",
        fix="Check the spelling, the type of the object and the version of its library.",
        examples=("AttributeError: module 'numpy' has no attribute 'float'",),
        confidence=0.92,
    ),
    Rule(
        name="type",
        category=_RUNTIME,
        types="TypeError",
        cause="A value has the wrong type: {message}{where}.",
        fix="Convert it before that line, or correct where it comes from.",
        examples=("TypeError: unsupported operand type(s) for +: 'int' and 'str'",),
        confidence=0.93,
    ),
    Rule(
        name="undefined-name",
        category=_RUNTIME,
        types="NameError UnboundLocalError",
        cause="A name is used that was never given a value: {message}{where}.",
        fix="Define or import it before that line, on every path that leads there.",
        examples=("NameError: name 'np' is not defined",),
        confidence=0.94,
    ),
    Rule(
        name="arithmetic",
        category=_RUNTIME,
        types="ZeroDivisionError OverflowError FloatingPointError ArithmeticError",
        cause="Arithmetic failed: {headline}{where}.",
        fix="Guard the divisor or widen the integer type; mind empty and constant input.",
        examples=(
            "ZeroDivisionError: division by zero",
            "OverflowError: Python integer 300 out of bounds for uint8",
        ),
        confidence=0.93,
    ),
    Rule(
        name="recursion",
        category=_RUNTIME,
        types="RecursionError",
        cause="The recursion never ended: {message}{where}.",
        fix="Check the end condition, or write it as a loop.",
        examples=("RecursionError: maximum recursion depth exceeded",),
        confidence=0.93,
    ),
    Rule(
        name="truncated-data",
        category=_RUNTIME,
        types="EOFError UnpicklingError BadZipFile IncompleteRead JSONDecodeError BadGzipFile"
        " UnicodeDecodeError UnidentifiedImageError error",
        cause="Data is cut off or not in the format expected: {headline}{where}.",
        fix="Check the length written against the length read, and that writer and reader agree on "
        "the format.",
        examples=(
            "EOFError: Ran out of input",
            "struct.error: unpack requires a buffer of 4 bytes",
            "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
        ),
        confidence=0.88,
    ),
    Rule(
        name="permission",
        category=_RUNTIME,
        types="PermissionError",
        cause="The system denied access: {message}{where}.",
        fix="Write only where the run may write; the folder of the run is the safe place.",
        examples=("PermissionError: [Errno 13] Permission denied: '/etc/codec'",),
        confidence=0.88,
    ),
    Rule(
        name="unfinished",
        category=_RUNTIME,
        types="NotImplementedError",
        cause="The code reached a part that was never written: {message}{where}.",
        fix="Write that part, or take the path that exists.",
        examples=("NotImplementedError: decode",),
        confidence=0.9,
    ),
    Rule(
        name="stopped-by-user",
        category=_RUNTIME,
        severity=Severity.MEDIUM,
        types="KeyboardInterrupt CancelledError",
        cause="The run was interrupted from outside: {headline}{where}.",
        fix="Nothing is wrong with the code as far as the log tells; start the run again.",
        examples=("KeyboardInterrupt",),
        confidence=0.8,
    ),
    Rule(
        name="wrapper",
        category=_RUNTIME,
        types="CalledProcessError ChildFailedError PapermillExecutionError AgentExecutionError"
        " RayTaskError TuneError NativeCommandError CellExecutionError SystemExit"
        " ProcessRaisedException RemoteTraceback MaybeEncodingError BrokenProcessPool RetryError"
        " MultipleFailures ExceptionGroup BaseExceptionGroup TrialError CommandFailed",
        cause="Something that this run started failed: {headline}{where}.",
        fix="Read the output of the inner process just above; the reason is there.",
        examples=("subprocess.CalledProcessError: Command 'encode' returned exit status 1.",),
        confidence=0.5,
        vague=True,
    ),
    Rule(
        name="assertion",
        category=_RUNTIME,
        types="AssertionError",
        cause="An assertion failed: {headline}{where}.",
        fix="Look at the values in the assertion just before that line and at what they assume.",
        examples=("AssertionError: no checks were recorded for this optimizer",),
        confidence=0.6,
    ),
    Rule(
        name="value",
        category=_RUNTIME,
        types="ValueError",
        cause="A value is not acceptable: {message}{where}.",
        fix="Check the value at that line against what the function takes.",
        examples=("ValueError: math domain error",),
        confidence=0.8,
    ),
    Rule(
        name="any-exception",
        category=_RUNTIME,
        cause="The run died of {headline}{where}.",
        fix="Start at the line named; print the values that enter it.",
        examples=("av.error.FFmpegError: something unexpected",),
        confidence=0.75,
    ),
)
