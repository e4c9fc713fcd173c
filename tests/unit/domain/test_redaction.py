import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errata.events import LOG_TAIL_LIMIT, Finding, Frame, LocalSummary, RaisedException
from errata.redaction import Redactor, redact, redact_event
from tests.unit.domain.make import event

ALNUM = string.ascii_letters + string.digits
HEX = "0123456789abcdef"


def _word(alphabet: str, size: int) -> st.SearchStrategy[str]:
    """Random characters with at least one digit, as a key generator makes them."""
    return st.text(alphabet, min_size=size - 1, max_size=size - 1).map(lambda s: s + "7")


SECRETS: dict[str, st.SearchStrategy[str]] = {
    "AWS key id": _word(string.ascii_uppercase + string.digits, 16).map("AKIA{}".format),
    "GitHub token": _word(ALNUM, 36).map("ghp_{}".format),
    "GitHub fine-grained": _word(ALNUM, 60).map("github_pat_{}".format),
    "GitLab token": _word(ALNUM, 20).map("glpat-{}".format),
    "OpenAI key": _word(ALNUM, 40).map("sk-proj-{}".format),
    "Anthropic key": _word(ALNUM, 60).map("sk-ant-api03-{}".format),
    "Slack token": _word(string.digits, 24).map("xoxb-{}".format),
    "Google key": _word(ALNUM, 35).map("AIza{}".format),
    "Google OAuth": _word(ALNUM, 40).map("ya29.{}".format),
    "Hugging Face": _word(ALNUM, 34).map("hf_{}".format),
    "npm": _word(ALNUM, 36).map("npm_{}".format),
    "PyPI": _word(ALNUM, 60).map("pypi-AgEIcHlwaS5vcmc{}".format),
    "Stripe": _word(ALNUM, 24).map("sk_live_{}".format),
    "SendGrid": _word(ALNUM, 43).map(lambda s: f"SG.{s[:22]}.{s}"),
    "Vault": _word(ALNUM, 24).map("hvs.{}".format),
    "Databricks": _word(HEX, 32).map("dapi{}".format),
    "DigitalOcean": _word(HEX, 64).map("dop_v1_{}".format),
    "Groq": _word(ALNUM, 52).map("gsk_{}".format),
    "JWT": _word(ALNUM, 30).map(lambda s: f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx{s}.{s}"),
    "Slack webhook": _word(ALNUM, 24).map("https://hooks.slack.com/services/T00/B00/{}".format),
    "Telegram bot": _word(ALNUM, 33).map("123456789:AA{}".format),
    "Tailscale": _word(ALNUM, 24).map("tskey-auth-{}".format),
    "e-mail": _word(string.ascii_lowercase, 9).map("{}@example.com".format),
    "URL password": _word(ALNUM, 12).map("postgres://app:{}@db/codec".format),
    "private key": _word(ALNUM, 64).map("-----BEGIN PRIVATE KEY-----\n{}".format),
    "age key": _word(string.ascii_uppercase + string.digits, 58).map("AGE-SECRET-KEY-1{}".format),
}
"""Shapes that give themselves away wherever they stand."""

ANNOUNCED = (
    "password={}",
    'password: "{}"',
    "DB_PASSWORD={}",
    "aws_secret_access_key = {}",
    "--api-key {}",
    "--token={}",
    '{{"client_secret": "{}"}}',
    "{{'Authorization': 'Bearer {}'}}",
    "Authorization: token {}",
    "X-Api-Key: {}",
    "Cookie: theme=dark; session={}",
    "Set-Cookie: sid={}; Path=/; HttpOnly",
    "WANDB_API_KEY={}",
    "wandb login --relogin {}",
    "https://x.example/a?b=1&sig={}",
    "curl -u bot:{} https://x.example",
    "machine h login bot password {}",
    "redis-cli -h cache -a {} ping",
    "sshpass -p '{}' ssh box",
    "mysql -uroot -p{} codec",
    "openssl enc -pass pass:{}",
    'passphrase "{}"',
    "AccountKey={};EndpointSuffix=core.windows.net",
    '{{\\"password\\": \\"{}\\"}}',
    'os.environ["HF_TOKEN"] = "{}"',
)
"""Words that announce a secret of any shape."""

SURROUNDINGS = (
    "{}",
    "2026-01-31 12:00:00,123 - boto - ERROR - request failed: {}",
    '  File "train.py", line 9, in <module>\n    run({!r})',
    "ValueError: could not parse {!r}",
    "KEY = '{}'  # rotate me",
    "[rank0]: ({}, 443) refused",
)


def _secret_part(text: str) -> str:
    """Return the random part, which must not survive."""
    return re.split(r"[/:@=\s]", text.removesuffix("@example.com").removesuffix("@db/codec"))[-1]


@pytest.mark.parametrize("kind", SECRETS)
@settings(max_examples=20)
@given(data=st.data())
def test_no_secret_with_a_shape_survives(kind: str, data: st.DataObject) -> None:
    planted = data.draw(SECRETS[kind])
    surrounding = data.draw(st.sampled_from(SURROUNDINGS))
    text = surrounding.format(planted)
    masked = redact(text)
    assert _secret_part(planted) not in masked
    assert masked.count("\n") == text.count("\n")


@pytest.mark.parametrize("announcement", ANNOUNCED)
@settings(max_examples=20)
@given(secret=_word(ALNUM + "_-", 24).filter(lambda s: s[0].isalnum()))
def test_no_announced_secret_survives(announcement: str, secret: str) -> None:
    assert secret not in redact(f"step 3 failed\n{announcement.format(secret)}\nexit code 1")


@pytest.mark.parametrize(
    "text",
    [
        "checksum d41d8cd98f00b204e9800998ecf8427e differs",
        "reference is not a tree: f0a2f44c1d9e8b7a6f5e4d3c2b1a098765432101",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "experiment 01HZX9V7Q2M3N4P5R6S7T8V9WX and 7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "Segmentation fault at 0x7f08cc5f4790",
        "operands could not be broadcast together with shapes (288,352) (144,176)",
        "numpy==2.4.1 opencv-python 4.10.0.84 nvidia-cudnn-cu12==9.1.0.70 OpenCV(4.10.0.84)",
        "listening on 127.0.0.1:8080 and 0.0.0.0:80 and [::1]:80",
        "12:34:56 step 3/10, frames[2000::2], a[::2], std::vector::at",
        "token_count=4096 max_tokens=100 pad_token='[PAD]' eos_token: </s> tokens per min: 3",
        "password_strength=ok; password: too short; Unexpected token: }",
        "token = tokens[i]; api_key = os.environ['KEY']; secret = get_secret(); pw = form.password",
        "KeyError: 'token'",
        "no secret 'OPENAI' found, invalid token 'encode' at 3",
        "pass=2 fail=1 bypass=true password_hash=bcrypt primary_key=id monkey=banana",
        "def login(user: str, password: str, token: str | None = None) -> None:",
        "@torch.no_grad() q@k.transpose(-2, -1) x@self.weight model@v2 react@18.2.0",
        "git@github.com:example/codec.git",
        "/home/runner/build/x.py /root/.cache /Users/Shared/a /src/home/page.tsx",
        "psnr_y=38.251 bd_rate_percent=-4.2 qp=37 i420 yuv420p",
        "disk-0123456789abcdef01234567 task-0123456789abcdef0123456789",
    ],
)
def test_look_alikes_survive(text: str) -> None:
    assert redact(text) == text


def test_user_names_go_from_home_folders_and_the_rest_of_the_path_stays() -> None:
    masked = redact("/home/jdoe/a.py C:\\Users\\Jane Doe\\b.py /Users/bob/c.py /home/jdoe/d.py")
    assert masked == (
        "/home/<user-1>/a.py C:\\Users\\<user-3>\\b.py /Users/<user-2>/c.py /home/<user-1>/d.py"
    )


def test_the_same_secret_gets_the_same_placeholder_wherever_it_stands() -> None:
    masked = redact("API_KEY=q1w2e3r4t5y6\nsent q1w2e3r4t5y6 to a@example.com and b@example.com")
    assert masked == "API_KEY=<token-1>\nsent <token-1> to <email-1> and <email-2>"


def test_a_quote_inside_a_quoted_password_does_not_end_it() -> None:
    assert redact(r'"password":"fa\"ke1", "user":"x"') == '"password":"<password-1>", "user":"x"'


def test_a_private_key_goes_and_the_line_numbers_stay() -> None:
    header, footer = "-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----"
    text = f"a\n{header}\nMIIEpAIBAAKC\nAQEA0Z3V\n{footer}\nb"
    masked = redact(text)
    assert "MIIEpAIBAAKC" not in masked
    assert "AQEA0Z3V" not in masked
    assert masked.split("\n")[5] == "b"


def test_a_colour_code_inside_a_token_does_not_hide_it() -> None:
    assert "3kd83kd83kd8" not in redact("ghp_3kd83kd83kd8\x1b[0m3kd83kd83kd83kd8")


@given(st.text())
def test_redaction_is_idempotent_and_keeps_lines(text: str) -> None:
    once = redact(text)
    assert redact(once) == once
    assert once.count("\n") == text.count("\n")


@given(st.lists(st.sampled_from([*ANNOUNCED, *SURROUNDINGS]), max_size=6), _word(ALNUM, 20))
def test_redacting_what_was_redacted_changes_nothing(templates: list[str], secret: str) -> None:
    once = redact("\n".join(template.format(secret) for template in templates))
    assert redact(once) == once


def test_new_placeholders_never_take_the_number_of_an_older_one() -> None:
    assert redact("<email-1> wrote to new@example.com") == "<email-1> wrote to <email-2>"


def test_every_text_of_an_event_is_redacted_even_where_only_another_field_tells() -> None:
    raw = event(
        "PASSWORD=hunter2hunter2",
        error_message="login with hunter2hunter2 failed",
        exceptions=(
            RaisedException(
                type="ValueError",
                message="bad hunter2hunter2",
                frames=(
                    Frame(
                        file="/home/jdoe/a.py",
                        line=1,
                        function="f",
                        source="f('hunter2hunter2')",
                        locals=(LocalSummary(name="pw", type="str", value="hunter2hunter2"),),
                    ),
                ),
            ),
        ),
        findings=(Finding(code="denied", message="hunter2hunter2", values={"hunter2hunter2": 1}),),
    )
    dumped = redact_event(raw).model_dump_json()
    assert "hunter2hunter2" not in dumped
    assert "jdoe" not in dumped
    assert "<password-1>" in dumped


def test_an_event_that_grows_under_redaction_keeps_its_bound_and_its_line_numbers() -> None:
    lines = ["a@b.co"] * (LOG_TAIL_LIMIT // 7)
    masked = redact_event(event("\n".join(lines), log_first_line=10))
    assert len(masked.log_tail) <= LOG_TAIL_LIMIT
    dropped = len(lines) - len(masked.log_tail.split("\n"))
    assert dropped > 0
    assert masked.log_first_line == 10 + dropped


def test_many_secrets_do_not_slow_redaction_beyond_bounds() -> None:
    mask = Redactor()
    text = mask("\n".join(f"token=abcd{number:08d}" for number in range(5_000)))
    assert "abcd0" not in text
