"""Tokens whose issuers gave them a recognisable shape: hints in lower case, and the pattern."""

ISSUED: tuple[tuple[tuple[str, ...], str], ...] = (
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
    (("sk",), r"SK[0-9a-f]{32}(?![A-Za-z0-9])"),  # Twilio
    (("q~",), r"[A-Za-z0-9_\-.~]{3}\dQ~[A-Za-z0-9_\-.~]{31,40}"),  # Entra ID
)
