"""Disposable boxes in which untrusted candidates run."""

from orchestrator.sandbox.doctor import Check, open_sandbox, report

__all__ = ["Check", "open_sandbox", "report"]
