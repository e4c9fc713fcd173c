"""Logs of continuous integration, made up from knowledge of the formats, with planted failures."""
