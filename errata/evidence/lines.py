"""What runners, schedulers and loggers put before a line, and how to see past it."""

import re

_PREFIX = re.compile(
    r"\s*(?:"
    r"\[?\(?\d{4}[-/]\d\d[-/]\d\d(?:T|, |[ ,])\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?"
    r"(?:Z|[ ]?[+-]\d\d:?\d\d|[ ]UTC)?\)?\]?[:,]?"
    r"(?: std(?:out|err) [FP](?=\s)| \d\d[OE]\+?(?=\s))?"
    r"|\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?:?"
    r"|\[?(?:default|rank|task|worker|local|pid )?\d{1,7}(?:,\d+)?\](?:<std(?:err|out)>)?:?"
    r"|\d{1,4}:(?=\s)|(?:rank|task|worker) ?\d{1,5}:(?=\s)"
    r"|\[\s{0,4}\d{1,7}\.\d{3,6}\]"  # of the kernel, in seconds
    r"|#\d{1,4} (?:\d{1,6}\.\d{1,3}(?=\s)|(?=ERROR))"  # of an image's build
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.\-]{1,60} [\w.\-/]{1,40}(?:\[\d{1,9}\])?:"
    r"|[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{1,9}\s{1,7}\d{1,9} [\w.\-]{1,80}:\d{1,6}\]"
    r"|\([\w.:\- ]{1,40}pid=\d+[^)\n]{0,60}\)"
    r"|\[?std(?:err|out)\]?[:|]?"
    r"|[A-Za-z][\w.\-]{0,39}\s*\|(?=\s)"
    r"|##\[(?:error|group|section|command|debug|warning)\]|::(?:error|group)(?:\s[^:\n]{0,200})?::"
    r"|E(?=\s{2,})|[│┃|>+╷╵](?=\s)"
    r")\s?"
)
_LEVEL = re.compile(
    r"\s*[\[(]?(?:(?:[\w.\-/\[\]]{1,60}+\s?(?:[-:|]|\s)\s?){0,3}?)"
    r"(?P<level>ERROR|CRITICAL|FATAL|WARNING|WARN|INFO|DEBUG|NOTICE|SEVERE|error|fatal|warning|info|debug)"
    r"[\])]?(?:\s*(?:[-:|]+|\s)\s?(?:[\w.]{3,60}\s?[:\-|]+\s)?|(?=\s))"
)
_STREAM = re.compile(
    r"\[(?:(?:default|rank|task|worker|local|pid )?\d{1,7}(?:,\d+)?)\](?:<std(?:err|out)>)?"
    r"|\((?:[\w.:\- ]{1,40})?pid=\d+|(?<!\S)(?:rank|task|worker) ?\d{1,5}:"
    r"|(?<![\w.\-])[A-Za-z][\w.\-]{0,39}\s*\|(?=\s)"
    r"|^\s*\d{1,4}:(?=\s)"
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


def stream(line: str) -> str:
    """Return the rank, worker or container a line says it comes from, or an empty string."""
    match = _STREAM.search(line[:160])
    return match[0] if match else ""


def split_level(line: str) -> tuple[str, str]:
    """Return the log level (upper-case, or an empty string) and the message after it."""
    match = _LEVEL.match(line)
    return (match["level"].upper(), line[match.end() :]) if match else ("", line)
