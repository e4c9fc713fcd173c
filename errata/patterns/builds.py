"""Code that does not build: compilers, linkers and interpreters other than Python."""

from errata.evidence.statements import Authority
from errata.patterns.rule import Rule
from errata.taxonomy import Category

_SYNTAX = Category.SYNTAX_ERROR
_BUILD_AGAIN = (
    "Correct the source at the place named and build it again; the first error is the one to mend."
)

RULES: tuple[Rule, ...] = (
    Rule(
        name="compiler-error",
        category=_SYNTAX,
        words=": error: | : error  | : fatal error: | ): error | : error ts | - error ts"
        " | error[e | error   : | could not compile | error: aborting due to",
        says=r"^\s{0,20}[^\s:()]{1,300}\.(?:c|cc|cpp|cxx|cu|cuh|h|hpp|rs|go|java|kt|pyx|swift"
        r"|tsx?|mts|cs)"
        r"(?::\d{1,9}(?::\d{1,9})?|\(\d{1,9}(?:,\d{1,9})?\))\s?(?:: |- )(?:fatal"
        r" )?error\b[^:]{0,12}: "
        r"|^error(?:\[E\d{1,9}\])?: aborting due to|^error\[E\d{1,9}\]: |could not compile"
        r"|^ptxas error\s{0,20}: ",
        authority=Authority.RAISED,
        cause="The compiler refused the code: {message}.",
        fix=_BUILD_AGAIN,
        examples=(
            'kernel.cu(12): error: identifier "foo" is undefined',
            "codec.c:14:5: error: expected ';' before 'return'",
            "error[E0425]: cannot find value `qp` in this scope",
            "src/codec.ts(3,5): error TS2304: Cannot find name 'qp'.",
            "src/codec.ts:3:5 - error TS2322: Type 'string' is not assignable to type 'number'.",
            "Codec.java:8: error: cannot find symbol",
            "error: aborting due to 2 previous errors",
            "ptxas error   : Entry function 'dct' uses too much shared data",
        ),
        confidence=0.95,
    ),
    Rule(
        name="go-build",
        category=_SYNTAX,
        words=".go:",
        says=r"^\S{1,300}\.go:\d{1,9}:\d{1,9}: (?:undefined: |declared and not used|syntax error"
        r"|cannot use |\S{1,120} redeclared|\"\S{1,120}\" imported and not used|missing return"
        r"|expected )",
        authority=Authority.RAISED,
        cause="The Go compiler refused the code: {message}.",
        fix=_BUILD_AGAIN,
        examples=("./codec.go:7:2: undefined: qp", "./codec.go:5:2: declared and not used: qp"),
        confidence=0.94,
    ),
    Rule(
        name="linker-error",
        category=_SYNTAX,
        words="undefined reference to | symbol(s) not found for architecture"
        " | undefined symbols for architecture | ld returned | linker command failed"
        " | multiple definition of | unresolved external symbol | duplicate symbol",
        authority=Authority.RAISED,
        cause="The program does not link: {message}.",
        fix="Define what the linker misses once, or name the library that has it.",
        examples=(
            "codec.c:(.text+0x14): undefined reference to `dct8'",
            "ld: symbol(s) not found for architecture arm64",
        ),
        confidence=0.9,
    ),
    Rule(
        name="extension-build",
        category=_SYNTAX,
        words="error building extension | nvrtc | triton.compiler | compilationerror"
        " | subprocess-exited-with-error | failed building wheel | compileerror"
        " | failed in nopython mode pipeline | failed to build | clbuildprogram"
        " | pycompileerror",
        says=r"error building extension|nvrtc.{0,40}error|compil(?:ation)?error"
        r"|failed building wheel|failed in nopython mode|pycompileerror|clbuildprogram.{0,30}fail"
        r"|^error: failed to build",
        authority=Authority.RAISED,
        cause="The code did not compile: {message}{where}.",
        fix="Read the compiler's own messages above and correct the place they name.",
        examples=(
            "RuntimeError: Error building extension 'fast_dct'",
            "error: failed to build `codec-native`",
            "nvrtc: error: failed to compile the kernel",
        ),
        confidence=0.88,
    ),
    Rule(
        name="cmake",
        category=_SYNTAX,
        types="CMakeError",
        cause="CMake could not configure the build: {message}{where}.",
        fix="Install or point to what the message names, or correct that line of the CMake file.",
        examples=("CMakeError: Could not find a package configuration file for fastdct",),
        confidence=0.75,
    ),
    Rule(
        name="judged-uncompilable",
        category=_SYNTAX,
        words="ce",
        says=r"(?:verdict|status|result)\W{1,5}CE\b",
        authority=Authority.IMPOSED,
        cause="The judge could not compile the program: {message}.",
        fix="Compile it by hand with the judge's options and correct the first error.",
        examples=('{"verdict": "CE"}',),
        confidence=0.95,
    ),
    Rule(
        name="other-parser",
        category=_SYNTAX,
        words="syntax error | parse error | parseerror | unexpected eof while looking"
        " | unterminated | ast parse | failed to parse | syntax check failed | unmatched '"
        " | failed to compile | does not compile | not valid python | could not be parsed"
        " | unparsable | can't parse",
        says=r"^\S{1,200}: (?:line )?\d{1,9}: syntax error|parse error:|LoadError: ParseError"
        r"|unexpected EOF while looking for|unterminated (?:raw |quoted|triple|character)"
        r"|\b(?:AST|code|script|program|candidate|module|python|source)\b.{0,40}"
        r"(?:failed to (?:parse|compile)|does not (?:parse|compile)|could not be parsed"
        r"|syntax error|parse error|not valid python|failed AST parse)"
        r"|failed to (?:parse|compile) (?:the |its |generated )?(?:code|script|program|candidate"
        r"|source)"
        r"|syntax (?:check|error).{0,30}(?:fail|in )|unmatched '[)\]}]|not valid python",
        cause="The code does not parse: {message}.",
        fix="Correct the syntax at the place named; compile the file before running it.",
        examples=(
            "PHP Parse error:  syntax error, unexpected '}' in codec.php on line 3",
            'run.sh: 3: Syntax error: "(" unexpected',
            "Generated code failed AST parse at line 3",
            "ERROR: syntax check failed for the candidate",
        ),
        confidence=0.86,
    ),
    Rule(
        name="build-failed",
        category=_SYNTAX,
        words="ninja: build stopped | make: *** | make[ | build failed with an exception"
        " | error: command 'gcc' failed | failed with exit code | failed with exit status"
        " | configuring incomplete",
        says=r"^ninja: build stopped|^g?make(?:\[\d{1,9}\])?: \*\*\* .{0,300}\.(?:o|obj|so|a|cu"
        r"|cc?|cpp)\b.{0,300}Error"
        r"|^error: command '[^']{0,120}(?:gcc|g\+\+|clang|nvcc|cc|cl\.exe|ninja"
        r"|cmake)[^']{0,120}' failed"
        r"|^-- configuring incomplete|^FAILURE: build failed with an exception",
        authority=Authority.HINT,
        cause="The build failed: {message}.",
        fix="Read the first error of the compiler above; what follows is its echo.",
        examples=(
            "make: *** [Makefile:3: codec.o] Error 1",
            "error: command '/usr/bin/gcc' failed with exit code 1",
        ),
        confidence=0.69,
        vague=True,
    ),
)
