"""Packages that cannot be installed or resolved, and libraries that do not load."""

from errata.evidence.statements import Authority
from errata.patterns.rule import Rule
from errata.taxonomy import Category

_IMPORT = Category.IMPORT_ERROR

RULES: tuple[Rule, ...] = (
    Rule(
        name="no-such-distribution",
        category=_IMPORT,
        words="no matching distribution found | could not find a version that satisfies"
        " | packagesnotfounderror | package not found in | unable to locate package"
        " | has no installation candidate | cannot find module providing package | e404",
        says=r"(?:no matching distribution found for|could not find a version that satisfies the "
        r"requirement|unable to locate package|module providing package)"
        r" (?P<package>[^\s;(]{1,120})"
        r"|packagesnotfound|no installation candidate|^npm err(?:or|!).{0,20}E404",
        authority=Authority.RAISED,
        cause="A package to install does not exist in that version for this system: {message}.",
        fix="Correct name and version, or choose a Python version the package has a build for.",
        examples=(
            "ERROR: No matching distribution found for fastcodec==9.9",
            (
                "ERROR: Could not find a version that satisfies the requirement fastcodec (from"
                " versions: none)"
            ),
            "E: Unable to locate package libfastcodec-dev",
        ),
        confidence=0.93,
    ),
    Rule(
        name="version-conflict",
        category=_IMPORT,
        words="resolutionimpossible | conflicting dependencies | no solution found when resolving"
        " | unsatisfiableerror | versionconflict | eresolve | unmet peer"
        " | distribution was not found and is required | is required for a normal functioning"
        " | contextualversionconflict | encountered problems while solving | is incompatible with",
        says=r"resolutionimpossible|conflicting dependencies|no solution found when resolving"
        r"|unsatisfiableerror|versionconflict|\bERESOLVE\b|unmet peer|is required by the"
        r" application"
        r"|is required for a normal functioning|problems while solving"
        r"|^\S{1,120} [\d.]{1,120}\S{0,120} (?:requires|is incompatible with) ",
        authority=Authority.RAISED,
        cause="No set of versions fits all that is asked for: {message}{where}.",
        fix="Loosen or change one of the pins named, then lock the versions that work together.",
        examples=(
            "ERROR: ResolutionImpossible: for help visit the manual",
            (
                "ERROR: Cannot install a==1 and b==2 because these package versions have "
                "conflicting dependencies."
            ),
            "npm ERR! code ERESOLVE",
        ),
        confidence=0.9,
    ),
    Rule(
        name="missing-class-or-package",
        category=_IMPORT,
        words="classnotfoundexception | noclassdeffounderror | unsatisfiedlinkerror"
        " | err_module_not_found | cannot find package"
        " | cannot load library | could not load dynamic library | failed to load library"
        " | could not load library",
        says=r"ClassNotFoundException|NoClassDefFoundError|UnsatisfiedLinkError"
        r"|ERR_MODULE_NOT_FOUND"
        r"|cannot find (?:package|module)|(?:cannot|could not|failed to) load (?:dynamic )?library",
        authority=Authority.RAISED,
        cause="A module or library failed to load: {headline}{where}.",
        fix="Install what is named where the code runs, or correct the path it is looked for in.",
        examples=(
            "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'codec' imported from /app/run.mjs",
            "OSError: cannot load library 'libsndfile.so'",
        ),
        confidence=0.9,
    ),
    Rule(
        name="missing-dependency",
        category=_IMPORT,
        words="pip install | please install | need to install | missing dependency"
        " | missing dependencies | is not installed | is not available | requires the"
        " | not found. install | must be installed | missing package | conda install",
        says=r"(?:requires?|need(?:s|ed)?|please|missing|not installed|not found|unavailable"
        r"|not available)\b.{0,120}(?:pip|conda|apt(?:-get)?) install\b"
        r"|(?:please|need to) (?:pip )?install [`'\"]?[\w\-]{1,120}"
        r"|missing (?:python )?(?:dependency|dependencies|package|module)s?\b"
        r"|\b(?:package|module|library|dependency) [`'\"]?[\w\-.]{1,120}[`'\"]? is not"
        r" (?:installed|available)"
        r"|\b[\w\-.]{1,120} (?:is not|must be|isn't) installed\b",
        cause="Something the code depends on is not installed: {message}{where}.",
        fix="Install what the message names, or write the code without it.",
        examples=(
            "This codec requires fastdct. Please install it: pip install fastdct",
            "You need to install `fastdct` to use this",
            "Missing dependency: opencv-python",
        ),
        confidence=0.75,
    ),
    Rule(
        name="circular-import",
        category=_IMPORT,
        words="partially initialized module | most likely due to a circular import",
        authority=Authority.RAISED,
        cause="Modules import each other in a circle: {message}{where}.",
        fix="Move what both need into a third module, or import inside the function; mind a file "
        "of yours that is named like the module.",
        examples=(
            (
                "AttributeError: partially initialized module 'codec' has no attribute 'encode' "
                "(most likely due to a circular import)"
            ),
        ),
        confidence=0.9,
    ),
    Rule(
        name="unregistered-operator",
        category=_IMPORT,
        words="operator torchvision:: | no such operator | failed to import transformers"
        " | because of the following error (look up",
        cause="A library was built for another version of the one it extends: {message}{where}.",
        fix="Install versions of both that belong together.",
        examples=("RuntimeError: operator torchvision::nms does not exist",),
        confidence=0.85,
    ),
)
