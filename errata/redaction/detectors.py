"""What a secret looks like: shapes that give themselves away, and words that announce one.

Bare hexadecimal is never a secret: it is a hash, a commit or an id unless the words around it say
otherwise. All patterns run in linear time: no repetition starts anew inside itself.
"""

import re
from dataclasses import dataclass
from functools import cached_property


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


# Tokens whose issuers gave them a recognisable prefix.
_ISSUED = (
    (("akia", "asia", "abia", "acca"), r"A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16,20}(?![A-Za-z0-9])"),
    (("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"gh[pousr]_[A-Za-z0-9]{20,255}"),
    (("github_pat_",), r"github_pat_[A-Za-z0-9_]{20,255}"),
    (("glpat-", "gldt-", "glrt-", "glptt-"), r"gl(?:pat|dt|rt|ptt)-[A-Za-z0-9_\-.]{16,255}"),
    (("sk-",), r"sk-(?:[a-z]+[a-z0-9]*-){0,4}[A-Za-z0-9_\-]{20,255}"),  # OpenAI, Anthropic, ...
    (("k_live_", "k_test_", "k_prod_"), r"[sprw]k_(?:live|test|prod)_[A-Za-z0-9]{10,255}"),
    (("whsec_",), r"whsec_[A-Za-z0-9+/=]{16,255}"),
    (("xox", "xapp-"), r"x(?:ox[a-z]|app|oxe\.xox[bp])-[A-Za-z0-9\-]{10,255}"),  # Slack
    (("aiza",), r"AIza[A-Za-z0-9_\-]{30,64}"),  # Google
    (("ya29.",), r"ya29\.[A-Za-z0-9_\-.]{20,2048}"),
    (("gocspx-",), r"GOCSPX-[A-Za-z0-9_\-]{20,64}"),
    (("hf_",), r"hf_[A-Za-z0-9]{24,255}(?![A-Za-z0-9_])"),  # Hugging Face
    (("npm_",), r"npm_[A-Za-z0-9]{30,255}"),
    (("pypi-age",), r"pypi-AgE[A-Za-z0-9_\-]{30,1024}"),
    (("sg.",), r"SG\.[A-Za-z0-9_\-]{16,64}\.[A-Za-z0-9_\-]{16,128}"),  # SendGrid
    (("key-",), r"key-[0-9a-zA-Z]{32}(?![A-Za-z0-9])"),  # Mailgun
    (("_v1_",), r"do[opr]_v1_[a-f0-9]{32,128}"),  # DigitalOcean
    (("dapi",), r"dapi[a-f0-9]{32}(?:-\d)?"),  # Databricks
    (("hvs.", "hvb.", "hvr."), r"hv[sbr]\.[A-Za-z0-9_\-]{20,255}"),  # Vault
    (("gsk_",), r"gsk_[A-Za-z0-9]{24,255}"),  # Groq
    (("xai-", "pplx-", "nvapi-"), r"(?:xai|pplx|nvapi)-[A-Za-z0-9_\-]{24,255}"),
    (("r8_",), r"r8_[A-Za-z0-9]{24,255}"),  # Replicate
    (("lsv2_", "ls__"), r"ls(?:v2_(?:pt|sk)_|__)[A-Za-z0-9_]{20,255}"),  # LangSmith
    (("shpat_", "shpss_", "shpca_", "shppa_"), r"shp(?:at|ss|ca|pa)_[A-Fa-f0-9]{24,64}"),
    (("lin_api_", "ntn_", "secret_"), r"(?:lin_api|ntn|secret)_[A-Za-z0-9]{30,64}(?![A-Za-z0-9_])"),
    (("glsa_", "glc_"), r"gl(?:sa|c)_[A-Za-z0-9_=+/]{24,512}"),  # Grafana
    (("sntrys_", "sntryu_"), r"sntry[su]_[A-Za-z0-9_=+/]{24,512}"),
    (("dckr_pat_",), r"dckr_pat_[A-Za-z0-9_\-]{20,128}"),
    (("dp.",), r"dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9_.\-]{30,128}"),  # Doppler
    (("pmak-", "nrak-"), r"(?:PMAK|NRAK)-[A-Za-z0-9\-]{24,128}"),  # Postman, New Relic
    (("tskey-",), r"tskey-[a-z]+-[A-Za-z0-9\-]{16,128}"),  # Tailscale
    (("sbp_", "pscale_"), r"(?:sbp_|pscale_(?:tkn|pw|oauth)_)[A-Za-z0-9_\-.=]{24,128}"),
    (("age-secret-key-",), r"AGE-SECRET-KEY-1[0-9A-Z]{40,80}"),
    ((":aa",), r"(?:bot)?\d{8,12}:AA[A-Za-z0-9_\-]{30,64}"),  # Telegram
    (("eaa",), r"EAA[A-Za-z0-9]{60,512}"),  # Facebook
)

PRIVATE_KEYS = Detector(
    "private-key",
    ("private key",),
    # The whole body, or as much of it as was printed; line feeds real, or escaped inside JSON.
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:((?:[^\-]|-(?!-{4})){1,20000})(?=-----END)|((?:\s|\\[nr]|[A-Za-z0-9+/=]{24,})+))",
)
COOKIES = Detector(
    "cookie",
    ("cookie",),
    r"((?i:(?<![\w])(?:set-)?cookies?(?:\\?[\"'])?\s{0,4}[:=]\s{0,4}))([^\n]{1,8192})",
)

DETECTORS: tuple[Detector, ...] = (
    Detector(
        "jwt",
        ("eyj",),
        r"(?<![A-Za-z0-9_\-])eyJ[A-Za-z0-9_\-]{6,8192}(?:\.[A-Za-z0-9_\-]{2,8192}){1,4}",
    ),
    Detector(
        "webhook",
        ("hooks.slack.com/", "/api/webhooks/", "webhook.office.com/", "hooks.zapier.com/"),
        r"(?:hooks\.slack\.com/(?:services|workflows|triggers)/|/api/webhooks/"
        r"|webhook\.office\.com/|hooks\.zapier\.com/hooks/)([A-Za-z0-9_\-/@]{8,512})",
    ),
    *(Detector("token", hints, r"(?<![A-Za-z0-9_])" + pattern) for hints, pattern in _ISSUED),
    Detector(  # user:password@ or a lone token@ in a URL
        "password",
        ("://",),
        r"://(?:[^/\s:@\"'<>]{0,128}:([^/\s\"'<>]{1,256})|([^/\s:@\"'<>]{20,256}))(?=@[\w\[])",
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
        "token", ("wandb",), r"\bwandb\s+login\b(?:\s+--?[a-z\-]+)*\s+([A-Za-z0-9_\-]{20,128})"
    ),
)
