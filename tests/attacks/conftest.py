"""Real boxes in every mode this host and user allow, and the proof that nothing outlives them."""

import sys

from tests.support.boxes import (
    nothing_survives,
    public_bwrap,
    public_home,
    public_runtime,
    sandbox,
)

__all__ = ["nothing_survives", "public_bwrap", "public_home", "public_runtime", "sandbox"]

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]
