"""Which redaction it was: answers to texts that were redacted otherwise do not compare."""

import hashlib
from pathlib import Path


def source_version() -> str:
    """Return a digest of this package's source."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
