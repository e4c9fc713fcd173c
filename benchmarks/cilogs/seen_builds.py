"""Builds that failed; looked at while the evidence window was tuned."""

from benchmarks.cilogs.kinds import Failure, Kind, Words, failure


def _gcc(w: Words) -> Failure:
    path, line, name = f"src/{w.noun()}/{w.noun()}.cpp", w.number(), w.noun()
    error = f"{path}:{line}:17: error: '{name}_t' was not declared in this scope"
    return failure(
        f"""
{path}: In function 'void {w.name()}(int)':
{error}
  {line} |     auto x = {name}_t(4);
      |              ^~~~~~~~
make[2]: *** [CMakeFiles/core.dir/build.make:{line}: CMakeFiles/core.dir/{path}.o] Error 1""",
        f"{error}\nCMakeFiles/core.dir/{path}.o] Error 1\nmake: *** [Makefile:146: all] Error 2",
        """
make[1]: *** [CMakeFiles/Makefile2:812: CMakeFiles/core.dir/all] Error 2
make[1]: Leaving directory '/builds/app/build'
make: *** [Makefile:146: all] Error 2""",
    )


def _linker(w: Words) -> Failure:
    symbol, path = f"{w.name()}(int)", f"src/{w.noun()}.cpp"
    error = f"{path}:(.text+0x{w.hexadecimal(3)}): undefined reference to `{symbol}'"
    return failure(
        f"""
/usr/bin/ld: CMakeFiles/app.dir/{path}.o: in function `main':
{error}
collect2: error: ld returned 1 exit status""",
        f"{error}\ncollect2: error: ld returned 1 exit status",
        "ninja: build stopped: subcommand failed.",
    )


def _cmake(w: Words) -> Failure:
    library, line = w.noun().upper(), w.number(10, 90)
    return failure(
        f"""
CMake Error at /usr/share/cmake-3.28/Modules/FindPackageHandleStandardArgs.cmake:230 (message):
  Could NOT find {library} (missing: {library}_LIBRARY {library}_INCLUDE_DIR)
Call Stack (most recent call first):
  /usr/share/cmake-3.28/Modules/FindPackageHandleStandardArgs.cmake:600 (_FPHSA_FAILURE_MESSAGE)
  CMakeLists.txt:{line} (find_package)

-- Configuring incomplete, errors occurred!""",
        f"Could NOT find {library} (missing\nCMakeLists.txt:{line} (find_package)\n"
        "Configuring incomplete, errors occurred!",
    )


def _cargo_build(w: Words) -> Failure:
    path, line = f"crates/core/src/{w.noun()}.rs", w.number()
    return failure(
        f"""
error[E0308]: mismatched types
   --> {path}:{line}:24
    |
{line} |     let n: u32 = self.{w.name()}();
    |            ---   ^^^^^^^^^^^^^^^^^^^ expected `u32`, found `Option<u32>`
    |            |
    |            expected due to this
    = note: expected type `u32`
               found enum `Option<u32>`

For more information about this error, try `rustc --explain E0308`.
error: could not compile `core` (lib) due to 1 previous error""",
        f"error[E0308]: mismatched types\n--> {path}:{line}:24\n"
        "error: could not compile `core` (lib)",
        "warning: build failed, waiting for other jobs to finish...",
    )


def _npm(w: Words) -> Failure:
    package, major = f"{w.noun()}-ui", w.number(3, 9)
    peer = f'npm ERR! Could not resolve dependency: peer {w.noun()}@"^{major}.0.0" from {package}'
    return failure(
        f"""
npm ERR! code ERESOLVE
npm ERR! ERESOLVE unable to resolve dependency tree
npm ERR!
npm ERR! While resolving: app@1.4.0
{peer}
npm ERR! Fix the upstream dependency conflict, or retry
npm ERR! A complete log of this run can be found in: /builds/.npm/_logs/debug-0.log""",
        f"ERESOLVE unable to resolve dependency tree\n{peer[9:]}",
    )


def _tsc(w: Words) -> Failure:
    path, line, name = f"src/{w.noun()}/{w.verb()}.ts", w.number(), w.noun()
    error = f"{path}({line},13): error TS2339: Property '{name}' does not exist on type 'Props'."
    return failure(error, f"{error}", "error Command failed with exit code 2.")


def _gradle(w: Words) -> Failure:
    name, path = w.noun().title(), f"app/src/main/java/com/acme/{w.noun().title()}.java"
    line = w.number()
    return failure(
        f"""
> Task :app:compileJava FAILED
/builds/acme/{path}:{line}: error: cannot find symbol
        {name}Service service = new {name}Service();
        ^
  symbol:   class {name}Service
1 error""",
        f"{path}:{line}: error: cannot find symbol\n* What went wrong:\n"
        "Execution failed for task ':app:compileJava'.",
        """

FAILURE: Build failed with an exception.

* What went wrong:
Execution failed for task ':app:compileJava'.
> Compilation failed; see the compiler error output for details.

* Try:
> Run with --stacktrace option to get the stack trace.

BUILD FAILED in 1m 12s""",
    )


def _docker(w: Words) -> Failure:
    package, number = f"lib{w.noun()}-dev", w.number(10, 30)
    return failure(
        f"""
#{number} 4.181 E: Unable to locate package {package}
#{number} ERROR: process "/bin/sh -c apt-get install -y {package}" did not complete successfully: exit code: 100
------
 > [build 4/9] RUN apt-get install -y {package}:
4.181 E: Unable to locate package {package}
------
Dockerfile:{number + 4}
--------------------
ERROR: failed to solve: process "/bin/sh -c apt-get install -y {package}" did not complete successfully: exit code: 100""",
        f"Unable to locate package {package}\nDockerfile:{number + 4}\nERROR: failed to solve",
    )


def _mypy(w: Words) -> Failure:
    path, line = f"app/{w.noun()}/{w.verb()}.py", w.number()
    error = f'{path}:{line}: error: Argument 1 to "{w.name()}" has incompatible type "str"'
    return failure(
        f'{error}; expected "int"  [arg-type]',
        f"{error}\nFound 1 error in 1 file",
        f"Found 1 error in 1 file (checked {w.number()} source files)",
    )


def _npm_script(w: Words) -> Failure:
    module = f"./{w.noun()}/{w.verb()}"
    return failure(
        f"""
ERROR in ./src/index.tsx 12:0-41
Module not found: Error: Can't resolve '{module}' in '/builds/app/src'""",
        f"Can't resolve '{module}'\nERROR in ./src/index.tsx 12:0-41\nCommand failed: webpack",
        "webpack 5.90.1 compiled with 1 error in 8123 ms\nError: Command failed: webpack --mode production",
    )


BUILDS: tuple[Kind, ...] = (
    _gcc,
    _linker,
    _cmake,
    _cargo_build,
    _npm,
    _tsc,
    _gradle,
    _docker,
    _mypy,
    _npm_script,
)
