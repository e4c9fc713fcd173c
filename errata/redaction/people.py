"""Traces of people and their machines: e-mail addresses, home folders, network addresses."""

import ipaddress
import re
from functools import cache

from errata.redaction.accounts import is_person

_EMAIL = (
    r"(?<![\w.+%\-])[\w.+%\-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62})\.){1,8}"
    r"(?P<tld>[A-Za-z]{2,18})(?![\w\-]|\.\w|[(\[])(?!:[\w~/])"
)
_DOMAIN = re.compile(
    r"[a-z]{2}|com|org|net|edu|gov|mil|int|info|biz|name|pro|app|dev|cloud|tech|online|site|store"
    r"|xyz|test|example|invalid|localhost|local|internal|corp|lan|email|mail|studio|design|digital"
    r"|science|codes|systems|network|world|life|live|news|blog|wiki|academy|university|museum|mobi"
    r"|travel|jobs|asia|aero|coop|post|zone|works?|team|company|global|group|agency"
)
_HOME = r"/(?:home\d{0,2}|Users|users|zhome/\w\w/\w)/([A-Za-z0-9][\w.\-@]{0,63})(?=(/)?)"
_WINDOWS_HOME = r"\\(?:Users|Documents and Settings)\\{1,4}([^\\/:*?\"<>|\n]{1,64})(?=[\\/\"'\s]|$)"
_MOUNT = re.compile(
    r"(?:^|[^\w.\-/])(?:/(?:mnt|export|data|nfs|net|var|usr|storage|gpfs|lustre|cluster|global|afs|z"
    r"|share|proc/\d+/root|c|d)(?:/[\w.\-]{1,32}){0,2}|//|[A-Za-z]:)?$"
)
# Both patterns start with a character, not a look-behind: the engine skips what cannot start one.
_IPV4 = r"\d(?<![\w.]\d)\d{0,2}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\w|\.\d)"
_IPV6 = (  # routable (2000::/3), link-local (fe80::/10) or private (fc00::/7)
    r"[23fF](?<![\w:.].)(?:(?<=[23])[0-9A-Fa-f]{3}|[eE][89abAB][0-9A-Fa-f]|[cCdD][0-9A-Fa-f]{2})"
    r"(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])"
)

_ADDRESS_WORD = re.compile(
    r"(?:://|@|[=\['\"]|\b(?:from|to|at|host|hosts|ip|ips|addr|address|server|peer|client|remote|node"
    r"|on|via|by|connect|connecting|bind|listening|dial|tcp|udp|master|worker|rank|endpoint|gateway"
    r"|proxy|ssh|ping|inet|origin|source|destination)[:=]?)\s?['\"]?$",
    re.IGNORECASE,
)
_VERSION_WORD = re.compile(
    r"(?:[=<>~!]=|[\-_]v?|\w/v?|\bv|\bversions?[:= ]{1,2}|\brelease[:= ]{1,2}|\w\("
    r"|[\w.]+[\-_][\w.]+ \(?v?)['\"]?$",
    re.IGNORECASE,
)
_PRIVATE = re.compile(r"10\.")  # of the private networks, the one that could be a version too


@cache
def email_regex() -> re.Pattern[str]:
    """Return the pattern of what may be an e-mail address; ask `is_email`."""
    return re.compile(_EMAIL)


@cache
def at_regex() -> re.Pattern[str]:
    """Return the pattern of the part of an address that is rare in other text."""
    return re.compile(r"@[A-Za-z0-9\-]{1,63}\.")


@cache
def home_regex() -> re.Pattern[str]:
    """Return the pattern of what may be a home folder; its first group names the user."""
    return re.compile(_HOME)


@cache
def windows_home_regex() -> re.Pattern[str]:
    """Return the pattern of a Windows profile folder; its first group names the user."""
    return re.compile(_WINDOWS_HOME)


@cache
def ipv4_regex() -> re.Pattern[str]:
    """Return the pattern of what may be an IPv4 address; ask `is_ipv4`."""
    return re.compile(_IPV4)


@cache
def ipv6_regex() -> re.Pattern[str]:
    """Return the pattern of what may be an IPv6 address; ask `is_ipv6`."""
    return re.compile(_IPV6)


def is_email(match: re.Match[str]) -> bool:
    """Tell an address from ``tensor@self.weight`` by its top-level domain."""
    if match[0].startswith(("git@", "hg@", "svn@")):
        return False  # where everybody's code is fetched from
    return _DOMAIN.fullmatch(match["tld"].lower()) is not None


def is_home(match: re.Match[str]) -> bool:
    """Tell the home folder of a person from a role's, and from a folder that is called home."""
    if not is_person(match[1]):
        return False
    if match[0].startswith("/users/") and not match[2]:
        return False  # a resource of a web interface, not the home folders of a cluster
    return _MOUNT.search(match.string[max(0, match.start() - 80) : match.start()]) is not None


def is_ipv4(match: re.Match[str]) -> bool:
    """Tell a machine's address from a four-part version number by what stands around it."""
    value, text = match[0], match.string
    if any(int(octet) > 255 for octet in value.split(".")):
        return False
    if value.startswith(("127.", "0.", "255.")):
        return False  # this machine, any machine, every machine
    before, after = text[max(0, match.start() - 24) : match.start()], text[match.end() :][:6]
    if _VERSION_WORD.search(before):
        return False
    if re.match(r":\d{2,5}|/\d\d?\b", after) or _ADDRESS_WORD.search(before):
        return True
    named = re.search(r"[A-Za-z] \(?$", before)  # "cudnn 8.9.2.26": major versions are small
    return not (named and int(value.partition(".")[0]) < 16 and not _PRIVATE.match(value))


def is_ipv6(match: re.Match[str]) -> bool:
    """Tell a routable or link-local address from a time, a slice or a hardware address."""
    if re.search(r"[\w)\]]\[$", match.string[max(0, match.start() - 2) : match.start()]):
        return False  # tensor[2000::2]
    try:
        ipaddress.IPv6Address(match[0])
    except ValueError:
        return False
    return True
