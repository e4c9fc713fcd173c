"""Serves what the dashboard shows."""
