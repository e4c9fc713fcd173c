"""Disposable boxes in which untrusted candidates run."""

from orchestrator.sandbox.doctor import Check, Report, open_sandbox, report

__all__ = ["Check", "Report", "open_sandbox", "report"]
