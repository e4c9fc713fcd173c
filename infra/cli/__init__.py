"""The errata command line."""
