"""Real boxes in every mode this host and user allow."""

from tests.support.boxes import public_bwrap, public_home, public_runtime

__all__ = ["public_bwrap", "public_home", "public_runtime"]
