"""Disposable boxes in which untrusted candidates run."""
