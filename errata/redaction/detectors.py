"""What a secret looks like: shapes that give themselves away, and words that announce one.

Bare hexadecimal is never a secret: it is a hash, a commit or an id unless the words around it say
otherwise. All patterns run in linear time: no repetition starts anew inside itself.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from errata.redaction.issued import ISSUED


@dataclass(frozen=True)
class Detector:
    """One kind of secret.

    Parameters
    ----------
    kind : str
        Names the placeholder, ``<kind-1>``.
    hints : tuple of str
        Lower-case literals; every text that matches contains one of them, so that a clean log
        costs a few substring searches.
    pattern : str
        Regular expression. What its groups catch is secret; without groups, all of the match.
    """

    kind: str
    hints: tuple[str, ...]
    pattern: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled at first need."""
        return re.compile(self.pattern)


_FULL_HOST = r"(?:localhost\b|\[|(?:[\w\-]{1,63}\.){1,8}[\w\-]{1,63}|[\w\-]{1,63}:\d)"
_HOST = r"(?!sha\d)[\w\-.]{1,253}(?::\d{1,5})?(?:[/?#\s\"'<>(),;\]]|$)"
_TELLING_NAME = r"(?i:passw(?:or)?d|secret|token|(?:api|access|private)[_\-]?key)"

PRIVATE_KEYS = Detector(
    "private-key",
    ("private key",),
    # The whole body, or as much of it as was printed; line feeds real, or escaped inside JSON.
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:((?:[^\-]|-(?!-{4})){1,20000})(?=-----END)"
    r"|((?:\s|\\[nr]|[A-Za-z0-9+/=]{24,}+)++(?:(?=[a-z]*[A-Z0-9+/])[A-Za-z0-9+/]{2,23}={0,2}"
    r"(?=\s*(?:\n|\\[nr]|[\"']|$)))?))",
)
COOKIES = Detector(
    "cookie",
    ("cookie",),
    r"((?i:(?:(?<![\w])|(?<=\bhttp_))(?:set-)?cookies?(?:\\?[\"'])?\s{0,4}[:=]\s{0,4}))([^\n]{1,8192})",
)

DETECTORS: tuple[Detector, ...] = (
    Detector(
        "jwt",
        ("eyj",),
        r"(?<![A-Za-z0-9_\-])eyJ[A-Za-z0-9_\-]{6,8192}(?:\.[A-Za-z0-9_\-]{2,8192}){1,4}",
    ),
    Detector(
        "webhook",
        ("hooks.slack.com/", "/api/webhooks/", "office.com/", "hooks.zapier.com/"),
        r"(?:hooks\.slack\.com/(?:services|workflows|triggers)/|/api/webhooks/"
        r"|office\.com/webhook[a-z0-9]{0,4}/|webhook\.office\.com/|hooks\.zapier\.com/hooks/)"
        r"([A-Za-z0-9_\-/@]{8,512})",
    ),
    *(Detector("token", hints, r"(?<![A-Za-z0-9_])" + pattern) for hints, pattern in ISSUED),
    Detector(  # user:password@ or a lone token@ in a URL
        "password",
        ("://",),
        r"://(?:[^/\s:@\"'<>]{0,128}:(?:"
        rf"([^/\s\"'<>]{{1,256}})(?=@{_FULL_HOST})"
        # A password may hold what should have been escaped; "host:8080/path" holds none.
        rf"|(?!\d{{1,5}}/)((?:(?!://)[^\s\"'<>]){{1,256}})(?=@{_HOST})"
        r"|([^/\s\"'<>]{1,256})(?=@(?!sha\d)[\w\[]))|([^/\s:@\"'<>]{20,256})(?=@[\w\[]))",
    ),
    Detector(
        "credential",
        ("authorization", "x-auth", "x-api-key", "x-amz-security-token"),
        r"(?i:authorization|x-auth(?:-token|-key)?|x-api-key|x-amz-security-token)"
        r"(?:\\?[\"'])?\s{0,8}[:=]\s{0,8}b?(?:\\?[\"'])?"
        r"(?:(?i:basic|bearer|token|digest|negotiate|apikey|bot)\s{1,8})?"
        r"(?!(?i:basic|bearer|token|digest|negotiate|apikey|bot)\s)([^\s\"'<>\\]{4,8192})",
    ),
    Detector(
        "credential", ("bearer",), r"\b[Bb]earer (?=[A-Za-z.~+/\-_]{0,64}\d)([\w.~+/\-]{12,8192}=*)"
    ),
    Detector("credential", ("basic ",), r"\bBasic ([A-Za-z0-9+/]{12,1024}={1,2})"),
    Detector(
        "signature",
        ("sig", "key=", "code=", "auth=", "sas=", "x-amz-", "x-goog-"),
        r"[?&](?:amp;)?(?i:sig|signature|key|code|auth|sas"
        r"|x-(?:amz|goog)-(?:signature|credential|security-token))=([^&\s\"'<>]{4,4096})",
    ),
    Detector(
        "password",
        ("curl",),
        r"\bcurl\b[^\n]{0,200}?\s(?:-u|--user)[ =][\"']?[^\s:\"']{1,64}:([^\s\"']{1,256})",
    ),
    Detector(
        "password",
        ("sshpass", "mysql", "docker login", "redis-cli"),
        r"\b(?:sshpass\s+-p\s?|docker login\b[^\n]{0,200}?\s-p[ =]?"
        r"|mysql(?:dump|admin)?\b[^\n]{0,100}?\s-p|redis-cli\b[^\n]{0,100}?\s-a\s)"
        r"[\"']?([^\s\"']{1,256})",
    ),
    Detector("password", (" pass:",), r"-pass(?:in|out)?\s+[\"']?pass:([^\s\"']{1,256})"),
    Detector("password", ("login ",), r"\blogin\s{1,8}\S{1,128}\s{1,8}password\s{1,8}(\S{1,256})"),
    Detector(
        "token",
        ("wandb",),
        r"\bwandb\s{1,4}login\b(?:\s{1,4}--?[a-z\-]{1,40}){0,8}\s{1,4}([A-Za-z0-9_\-]{20,128})",
    ),
    Detector(
        "cookie",
        ("curl",),
        r"\bcurl\b[^\n]{0,200}?\s(?:-b|--cookie)[ =][\"']?[^\s=\"']{1,64}=([^\s\"';]{4,4096})",
    ),
    Detector(
        "password",
        ("auth", "login("),
        r"\b(?:(?:basic_?)?auth\s{0,2}=\s{0,2}|HTTP(?:Basic|Digest)Auth|BasicAuth|login)\("
        r"\s{0,4}[\"'][^\"'\n]{0,128}[\"']\s{0,2},\s{0,4}[\"']([^\"'\n]{1,256})[\"']",
    ),
    Detector(  # .docker/config.json
        "credential",
        ('auth"', "auth'"),
        r"(?<=auth)\\?[\"']\s{0,4}:\s{0,4}\\?[\"'](?=[^\"'\d=]{0,4096}[\d=])"
        r"([A-Za-z0-9+/]{8,4096}={0,2})\\?[\"']",
    ),
    Detector(  # name: X_TOKEN, value: ...; <add key="X_TOKEN" value="..."/>
        "token",
        ("value:", "value=", 'value"', "value'", "value\\", "value "),
        _TELLING_NAME + r"\\?[\"']?,?\s{1,80}\\?[\"']?value\\?[\"']?\s{0,4}[:=]\s{0,4}"
        r"(?:\\?[\"'])?([^\s\"'<>{}\\$]{4,1024})",
    ),
    Detector(
        "token",
        ("</",),
        r"<[\w.\-]{0,40}" + _TELLING_NAME + r"\w{0,20}>([^<>\s]{4,1024})(?=</)",
    ),
    Detector(
        "password",
        ("password is ", "password to ", "password was ", "passcode is "),
        r"(?i:password|passcode) (?:is|to|was) [\"']?(?=[^\s\d]{0,64}\d)([^\s\"'<>]{6,256})",
    ),
    Detector(  # no sign between them, but mixed like a generated key
        "token",
        ("token ", "key ", "secret "),
        r"(?i:\b(?:token|api[ _\-]?key|secret(?: key)?) )[\"']?(?=[^\s\d]{0,64}\d)"
        r"(?=[^\sa-z]{0,64}[a-z])(?=[^\sA-Z]{0,64}[A-Z])([A-Za-z0-9_\-+/=]{16,1024})",
    ),
)
