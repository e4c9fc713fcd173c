"""Secrets that a name announces: ``password=...``, ``"api_key": "..."``, ``--token ...``."""

import re
from functools import cache

_TYPED = r"passw(?:or)?d|passphrase|(?<=[_\-])pass|(?<![A-Za-z])pass(?==)|pwd"
_ISSUED = (
    r"secret|secret[_\- ]?key(?:[_\-]base)?|client[_\-]secret|api[_\- ]?key|api[_\- ]?secret"
    r"|(?:secret|aws)?[_\- ]?access[_\- ]?key(?:[_\- ]?id)?"
    r"|(?:account|signing|encryption|master)[_\-]?key|client[_\-]key[_\-]data|private[_\-]?key(?:[_\-]?id)?"
    r"|shared[_\-]?access[_\-]?(?:key|signature)|credentials?"
)
_LOOSE = r"(?i:token|_auth|session[_\-]?(?:id|key)|[cx]srf\w{0,12})|[A-Z]{2,24}_KEY"

# The value: quoted, or up to white space and the usual delimiters. An environment variable
# (upper-case name) takes all up to white space.
_ASSIGNMENT = (
    rf"(?:(?P<password>(?i:{_TYPED}))|(?P<strong>(?i:{_ISSUED}))|(?P<token>{_LOOSE}))"
    r"(?:\\?[\"']\]?)?(?P<gap>\s{0,2}:\s{0,2}[A-Za-z_][\w\[\]. |]{0,40}=\s{0,4}(?=[\"'])"
    r"|\s{0,4}(?::=|=>|[:=])\s{0,4}|(?<=[a-z])\s{1,2}(?=[^\s=:]{6}))"
    r"(?:[bru]?(?P<quote>\\?(?:\"{3}|'{3}|[\"'`]))(?P<quoted>(?:(?!(?P=quote))(?:\\.|[^\n\\])){1,1024})"
    r"|(?P<bare>(?<=[A-Z]=)[^\s\"'`<>]{1,1024}|[^\s\"'`,;&|<>()\[\]{}\\]{1,1024}))"
)
_NOT_SECRET = re.compile(
    r"(?:none|null|nil|true|false|undefined|unset|empty|required|missing|optional|default|str|string"
    r"|bytes|int|bool|any|object|redacted|hidden|masked|yes|no|ok|invalid|incorrect|expired|wrong"
    r"|unknown|weak|strong|auto|self|args|kwargs|values?|input|data|config|settings|not|must|is|was"
    r"|for|of|from|the|an?|and|or|in|to|with|header|field|parameter|type|error|success|failed"
    r"|failure|granted|denied|valid|verified|rejected|revoked)[.:!?]?",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\$(?:[{(]|[A-Z_]{2})|%[A-Z_]+%|%[sdr(]|[<{]|\*{3}|os\.|self\.|args\.|settings\.|config\.|cfg\.|env\.|environ|process\.env|getpass"
    r"|secrets\.|request\.|opts?\.|params?\.|\.{2,}|x{3,}$|-$|--"
)
_OPTION = re.compile(r"--(?:[a-z]{1,12}-){0,2}$")
_SPECIAL_TOKEN = re.compile(  # a tokenizer's or a parser's token, not a credential
    r"(?:pad|eos|bos|unk|mask|sep|cls|special|stop|next|first|last|start|end|max|min|num|new|input"
    r"|output|decoder|image|unexpected|invalid|expected|per|each|every|this|that)[_\- ]$",
    re.IGNORECASE,
)


_ANNOUNCING = (
    *("pass", "pwd", "secret", "token", "key", "_auth", "credential", "session", "srf"),
    "signature",
)
"""One of these is in whatever announces a secret."""


def announces(lowered: str) -> bool:
    """Tell, quickly, whether a text in lower case may announce a secret anywhere."""
    for word in _ANNOUNCING:
        if word in lowered:
            return _announcement_regex().search(lowered) is not None
    return False


@cache
def _announcement_regex() -> re.Pattern[str]:
    names = (
        r"pass(?:w(?:or)?d|phrase)?|pwd|secret|token|key(?:[_\- ]?id|[_\-](?:base|data))?|_auth"
        r"|credentials?"
    )
    more = r"session[_\-]?id|[cx]srf\w{0,12}|access[_\-]?signature"
    return re.compile(
        rf"(?:{names}|{more})(?:\\?[\"']\]?)?(?:\s{{0,4}}(?::=|=>|[:=])|\s{{1,2}}[^\s=:]{{6}})"
    )


@cache
def assignment_regex() -> re.Pattern[str]:
    """Return the pattern of a name, a separator and a value, compiled at first need."""
    return re.compile(_ASSIGNMENT)


def secret_span(match: re.Match[str]) -> tuple[int, int] | None:
    """Return where in the text the secret of an assignment lies, or None if it is none."""
    group = "bare" if match["bare"] is not None else "quoted"
    value, text = match[group], match.string
    start, end = match.span(group)
    before = text[max(0, match.start() - 24) : match.start()]
    side_by_side = not match["gap"].strip() and not (match["password"] and group == "quoted")
    if side_by_side and not _OPTION.search(before):
        return None  # such words announce a secret only as a command-line option
    if _NOT_SECRET.fullmatch(value) or _REFERENCE.match(value):
        return None
    if group == "bare" and _is_code_or_prose(match, value, text[end : end + 2]):
        return None
    if match["token"] and (_SPECIAL_TOKEN.search(before) or not _looks_random(value)):
        return None
    if match["password"] and "/" in value[:1]:  # PWD is also the working directory
        return None
    if value.isdigit() and len(value) < (8 if match["strong"] else 3):
        return None
    return start, end


def _looks_random(value: str) -> bool:
    digits = sum(map(str.isdigit, value))
    if digits == len(value):
        return len(value) >= 16
    return len(value) >= 8 and (digits > 0 or (len(value) >= 20 and " " not in value))


def _is_code_or_prose(match: re.Match[str], value: str, after: str) -> bool:
    if after[:1] in ("(", "["):
        return True  # a call or an index: code that fetches the secret
    if not value.replace("_", "").replace(".", "").isalpha():
        return False
    if "_" in value or value.lower().endswith(("password", "secret", "token", "key", "pwd")):
        return True
    # "password: too short": lower-case words go on after a colon.
    return ":" in match["gap"] and after[:1] == " " and after[1:2].isalpha() and value.islower()
