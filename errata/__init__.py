"""Errata explains why experiments die. This package is the domain: no AWS, no web."""

__version__ = "0.1.0"
