"""Consumes the failures queue and explains each failure."""
