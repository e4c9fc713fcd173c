"""``python -m infra.supply_chain sbom`` and ``… audit``."""

import argparse
import sys

from errata.errors import ErrataError
from infra.home import CHECKOUT
from infra.supply_chain import audit, boms, licences

FOLDER = CHECKOUT / ".errata" / "build" / "sbom"


def main(arguments: list[str] | None = None) -> int:
    """Write the bills of materials and judge their licences, or look for vulnerabilities."""
    parser = argparse.ArgumentParser(prog="python -m infra.supply_chain", description=__doc__)
    parser.add_argument("what", choices=("sbom", "audit"))
    options = parser.parse_args(arguments)
    try:
        return _sbom() if options.what == "sbom" else _audit()
    except ErrataError as error:
        print(f"errata: {error}", file=sys.stderr)
        return error.exit_code


def _sbom() -> int:
    made = boms.write(FOLDER)
    for name, bom in made.items():
        print(f"{len(bom['components']):>4} components  {FOLDER / name}.cdx.json")
    found = licences.of(made["python"]) | licences.of(made["dashboard"])
    lines = [f"{component},{' AND '.join(them)}" for component, them in sorted(found.items())]
    (FOLDER / "licences.csv").write_text("\n".join(["component,licences", *lines]) + "\n")
    print(f"{len(found):>4} licences    {FOLDER / 'licences.csv'}")
    for component, them in licences.refused(found).items():
        told = ", ".join(them) or "none told"
        print(f"not allowed: {component} ({told}); see {licences.__file__}", file=sys.stderr)
    return 1 if licences.refused(found) else 0


def _audit() -> int:
    """Return 1 for what is known; where nothing could be asked, only say so."""
    audits = audit.all_locks()
    for each in audits:
        print(each)
        for vulnerability in each.found:
            print(f"  {vulnerability}", file=sys.stderr)
    return 1 if any(each.found for each in audits) else 0


if __name__ == "__main__":
    sys.exit(main())
