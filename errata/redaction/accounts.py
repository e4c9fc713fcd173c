"""Names of people where a machine writes them: ``user@host``, ``USER=``, and telephone numbers."""

import re

SHARED_ACCOUNTS = re.compile(
    r"runner|runneradmin|ubuntu|debian|ec2-user|root|admin|administrator|app|node|users?|vscode"
    r"|jovyan|sandbox|circleci|travis|public|shared|default|guest|vagrant|docker|jenkins"
    r"|gitlab-runner|sagemaker-user|hadoop|spark|airflow|nobody|me|lib|git|hg|svn|postgres|deploy"
)
"""Accounts that name a role: nobody is recognised by them."""

_NAME = r"[A-Za-z_][\w.\-]{0,62}"
# A shell's prompt, a place of scp or rsync, the target of ssh. A package manager's
# "name@file:..." and a matrix product "a@b" are none.
AT_HOST = re.compile(
    rf"(?<![\w.@/:+\-])({_NAME})@(?!(?:file|link|npm|workspace|portal|patch|https?|git):)"
    r"(?:[A-Za-z][\w\-]{0,62}(?=:[~/])|\d{1,3}(?:\.\d{1,3}){3}(?=:[~/\w])"
    r"|(?:[A-Za-z][\w\-]{0,62}\.){1,8}[A-Za-z]{2,18}(?=:[~/\w])"
    r"|[\w.\-]{1,253}(?=(?::)? (?:Permission denied|~\])))"
    rf"|\b(?:ssh|scp|sftp|rsync|mosh|ssh-copy-id)\b[^\n@]{{0,200}}?\s({_NAME})@(?=\w)"
    rf"|\[({_NAME})@(?=[\w.\-]{{1,253}} [^\]\s]{{1,64}}\][$#])"
    rf"|\b(?:ssh|sftp|rsync|scp)://({_NAME})@"
)
"""An account at a machine; the group that matched names the user."""

VARIABLE = re.compile(
    r"(?<![A-Za-z0-9_])(?:(?:SUDO_)?USER|LOGNAME|USERNAME)(?:=|[\"']: ?)[\"']?"
    rf"({_NAME})(?![\w.\-(])"
    rf"|\b[ug]id=\d{{1,10}}\(({_NAME})\)"
)
"""A variable or an identity that names the user."""

_REST = r"(?:[ \-]\d{2,8})"
PHONE = re.compile(
    r"(?<![\w.+)\]])\+[1-9]\d{0,2}"
    rf"(?: ?\(\d{{1,5}}\)[ \-]?\d{{2,8}}{_REST}{{0,3}}|{_REST}{{2,4}})(?![\w\-])"
    r"|(?i:\b(?:tel|phone|mobile|call|sms|whatsapp|fax|to|from))[\"']?[:=]?\s?[\"']?"
    r"(?P<dense>\+[1-9]\d{7,14})(?!\w)"
)
"""Telephone numbers: international with separators, or announced by a word; ask `is_phone`."""


def is_person(name: str) -> bool:
    """Tell a person's account from a role's."""
    return SHARED_ACCOUNTS.fullmatch(name.lower()) is None


def is_phone(number: str) -> bool:
    """Tell by the count of its digits (ITU-T E.164: at most 15)."""
    return 9 <= sum(map(str.isdigit, number)) <= 15
