"""Secrets of many kinds planted in logs and code that look real, made when they are needed.

None is written down: each is drawn from a seeded generator, so nothing here is anybody's, and no
scanner of a hosting service finds one in this file.
"""

import base64
import json
import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

ALNUM = string.ascii_letters + string.digits
UPPER = string.ascii_uppercase + string.digits
HEX = "0123456789abcdef"
BASE64 = ALNUM + "+/"
PER_KIND = 12


@dataclass(frozen=True, slots=True)
class Planted:
    """A text with secrets in it."""

    kind: str
    text: str
    secrets: tuple[str, ...]


class Draw:
    """Draws random words; remembers those that must not survive."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self.secrets: list[str] = []

    def word(self, size: int, alphabet: str = ALNUM) -> str:
        """Return random characters of all sorts the alphabet has."""
        sorts = [
            [c for c in alphabet if c in sort]
            for sort in (string.ascii_lowercase, string.ascii_uppercase, string.digits)
        ]
        head = [self.random.choice(sort) for sort in sorts if sort]
        return "".join(head + self.random.choices(alphabet, k=size - len(head)))

    def secret(self, size: int, alphabet: str = ALNUM) -> str:
        """Return a word that must not survive."""
        self.secrets.append(self.word(size, alphabet))
        return self.secrets[-1]

    def hide(self, text: str) -> str:
        """Let ``text`` not survive either."""
        self.secrets.append(text)
        return text

    def name(self) -> str:
        """Return a person's account."""
        return self.hide("q" + self.word(8, string.ascii_lowercase))


def _json(**fields: object) -> str:
    return json.dumps(fields)


def _pem(draw: Draw, label: str, ending: str) -> str:
    lines = [draw.secret(64, BASE64) for _ in range(3)] + [draw.secret(18)]
    return "\n".join([f"-----BEGIN {label}PRIVATE KEY-----", *lines, ending.format(label=label)])


def _jwt(draw: Draw) -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    return f"{head}.{draw.secret(40)}.{draw.secret(43)}"


END = "-----END {label}PRIVATE KEY-----"
KINDS: dict[str, Callable[[Draw], str]] = {
    "AWS key id": lambda d: f"with key {d.hide('AKIA' + d.word(16, UPPER))} denied",
    "AWS temporary key": lambda d: d.hide("ASIA" + d.word(16, UPPER)),
    "AWS secret key": lambda d: f"aws_secret_access_key = {d.secret(40, BASE64)}",
    "AWS secret in JSON": lambda d: _json(SecretAccessKey=d.secret(40, BASE64)),
    "AWS session token": lambda d: f"export AWS_SESSION_TOKEN={d.secret(300, BASE64)}==",
    "presigned URL": lambda d: (
        f"https://b.s3.amazonaws.com/k?X-Amz-Signature={d.secret(64, HEX)}&X-Amz-Expires=60"
    ),
    "GCP service account": lambda d: _json(
        type="service_account",
        private_key_id=d.secret(40, HEX),
        private_key=_pem(d, "", END) + "\n",
    ),
    "Google API key": lambda d: f"maps?key={d.hide('AIza' + d.word(35))}",
    "Azure connection string": lambda d: (
        f"DefaultEndpointsProtocol=https;AccountName=clips;AccountKey={d.secret(86, BASE64)}==;"
        "EndpointSuffix=core.windows.net"
    ),
    "Azure SAS": lambda d: f"https://x.blob.core.windows.net/c?sv=2024&sig={d.secret(43)}%3D",
    "Azure client secret": lambda d: f"login failed with {d.hide(d.word(3) + '8Q~' + d.word(34))}",
    "GitHub": lambda d: f"remote: bad credentials {d.hide('ghp' + '_' + d.word(36))}",
    "GitHub in a URL": lambda d: (
        f"https://x-access-token:{d.hide('ghs' + '_' + d.word(36))}@github.com/example/codec.git"
    ),
    "GitLab": lambda d: f"PRIVATE-TOKEN: {d.hide('glpat' + '-' + d.word(20))}",
    "Slack": lambda d: f"slack: {d.hide('xoxb' + '-' + d.word(40, string.digits))} revoked",
    "Slack webhook": lambda d: (
        f"https://hooks.slack.com/services/{d.hide('T' + d.word(8, UPPER) + '/' + d.word(24))}"
    ),
    "Discord webhook": lambda d: f"https://discord.com/api/webhooks/1234567890/{d.secret(60)}",
    "Stripe": lambda d: f"stripe.api_key = '{d.hide('sk' + '_live_' + d.word(24))}'",
    "Twilio": lambda d: f"Client({'SK' + d.hide(d.word(32, HEX))!r})",
    "SendGrid": lambda d: f"SG.{d.secret(22)}.{d.secret(43)}",
    "npm": lambda d: f"//registry.npmjs.org/:_authToken={d.hide('npm' + '_' + d.word(36))}",
    "PyPI": lambda d: f"password = {d.hide('pypi' + '-AgEIcHlwaS5vcmc' + d.word(60))}",
    "Hugging Face": lambda d: f"token {d.hide('hf' + '_' + d.word(34))} is invalid",
    "OpenAI": lambda d: f"Incorrect API key provided: {d.hide('sk' + '-proj-' + d.word(48))}.",
    "Anthropic": lambda d: f"x-api-key: {d.hide('sk' + '-ant-api03-' + d.word(80))}",
    "JWT": lambda d: f"token rejected: {_jwt(d)}",
    "private key": lambda d: _pem(d, "RSA ", END),
    "private key cut at its end": lambda d: _pem(d, "OPENSSH ", ""),
    "private key cut at its head": lambda d: "\n".join(_pem(d, "EC ", END).split("\n")[1:]),
    "private key in one line": lambda d: "KEY=" + _pem(d, "", END).replace("\n", "\\n"),
    "private key with log prefixes": lambda d: "\n".join(
        f"2026-01-31 12:00:00 INFO {line}" for line in _pem(d, "", END).split("\n")
    ),
    "private key with log prefixes, cut": lambda d: "\n".join(
        f"2026-01-31 12:00:00 INFO {line}" for line in _pem(d, "", "").split("\n")
    ),
    "private key in a cut line": lambda d: _pem(d, "", "").replace("\n", " 12:00:00 | "),
    "basic auth": lambda d: f"Authorization: Basic {d.secret(24)}==",
    "bearer": lambda d: f"> authorization: Bearer {d.secret(32)}",
    "proxy auth": lambda d: f"Proxy-Authorization: Basic {d.secret(20)}=",
    "cookie": lambda d: f"Cookie: theme=dark; session={d.secret(26)}",
    "set-cookie": lambda d: f"< set-cookie: sid={d.secret(26)}; Path=/; HttpOnly",
    "cookie jar": lambda d: f"requests.get(url, cookies={{'sid': '{d.secret(26)}'}})",
    "cookie of CGI": lambda d: f"HTTP_COOKIE='sid={d.secret(20)}'",
    "netrc": lambda d: f"machine example.com\n  login bot\n  password {d.secret(12)}",
    "kubeconfig": lambda d: (
        f"users:\n- name: ci\n  user:\n    client-key-data: {d.secret(88, BASE64)}\n"
        f"    token: {d.secret(40)}"
    ),
    "docker config": lambda d: _json(auths={"ghcr.io": {"auth": d.secret(30) + "=="}}),
    "Kubernetes variable": lambda d: f"- name: DB_PASSWORD\n  value: {d.secret(12)}",
    "DSN": lambda d: f"postgresql+psycopg://codec:{d.secret(14)}@db.internal:5432/runs",
    "DSN, not escaped": lambda d: (
        f"mysql://codec:{d.secret(6)}@{d.secret(6)}/{d.secret(6)}@db.internal:3306/runs"
    ),
    "DSN, escaped": lambda d: f"amqp://bot:{quote(d.secret(10) + '@/')}@mq:5672//",
    "DSN of ODBC": lambda d: f"Server=db;Database=runs;User Id=sa;Password={d.secret(12)};",
    "option": lambda d: f"+ uploader --user bot --password {d.secret(12)} out.bin",
    "curl": lambda d: f"curl -sS -u bot:{d.secret(12)} https://example.com/up",
    "environment": lambda d: (
        f"WANDB_API_KEY={d.secret(40, HEX)}\nPATH=/usr/bin\nDB_PASS={d.secret(9)}"
    ),
    "os.environ": lambda d: f"environ({{'HF_TOKEN': '{d.secret(30)}', 'LANG': 'C'}})",
    "YAML": lambda d: f"storage:\n  secret_key: {d.secret(24)}\n  bucket: clips",
    "TOML": lambda d: f'[db]\npassword = "{d.secret(12)}"\nport = 5432',
    "Python": lambda d: f"PASSWORD: Final[str] = '{d.secret(12)}'",
    "Python call": lambda d: f"requests.get(url, auth=('bot', '{d.secret(12)}'))",
    "escaped JSON": lambda d: json.dumps(_json(client_secret=d.secret(32))),
    "XML": lambda d: f"<server><password>{d.secret(12)}</password></server>",
    "prose": lambda d: f"hint: the password is {d.secret(12)} on all boxes",
    "e-mail": lambda d: f"notify {d.name()}@example.org failed",
    "home": lambda d: f'  File "/home/{d.name()}/codec/run.py", line 3, in <module>',
    "Windows home": lambda d: f"C:\\Users\\{d.name()}\\codec\\run.py",
    "account at a host": lambda d: f"scp out.bin {d.name()}@login01:/scratch/run",
    "prompt": lambda d: f"{d.name()}@gpu7:~/codec$ python run.py",
    "telephone": lambda d: f"on call: {d.hide('+49 170 ' + d.word(7, string.digits))}",
    "address": lambda d: f"connect to 203.0.113.{d.random.randrange(10, 99)}:443 refused",
}
"""What each kind looks like; the words drawn as secret are what must not survive."""

SURROUNDINGS = (
    "{}",
    "frame 12/300 qp 32\n{}\nTraceback (most recent call last):\nValueError: bad block",
    "2026-01-31T12:00:00.123Z worker[3] start\n{}\nexit code 1",
    "def upload():\n    # as in production:\n{}\n    return None",
)

LOOK_ALIKES = (
    "d41d8cd98f00b204e9800998ecf8427e",
    "f0a2f44c1d9e8b7a6f5e4d3c2b1a098765432101",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "docker.io/example/codec:3.19@sha256:" + 8 * "9f86d081",
    "01HZX9V7Q2M3N4P5R6S7T8V9WX",
    "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "0x7f08cc5f4790",
    "with shapes (288,352) (144,176)",
    "opencv-python 4.10.0.84",
    "http://localhost:8080/metrics@now",
    "https://example.com:8443/a/b@v2",
    "git@github.com:example/codec.git",
    "ssh://git@gitlab.com/example/codec.git",
    "root@3f2a1b:/work# python run.py",
    "yarn add codec@file:/packages/codec",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
    "token_count=4096 max_tokens=100 tokens per min: 3",
    "offset +120 -340 and 2026-01-31T12:00:00+0100",
    "password: too short",
    "the password is too short",
    "secret = get_secret(name)",
    'password = os.environ["DB_PASSWORD"]',
    "name: LOG_LEVEL\n  value: debug",
    '{"auth": "required"}',
    "self.key = key; monkey = banana; primary_key=id",
    "proc_exp_1760684130",
    "experiment exp-20251017-0042 of run-2026-01-31",
    "psnr_y=38.251 bd_rate_percent=-4.2 qp=37",
)


def planted() -> Iterator[Planted]:
    """Return each kind of secret a dozen times, in changing surroundings."""
    for kind, make in KINDS.items():
        for number in range(PER_KIND):
            draw = Draw(f"{kind} {number}")
            text = SURROUNDINGS[number % len(SURROUNDINGS)].replace("{}", make(draw))
            if kind == "address":
                draw.hide(text.partition("connect to ")[2].partition(":")[0])
            yield Planted(kind, text, tuple(draw.secrets))
