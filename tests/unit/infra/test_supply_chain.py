"""What Errata is made of: locked by hash, under licences that are welcome, audited honestly."""

import json
import re
from pathlib import Path

import pytest

from errata import __version__
from infra.home import CHECKOUT
from infra.supply_chain import licences
from infra.supply_chain.audit import read_npm_audit, read_pip_audit
from infra.supply_chain.boms import LOCKS, SHIPPED, of_environment, of_lock

PINNED = re.compile(
    r"[a-zA-Z0-9._-]+(\[[^]]+\])?==[^ ;]+( ; [^\\]+)?( --hash=sha256:[0-9a-f]{64})+"
)


@pytest.mark.parametrize("lock", sorted(LOCKS.glob("*.txt")), ids=lambda lock: lock.stem)
def test_every_line_of_a_lock_pins_a_version_by_hash(lock: Path) -> None:
    lines = re.sub(r"\s*\\\n\s*", " ", lock.read_text()).strip().splitlines()

    assert lines
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


def test_what_npm_installs_is_pinned_by_hash() -> None:
    lock = json.loads((CHECKOUT / "dashboard" / "package-lock.json").read_text())
    installed = {name: it for name, it in lock["packages"].items() if name}

    assert lock["version"] == __version__
    assert installed
    assert [name for name, it in installed.items() if not it.get("integrity")] == []


def test_every_deployed_part_has_a_lock_and_a_bill_of_it() -> None:
    assert {*SHIPPED, "bootstrap", "dev", "emulator", "node"} == {
        lock.stem for lock in LOCKS.glob("*.txt")
    }
    bom = of_lock(LOCKS / "authorizer.txt")

    assert bom["bomFormat"] == "CycloneDX"
    assert len(bom["components"]) == (LOCKS / "authorizer.txt").read_text().count("==")
    for component in bom["components"]:
        assert component["purl"].startswith(f"pkg:pypi/{component['name']}@")
        assert component["externalReferences"][0]["hashes"]


def test_all_that_is_installed_is_under_a_licence_that_is_welcome() -> None:
    bom = of_environment()

    assert bom["metadata"]["component"]["name"] == "errata"
    assert licences.refused(licences.of(bom)) == {}


def test_all_that_npm_installs_is_under_a_licence_that_is_welcome() -> None:
    lock = json.loads((CHECKOUT / "dashboard" / "package-lock.json").read_text())
    found = {name: [it.get("license", "")] for name, it in lock["packages"].items() if name}

    assert licences.refused(found) == {}


@pytest.mark.parametrize(
    ("entries", "welcome"),
    [
        ([{"license": {"id": "MIT"}}], True),
        ([{"expression": "MIT OR GPL-3.0-only"}], True),
        ([{"expression": "(MIT OR CC0-1.0)"}], True),
        ([{"expression": "Apache-2.0 AND CNRI-Python"}], True),
        ([{"license": {"name": "License :: OSI Approved :: BSD License"}}], True),
        ([], False),
        ([{"license": {"id": "GPL-3.0-only"}}], False),
        ([{"license": {"id": "LGPL-2.0-or-later"}}], False),
        ([{"license": {"name": "Ask the author"}}], False),
        ([{"license": {"id": "MIT"}}, {"license": {"id": "AGPL-3.0-only"}}], False),
        ([{"expression": "MIT AND GPL-3.0-only"}], False),
        ([{"expression": "(MIT OR Apache-2.0) AND GPL-3.0-only"}], False),
    ],
)
def test_a_licence_is_welcome_or_not(entries: list[object], *, welcome: bool) -> None:
    bom = {"components": [{"name": "it", "version": "1", "licenses": entries}]}

    assert (licences.refused(licences.of(bom)) == {}) == welcome


def test_an_exception_holds_for_its_package_and_licence_only() -> None:
    [(name, (licence, reason))] = licences.EXCEPTIONS.items()

    assert reason
    assert licences.refused({f"{name} 1": [licence]}) == {}
    assert licences.refused({f"{name} 1": ["GPL-3.0-only"], "other 1": [licence]}).keys() == {
        f"{name} 1",
        "other 1",
    }


def test_an_audit_tells_what_is_known() -> None:
    told = {
        "dependencies": [
            {"name": "good", "version": "1", "vulns": []},
            {"name": "bad", "version": "2", "vulns": [{"id": "PYSEC-2026-1"}]},
            {"name": "own", "skip_reason": "not found on PyPI"},
        ]
    }
    audit = read_pip_audit("dev.txt", json.dumps(told))

    assert audit.found == ("bad 2: PYSEC-2026-1",)
    assert str(audit) == "dev.txt: 1 known in 2 packages, 1 unknown to the database"


@pytest.mark.parametrize(
    "told",
    [
        "",
        "Traceback (most recent call last)",
        "[]",
        '{"dependencies": [{"name": "a", "skip_reason": "Dependency not found on PyPI"}]}',
    ],
)
def test_an_audit_that_could_ask_nobody_says_so(told: str) -> None:
    """pip-audit itself says "no known vulnerabilities" of an index without any such data."""
    assert "NOT audited" in str(read_pip_audit("dev.txt", told))


def test_npm_is_read_alike() -> None:
    report = {
        "metadata": {"dependencies": {"total": 116}},
        "vulnerabilities": {"vite": {"severity": "high"}},
    }

    assert read_npm_audit(json.dumps(report)).found == ("vite: high",)
    assert "NOT audited" in str(read_npm_audit('{"error": {"code": "ENOTFOUND"}}'))
