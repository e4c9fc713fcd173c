"""Texts with what differs between two runs of the same failure taken out."""

import re

_LONGEST = 300

_VOLATILE = re.compile(
    r"<(?P<masked>[a-z\-]+)-\d+>"  # a redacted secret
    r"|(?P<path>(?:[A-Za-z]:)?(?:[\w.+~@\-<>]*[/\\]){1,40}(?P<base>[\w.+~@\-<>]*))"
    r"|\b[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b"  # UUID
    r"|\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b"  # ULID
    r"|\b0[xX][0-9A-Fa-f]+\b"
    r"|\b(?=[a-f]*\d)(?:[0-9a-f]{8,64})\b"  # hash
    r"|\btmp\w{6,}"
    r"|[+\-]?\d(?:[\d_]|,(?=\d))*(?:\.\d+)?(?:[eE][+\-]?\d+)?"
)


def template(text: str) -> str:
    """Return ``text`` with what differs between two runs of the same failure taken out."""
    return " ".join(_VOLATILE.sub(_placeholder, text[:_LONGEST]).split())


def _placeholder(match: re.Match[str]) -> str:
    if match["masked"]:
        return f"<{match['masked']}>"
    if match["path"]:
        return re.sub(r"\d+", "#", match["base"]) if match["base"] else "<path>"
    return "#"
