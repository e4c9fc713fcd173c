"""The words every part of Errata uses to say what died, how badly, and where."""

from enum import StrEnum


class Category(StrEnum):
    """What kind of failure ended the run."""

    SYNTAX_ERROR = "syntax_error"
    """The code does not parse."""
    IMPORT_ERROR = "import_error"
    """A module or shared library fails to load."""
    VALIDATION_ERROR = "validation_error"
    """Rejected at a boundary: policy, schema, contract, arguments or configuration."""
    RUNTIME_ERROR = "runtime_error"
    """Any other crash while running."""
    TIMEOUT = "timeout"
    """A limit on time was exceeded."""
    RESOURCE_ERROR = "resource_error"
    """Memory, disk, handles, GPU, processes, quota or throttling."""
    LOGIC_ERROR = "logic_error"
    """Ran to the end, but the result is wrong or not good enough."""


class Severity(StrEnum):
    """How much the failure endangers, from the host down to a disappointing score."""

    CRITICAL = "critical"
    """The host or every run is at risk: escape attempt, credentials, full disk."""
    HIGH = "high"
    """This candidate cannot run at all."""
    MEDIUM = "medium"
    """A limit was hit, or part of the work failed."""
    LOW = "low"
    """Ran, but not good enough."""


class Stage(StrEnum):
    """Where in the pipeline the first thing went wrong, in pipeline order."""

    PROPOSE = "propose"
    VALIDATE = "validate"
    ENCODE = "encode"
    DECODE = "decode"
    MEASURE = "measure"
    JUDGE = "judge"
    PUBLISH = "publish"


class Source(StrEnum):
    """Who made a diagnosis."""

    MEMORY = "memory"
    CLAUDE = "claude"
    PATTERNS = "patterns"
    HUMAN = "human"


class Limit(StrEnum):
    """A limit whose breach made the launcher stop a run."""

    WALL_CLOCK = "wall_clock"
    CPU = "cpu"
    MEMORY = "memory"
    OUTPUT = "output"
    PROCESSES = "processes"
    FILE_SIZE = "file_size"


class ExperimentStatus(StrEnum):
    """The life of an experiment."""

    RUNNING = "running"
    ADOPTED = "adopted"
    FAILED = "failed"
    ABANDONED = "abandoned"
    """Stopped by the operator before a verdict; says nothing about the candidate."""
    SKIPPED = "skipped"
    """Never run: what is new in it is known to kill."""


class Verification(StrEnum):
    """What a repair that followed a diagnosis has shown of it."""

    VERIFIED = "verified"
    """The repaired candidate lived to be judged."""
    REFUTED = "refuted"
    """It died the same death again."""


class GroupStatus(StrEnum):
    """What people decided about a group of failures, and whether it came back."""

    OPEN = "open"
    RESOLVED = "resolved"
    """Believed to be gone."""
    REGRESSED = "regressed"
    """Seen again after it was resolved."""
    MUTED = "muted"
    """Known, and not to be shown among what needs attention."""
