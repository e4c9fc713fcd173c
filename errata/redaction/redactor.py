"""The engine: runs the detectors over a text and hands out placeholders."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import islice

from errata.redaction import accounts, people
from errata.redaction.assignments import announces, assignment_regex, secret_span
from errata.redaction.detectors import COOKIES, DETECTORS, PRIVATE_KEYS, Detector
from errata.text import sanitize

_PLACEHOLDER = re.compile(r"<([a-z][a-z\-]{1,20})-(\d{1,6})>")
_KEY_WORD = re.compile(
    r"(?<![\w\-<])(?:[A-Za-z0-9+/]{24,}={0,2}|(?=[A-Za-z+/]{0,64}\d)(?=[A-Z0-9+/]{0,64}[a-z])"
    r"(?=[a-z0-9+/]{0,64}[A-Z])[A-Za-z0-9+/]{6,}={0,2})"
)
_KEY_LINE = re.compile(  # after what a logger puts before it; a line redacted already is none
    r"[^\n<]{0,80}?(?<!\S)([A-Za-z0-9+/]{40,128}={0,2}"
    r"|(?=[a-z]{0,63}[A-Z0-9+/])[A-Za-z0-9+/]{2,63}={0,2})\s{0,8}"
)
_KEY_LINES = 200
_COOKIE_PAIR = re.compile(r"(?<![\w.\-])([\w.\-]{1,64})=([^;,\s\"'<>\\]{1,4096})")
_COOKIE_ITEM = re.compile(r"[\"']([\w.\-]{1,64})[\"']\s?:\s?[\"']([^\"'\n]{1,4096})[\"']")
_COOKIE_ATTRIBUTES = frozenset({"path", "domain", "expires", "max-age", "samesite", "version"})
_TRACES = ("<email", "<ip", "<user", "<phone")
_SPREAD = 64
"""How many distinct secrets are searched for where nothing announces them."""


_SHORT = 256
"""Characters up to which one look for any hint is cheaper than a look for each."""
_SHORTEST_SECRET = 16
"""Characters under which mere letters, most names in a program, can be none."""
_DIGITS = str.maketrans(dict.fromkeys("123456789", "0"))


@cache
def _any_hint() -> re.Pattern[str]:
    hints = {hint for detector in DETECTORS for hint in detector.hints}
    return re.compile("|".join(map(re.escape, sorted(hints))))


@cache
def _hints() -> list[tuple[Detector, list[str], list[str]]]:
    """Return each detector with its hints, those without and those with digits."""
    return [
        (
            detector,
            [hint for hint in detector.hints if hint == hint.translate(_DIGITS)],
            [hint for hint in detector.hints if hint != hint.translate(_DIGITS)],
        )
        for detector in DETECTORS
    ]


def _hinted(lowered: str) -> Iterator[Detector]:
    """Yield the detectors that a text, in lower case, hints at."""
    if len(lowered) <= _SHORT and not _any_hint().search(lowered):
        return
    # The lines of a log differ mostly by their numbers: hints are looked for once in all such.
    distinct = "\n".join(set(lowered.translate(_DIGITS).split("\n")))
    for detector, plain, numbered in _hints():
        for hints, text in ((plain, distinct), (numbered, lowered)):
            if _holds_any(text, hints):
                yield detector
                break


def _holds_any(text: str, hints: list[str]) -> bool:
    for hint in hints:  # noqa: SIM110 - this runs a hundred times a text; a generator doubles it
        if hint in text:
            return True
    return False


class Redactor:
    """Replaces secrets by placeholders that stay the same within one failure.

    The same secret gets the same placeholder, ``<token-1>``, so that a reader can still follow it
    through the text. A secret found once is hidden wherever it stands.
    """

    def __init__(self) -> None:
        self._placeholders: dict[str, str] = {}
        self._last_number: defaultdict[str, int] = defaultdict(int)

    @property
    def found(self) -> bool:
        """Whether any secret has been seen."""
        return bool(self._placeholders)

    @property
    def counts(self) -> Counter[str]:
        """How many distinct secrets of each kind have been seen."""
        return Counter(_PLACEHOLDER.sub(r"\1", it) for it in self._placeholders.values())

    def __call__(self, text: str) -> str:
        """Return ``text`` sanitized and without secrets, its line numbers unchanged."""
        if len(text) < _SHORTEST_SECRET and text.isascii() and text.isalpha():
            return text
        text = sanitize(text)
        if "<" in text:
            self._reserve_placeholders(text)
        lowered = text.lower()
        if "private key" in lowered:
            text = PRIVATE_KEYS.regex.sub(self._private_key, text)
            text = self._cut_keys(text)
        for detector in _hinted(lowered):
            text = self._substitute(detector.kind, detector.regex, text)
        if "cookie" in lowered:
            text = COOKIES.regex.sub(self._cookies, text)
        if announces(lowered):
            text = assignment_regex().sub(self._assignment, text)
        return self._everywhere(self._traces(text, lowered))

    def _mask(self, kind: str, secret: str) -> str:
        if _PLACEHOLDER.fullmatch(secret):
            return secret
        known = self._placeholders.get(secret)
        if known is None:
            self._last_number[kind] += 1
            known = self._placeholders[secret] = f"<{kind}-{self._last_number[kind]}>"
        return known

    def _reserve_placeholders(self, text: str) -> None:
        """Let no new secret take the placeholder of one that was redacted earlier."""
        for kind, number in _PLACEHOLDER.findall(text):
            self._last_number[kind] = max(self._last_number[kind], int(number))

    def _substitute(self, kind: str, pattern: re.Pattern[str], text: str) -> str:
        def mask(match: re.Match[str]) -> str:
            spans = [match.span(n) for n, group in enumerate(match.groups(), 1) if group]
            start, end = spans[0] if spans else match.span()
            return self._splice(match, kind, start, end)

        return pattern.sub(mask, text)

    def _splice(self, match: re.Match[str], kind: str, start: int, end: int) -> str:
        text = match.string
        return (
            text[match.start() : start]
            + self._mask(kind, text[start:end])
            + text[end : match.end()]
        )

    def _private_key(self, match: re.Match[str]) -> str:
        body = match[1] or match[2] or ""
        if not body.strip() or _PLACEHOLDER.fullmatch(body.strip()):
            return match[0]
        start, end = match.span(1 if match[1] else 2)
        return self._splice(match, "private-key", start, end) + "\n" * body.count("\n")

    def _cut_keys(self, text: str) -> str:
        """Hide the base64 after a beginning, or before an end, of which the log kept no other."""
        lines = text.split("\n")
        for at, line in enumerate(lines):
            begins, ends = "-----BEGIN" in line, "-----END" in line
            if "PRIVATE KEY" not in line or begins == ends:
                continue
            if begins:
                lines[at] = self._substitute("private-key", _KEY_WORD, line)
            step = 1 if begins else -1
            for near in range(at + step, max(-1, min(len(lines), at + step * _KEY_LINES)), step):
                if not _KEY_LINE.fullmatch(lines[near]):
                    break
                lines[near] = self._substitute("private-key", _KEY_LINE, lines[near])
        return "\n".join(lines)

    def _cookies(self, match: re.Match[str]) -> str:
        def mask(pair: re.Match[str]) -> str:
            if pair[1].lower() in _COOKIE_ATTRIBUTES:
                return pair[0]
            return self._splice(pair, "cookie", *pair.span(2))

        if match[2].startswith("{"):
            jar, brace, rest = match[2].partition("}")
            return match[1] + _COOKIE_ITEM.sub(mask, jar) + brace + rest
        return match[1] + _COOKIE_PAIR.sub(mask, match[2])

    def _assignment(self, match: re.Match[str]) -> str:
        span = secret_span(match)
        if span is None:
            return match[0]
        return self._splice(match, "password" if match["password"] else "token", *span)

    def _traces(self, text: str, lowered: str) -> str:
        def email(match: re.Match[str]) -> str:
            return self._mask("email", match[0]) if people.is_email(match) else match[0]

        def home(match: re.Match[str]) -> str:
            return (
                self._splice(match, "user", *match.span(1)) if people.is_home(match) else match[0]
            )

        def windows_home(match: re.Match[str]) -> str:
            if not accounts.is_person(match[1]):
                return match[0]
            return self._splice(match, "user", *match.span(1))

        def account(match: re.Match[str]) -> str:
            group = match.lastindex or 0
            if not accounts.is_person(match[group]):
                return match[0]
            return self._splice(match, "user", *match.span(group))

        def phone(match: re.Match[str]) -> str:
            span = match.span("dense") if match["dense"] else match.span()
            number = match.string[slice(*span)]
            return self._splice(match, "phone", *span) if accounts.is_phone(number) else match[0]

        def ipv4(match: re.Match[str]) -> str:
            return self._mask("ip", match[0]) if people.is_ipv4(match) else match[0]

        def ipv6(match: re.Match[str]) -> str:
            return self._mask("ip", match[0]) if people.is_ipv6(match) else match[0]

        if "@" in text:
            text = accounts.AT_HOST.sub(account, text)
        if "USER" in text or "LOGNAME" in text or "uid=" in text:
            text = accounts.VARIABLE.sub(account, text)
        if "+" in text:
            text = accounts.PHONE.sub(phone, text)
        if "@" in text and people.at_regex().search(text):
            text = people.email_regex().sub(email, text)
        if "/home" in text or "/users" in lowered or "/zhome" in text:
            text = people.home_regex().sub(home, text)
        if "\\" in text and ("\\users" in lowered or "documents and settings" in lowered):
            text = people.windows_home_regex().sub(windows_home, text)
        text = people.ipv4_regex().sub(ipv4, text)
        return people.ipv6_regex().sub(ipv6, text) if text.count(":") >= 2 else text

    def _everywhere(self, text: str) -> str:
        for secret, placeholder in islice(self._placeholders.items(), _SPREAD):
            telling = len(secret) >= 8 and not secret.isalpha() and not secret.isdigit()
            if telling and not placeholder.startswith(_TRACES):
                text = text.replace(secret, placeholder)
        return text
