"""Code that does not parse, and modules and libraries that do not load."""

from errata.evidence.statements import Authority
from errata.patterns.rule import Rule
from errata.taxonomy import Category

SYNTAX: tuple[Rule, ...] = (
    Rule(
        name="markdown-in-code",
        category=Category.SYNTAX_ERROR,
        types="SyntaxError IndentationError",
        words="``` | markdown",
        cause="The code does not parse{where}: it still holds the Markdown fences of an answer.",
        fix="Strip the ``` fences and the prose around the code, then compile it before the run.",
        examples=("SyntaxError: invalid syntax near '```python'",),
        confidence=0.97,
    ),
    Rule(
        name="indentation",
        category=Category.SYNTAX_ERROR,
        types="IndentationError TabError",
        cause="The code does not parse: {message}{where}.",
        fix="Indent the block with four spaces throughout; give every ':' line a body.",
        examples=("IndentationError: unexpected indent", "TabError: inconsistent use of tabs"),
        confidence=0.98,
    ),
    Rule(
        name="syntax",
        category=Category.SYNTAX_ERROR,
        types="SyntaxError InvalidSyntax SyntaxErrorException",
        says=r"^(?P<problem>[^\n]*?)(?: \([^()\n]{1,300}, line \d+\))?$",
        cause="The code does not parse: {problem}{where}.",
        fix="Correct that line; check the whole file with `python -m py_compile` before a run.",
        examples=(
            "SyntaxError: invalid syntax",
            "SyntaxError: '(' was never closed",
            "SyntaxError: unterminated string literal (detected at line 3)",
        ),
        confidence=0.98,
    ),
    Rule(
        name="syntax-reported",
        category=Category.SYNTAX_ERROR,
        words="syntaxerror | indentationerror | invalid syntax | syntax error near"
        " | syntax error at | syntax error in | syntax error before | unexpected indent"
        " | expected an indented block | unindent does not match | cannot parse: "
        " | eol while scanning | unexpected eof while parsing | source code string cannot contain"
        " | compilation error | compile error | compilation_error | compilation failed"
        " | was never closed | unterminated string literal",
        cause="The code does not parse: {message}.",
        fix="Correct the syntax at the place named and compile the file before running it.",
        examples=(
            "candidate rejected: invalid syntax (candidate.py, line 4)",
            "bash: syntax error near unexpected token `('",
        ),
        confidence=0.93,
    ),
    Rule(
        name="fenced-code",
        category=Category.SYNTAX_ERROR,
        words="```",
        says=r"(?:compil|pars|syntax|pre-?flight|line 1\b).{0,300}```|```.{0,300}(?:compil|pars"
        r"|line 1\b)",
        cause="The code does not parse because it still holds a Markdown fence: {message}.",
        fix="Strip the ``` fences and the prose around the code before saving it.",
        examples=("compile failed at line 1: ```python",),
        confidence=0.9,
    ),
)

IMPORTS: tuple[Rule, ...] = (
    Rule(
        name="missing-module",
        category=Category.IMPORT_ERROR,
        words="no module named",
        says=r"No module named ['\"]?(?P<module>[\w.\-]{1,120})",
        authority=Authority.RAISED,
        cause="The module `{module}` is not installed where the code runs{where}.",
        fix="Install `{module}` in that environment, or write the code without it; for a module "
        "of your own, check its name and the folder the run starts in.",
        examples=(
            "ModuleNotFoundError: No module named 'scipy'",
            "/usr/bin/python3: No module named pytest",
        ),
        confidence=0.97,
    ),
    Rule(
        name="missing-name",
        category=Category.IMPORT_ERROR,
        words="cannot import name",
        says=r"cannot import name ['\"]?(?P<name>[\w.]{1,120})['\"]?"
        r"(?: from (?:partially initialized module )?['\"]?(?P<module>[\w.]{1,120}))?",
        authority=Authority.RAISED,
        cause="`{name}` does not exist in the module `{module}` as installed{where}.",
        fix="Import a name that this version has, pin the version that had it, or break the "
        "circular import if the module is your own.",
        examples=("ImportError: cannot import name 'Encoder' from 'codec.core' (/app/core.py)",),
        confidence=0.97,
    ),
    Rule(
        name="missing-library",
        category=Category.IMPORT_ERROR,
        words="cannot open shared object | error while loading shared libraries | dll load failed"
        " | library not loaded",
        authority=Authority.RAISED,
        cause="A shared library failed to load: {message}{where}.",
        fix="Install the system package that carries the library, or a wheel that bundles it, and "
        "check the loader path.",
        examples=(
            "ImportError: libGL.so.1: cannot open shared object file: No such file or directory",
            "./x265: error while loading shared libraries: libnuma.so.1: cannot open it",
        ),
        confidence=0.95,
    ),
    Rule(
        name="binary-clash",
        category=Category.IMPORT_ERROR,
        words="undefined symbol: | symbol not found in | glibc_ | glibcxx_"
        " | incompatible architecture | wrong elf class | invalid elf header | exec format error"
        " | dtype size changed | compiled against abi | compiled using numpy 1.x"
        " | multiarray failed to import | module compiled against api",
        authority=Authority.RAISED,
        cause="A compiled library does not fit this interpreter or system: {message}{where}.",
        fix="Reinstall the package built for this Python, processor, C library and NumPy; pin all.",
        examples=(
            "ImportError: /opt/x.so: undefined symbol: _ZN3c105ErrorC1E",
            "ValueError: numpy.dtype size changed, may indicate binary incompatibility",
        ),
        confidence=0.9,
    ),
    Rule(
        name="failed-import",
        category=Category.IMPORT_ERROR,
        types="ImportError ModuleNotFoundError PackageNotFoundError",
        cause="A module failed to load: {message}{where}.",
        fix="Install or repair what the message names; if it is optional, do without it.",
        examples=("ImportError: this needs an optional package: pip install fastcodec",),
        confidence=0.94,
    ),
    Rule(
        name="import-reported",
        category=Category.IMPORT_ERROR,
        words="importerror | modulenotfounderror | failed to import | could not import"
        " | cannot find module"
        " | unable to import | failed to load the native",
        cause="A module failed to load: {message}.",
        fix="Install or repair the module named, or write the code without it.",
        examples=("ERROR: failed to import plugin 'wavelet'",),
        confidence=0.86,
    ),
)
