"""Exceptions that only the name of their class explains: classes of libraries nobody listed."""

from errata.patterns.rule import Rule
from errata.taxonomy import Category

RULES: tuple[Rule, ...] = (
    Rule(
        name="class-of-time",
        category=Category.TIMEOUT,
        class_like=r"Time[dD]?_?[oO]ut|TimedOut|DeadlineExceeded|TimeLimit|TimeExceeded",
        cause="A limit on time was passed: {headline}{where}.",
        fix="Find out what took so long; give it less to do, or wait longer.",
        examples=("nbclient.exceptions.CellTimeoutError: A cell took too long",),
        confidence=0.9,
    ),
    Rule(
        name="class-of-memory",
        category=Category.RESOURCE_ERROR,
        class_like=r"OutOfMemory|MemoryError|MemoryLimit|(?:^|\W)OOM",
        cause="Memory ran out: {headline}{where}.",
        fix="Allocate less at once: smaller batches, chunks or dtypes; free what is done with.",
        examples=("cupy.cuda.memory.PoolOutOfMemoryError: 8 GiB",),
        confidence=0.92,
    ),
    Rule(
        name="class-of-quota",
        category=Category.RESOURCE_ERROR,
        class_like=r"RateLimit|Throttl|Quota|TooManyRequests|Overloaded|LimitExceeded"
        r"|CapacityE|ResourceExhausted|InsufficientC|DiskFull|OutOfDisk|NoSpace",
        cause="A quota or limit was used up: {headline}{where}.",
        fix="Use less of it, back off, or have the limit raised.",
        examples=("cloud.errors.StorageQuotaReachedError: 10 GiB of 10 GiB",),
        confidence=0.88,
    ),
    Rule(
        name="class-of-syntax",
        category=Category.SYNTAX_ERROR,
        class_like=r"(?:^|\.)(?:\w{0,120}Syntax|\w{0,120}Compil\w{0,120}|Indentation"
        r"|Invalid(?:Code|Python))Error"
        r"|CompileException|CompilationException",
        cause="The code does not compile: {headline}{where}.",
        fix="Correct the place named and compile the file before the run.",
        examples=("TemplateSyntaxError: unexpected '}'",),
        confidence=0.85,
    ),
    Rule(
        name="class-of-import",
        category=Category.IMPORT_ERROR,
        class_like=r"Import(?:Error|Failure)|Module(?:Not|Missing)|DistributionNotFound"
        r"|VersionConflict"
        r"|DependencyError|MissingDependency|Unsatisfiable|PackagesNotFound|LibraryNotFound"
        r"|ClassNotFound|NoClassDef|UnsatisfiedLink",
        cause="Something to load is missing: {headline}{where}.",
        fix="Install what is named, in a version that fits the rest.",
        examples=("toolbox.errors.MissingDependencyError: fastdct",),
        confidence=0.86,
    ),
    Rule(
        name="class-of-contract",
        category=Category.VALIDATION_ERROR,
        class_like=r"Validation|Schema|Config(?:uration)?(?:Parse|File|Key)?Error|InvalidArg"
        r"|InvalidParam|InvalidConfig|InvalidInput|InvalidOption|BadParameter|Security(?:Error"
        r"|Exception)"
        r"|Policy|Sandbox(?:Violation|Error)|Forbidden(?:Import|Call|Operation)|Disallowed"
        r"|Unsupported(?!Operation)"
        r"|DocumentError|MultipleInvalid|ScannerError|ParserError|TOMLDecodeError|NoSectionError"
        r"|NoOptionError|UsageError|UnknownOption|ContractError|InterfaceMismatch",
        cause="Something was refused at the boundary: {headline}{where}.",
        fix="Hand over what is asked for; the message names what was refused.",
        examples=("toolbox.errors.CodecConfigError: no such profile",),
        confidence=0.82,
    ),
    Rule(
        name="class-of-result",
        category=Category.LOGIC_ERROR,
        class_like=r"WrongAnswer|Mismatch(?:Error|Exception)|Diverge|NotConverged|NoConvergence"
        r"|ConvergenceError|RegressionError|VerificationError|NaNError|QualityError",
        cause="The result is wrong: {headline}{where}.",
        fix="Go back to where what was computed and what was expected part.",
        examples=("codec.errors.ReconstructionMismatchError: frame 3",),
        confidence=0.69,
    ),
)
