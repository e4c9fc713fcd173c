"""Disposable boxes in which untrusted candidates run."""

from orchestrator.sandbox.sandbox import open_sandbox

__all__ = ["open_sandbox"]
