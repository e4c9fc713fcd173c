"""What runners, schedulers and loggers put before a line, and how to see past it."""

import re

_PREFIX = re.compile(
    r"\s*(?:"
    r"\[?\(?\d{4}[-/]\d\d[-/]\d\d[T ,]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[ ]?[+-]\d\d:?\d\d)?"
    r"\)?\]?[:,]?"
    r"|\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?:?"
    r"|\[?(?:default|rank|task|worker|local)?\d{1,5}(?:,\d+)?\](?:<std(?:err|out)>)?:?|\d{1,4}:(?=\s)"
    r"|\([\w.:\- ]{1,40}pid=\d+[^)\n]{0,60}\)"
    r"|\[?std(?:err|out)\]?[:|]?"
    r"|[\w.\-]{1,40}\s*\|(?=\s)"
    r"|##\[error\]|::error(?:\s[^:\n]{0,200})?::"
    r"|E(?=\s{2,})|[│┃|>+](?=\s)"
    r")\s?"
)
_LEVEL = re.compile(
    r"\s*[\[(]?(?:(?:[\w.\-/\[\]]{1,60}\s?(?:[-:|]|\s)\s?){0,3}?)"
    r"(?P<level>ERROR|CRITICAL|FATAL|WARNING|WARN|INFO|DEBUG|NOTICE|SEVERE|error|fatal|warning|info|debug)"
    r"[\])]?(?:\s*(?:[-:|]+|\s)\s?(?:[\w.]{3,60}\s?[:\-|]+\s)?|(?=\s))"
)

ERROR_LEVELS = ("ERROR", "CRITICAL", "FATAL", "SEVERE")


def strip_prefix(line: str) -> str:
    """Return the line without time stamps, ranks, container names and test-runner margins."""
    for _ in range(6):
        match = _PREFIX.match(line)
        if not match or not match[0].strip():
            break
        line = line[match.end() :]
    return line


def split_level(line: str) -> tuple[str, str]:
    """Return the log level (upper-case, or an empty string) and the message after it."""
    match = _LEVEL.match(line)
    return (match["level"].upper(), line[match.end() :]) if match else ("", line)
