"""Python exceptions that only their class tells apart."""

from errata.patterns.rule import Rule
from errata.taxonomy import Category, Severity

_RUNTIME = Category.RUNTIME_ERROR

NAMED: tuple[Rule, ...] = (
    Rule(
        name="index",
        category=_RUNTIME,
        types="IndexError",
        cause="An index lies outside its sequence: {message}{where}.",
        fix="Check the bound of that loop or index against the length; mind empty input and the "
        "last block.",
        examples=("IndexError: list index out of range",),
        confidence=0.94,
    ),
    Rule(
        name="key",
        category=_RUNTIME,
        types="KeyError",
        cause="The key {message} is not in the mapping{where}.",
        fix="Write the key before reading it, or read it with a default; check its spelling.",
        examples=("KeyError: 'qp'",),
        confidence=0.94,
    ),
    Rule(
        name="call-arguments",
        category=_RUNTIME,
        types="TypeError",
        words="unexpected keyword argument | required positional argument"
        " | positional arguments but"
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
        fix="Find which call returned None (no return, a failed lookup) and handle it there.",
        examples=("AttributeError: 'NoneType' object has no attribute 'shape'",),
        confidence=0.94,
    ),
    Rule(
        name="removed-name",
        category=_RUNTIME,
        types="AttributeError",
        words="deprecated alias | was removed in the | has been removed",
        cause="A name is used that the installed library no longer has: {message}{where}.",
        fix="Use the name that the message gives in its place; pin the library at worst.",
        examples=("AttributeError: `np.float_` was removed in the NumPy 2.0 release",),
        confidence=0.94,
    ),
    Rule(
        name="attribute",
        category=_RUNTIME,
        types="AttributeError",
        cause="An attribute does not exist: {message}{where}.",
        fix="Check the spelling, the type of the object and the version of its library.",
        examples=("AttributeError: module 'numpy' has no attribute 'float'",),
        confidence=0.94,
    ),
    Rule(
        name="type",
        category=_RUNTIME,
        types="TypeError",
        cause="A value has the wrong type: {message}{where}.",
        fix="Convert it before that line, or correct where it comes from.",
        examples=("TypeError: unsupported operand type(s) for +: 'int' and 'str'",),
        confidence=0.94,
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
        confidence=0.94,
    ),
    Rule(
        name="recursion",
        category=_RUNTIME,
        types="RecursionError",
        cause="The recursion never ended: {message}{where}.",
        fix="Check the end condition, or write it as a loop.",
        examples=("RecursionError: maximum recursion depth exceeded",),
        confidence=0.94,
    ),
    Rule(
        name="truncated-data",
        category=_RUNTIME,
        types="EOFError UnpicklingError BadZipFile IncompleteRead JSONDecodeError BadGzipFile"
        " UnicodeDecodeError UnidentifiedImageError error struct.error zlib.error LZMAError",
        cause="Data is cut off or not in the format expected: {headline}{where}.",
        fix="Check the length written against the length read, and that writer and reader agree on "
        "the format.",
        examples=(
            "EOFError: Ran out of input",
            "struct.error: unpack requires a buffer of 4 bytes",
            "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
        ),
        confidence=0.92,
    ),
    Rule(
        name="permission",
        category=_RUNTIME,
        types="PermissionError",
        cause="The system denied access: {message}{where}.",
        fix="Write only where the run may write; the folder of the run is the safe place.",
        examples=("PermissionError: [Errno 13] Permission denied: '/etc/codec'",),
        confidence=0.92,
    ),
    Rule(
        name="unfinished",
        category=_RUNTIME,
        types="NotImplementedError",
        cause="The code reached a part that was never written: {message}{where}.",
        fix="Write that part, or take the path that exists.",
        examples=("NotImplementedError: decode",),
        confidence=0.92,
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
        confidence=0.65,
    ),
    Rule(
        name="unpacking",
        category=_RUNTIME,
        types="ValueError TypeError",
        words="values to unpack | cannot unpack",
        cause="A value has another number of parts than are taken from it: {message}{where}.",
        fix="Take as many names as the value has parts; print it just before that line.",
        examples=("ValueError: too many values to unpack (expected 2)",),
        confidence=0.94,
    ),
    Rule(
        name="value",
        category=_RUNTIME,
        types="ValueError",
        cause="A value is not acceptable: {message}{where}.",
        fix="Check the value at that line against what the function takes.",
        examples=("ValueError: math domain error",),
        confidence=0.69,
    ),
)

OTHERS: tuple[Rule, ...] = (
    Rule(
        name="any-exception",
        category=_RUNTIME,
        cause="The run died of {headline}{where}.",
        fix="Start at the line named; print the values that enter it.",
        examples=("av.error.FFmpegError: something unexpected",),
        confidence=0.69,
    ),
)
