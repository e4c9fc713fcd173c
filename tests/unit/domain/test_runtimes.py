"""Deaths of programs that are not Python, as their runtimes print them."""

import subprocess
import sys

import pytest

from errata.evidence.exceptions import exceptions_in
from errata.text import Log

RUST = """\

thread 'main' panicked at src/plane.rs:12:5:
index out of bounds: the len is 1 but the index is 9
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
"""
OLD_RUST = "thread 'main' panicked at 'no planes left', src/plane.rs:12:5\n"
GO = """\
panic: runtime error: index out of range [9] with length 1

goroutine 1 [running]:
main.encode(...)
\t/src/app/plane.go:12
main.main()
\t/src/app/main.go:4 +0x1d
exit status 2
"""
JAVA = """\
Exception in thread "main" java.lang.RuntimeException: encode failed
\tat com.acme.Main.main(Main.java:4)
Caused by: java.lang.IllegalStateException: no planes left
\tat com.acme.Plane.next(Plane.java:12)
\t... 1 more
"""
NODE = """\
/app/plane.js:12
    throw new RangeError("no planes left");
    ^

RangeError: no planes left
    at next (/app/plane.js:12:11)
    at Object.<anonymous> (/app/main.js:4:1)

Node.js v22.1.0
"""
CPP = """\
terminate called after throwing an instance of 'std::out_of_range'
  what():  vector::_M_range_check: __n (which is 9) >= this->size() (which is 1)
Aborted (core dumped)
"""
SANITIZED = """\
=================================================================
==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000014 at pc 0x7f
WRITE of size 8 at 0x602000000014 thread T0
    #0 0x55d0 in fill /src/plane.c:12
    #1 0x55d1 in main /src/main.c:4
"""
CMAKE = """\
CMake Error at CMakeLists.txt:12 (find_package):
  By not providing "FindPlane.cmake" this project has asked CMake to find a
  package configuration file, but CMake did not find one.

-- Configuring incomplete, errors occurred!
"""


@pytest.mark.parametrize(
    ("log", "said", "place"),
    [
        (RUST, "panic: index out of bounds: the len is 1 but the index is 9", "plane.rs"),
        (OLD_RUST, "panic: no planes left", "plane.rs"),
        (GO, "panic: runtime error: index out of range [9] with length 1", "plane.go"),
        (JAVA, "IllegalStateException: no planes left", "Plane.java"),
        (NODE, "RangeError: no planes left", "plane.js"),
        (SANITIZED, "AddressSanitizer: heap-buffer-overflow on address", "plane.c"),
        (CMAKE, 'CMakeError: By not providing "FindPlane.cmake" this project', "CMakeLists.txt"),
    ],
    ids=["rust", "rust-2021", "go", "java", "node", "sanitizer", "cmake"],
)
@pytest.mark.parametrize("prefix", ["", "2026-01-31T12:00:00Z "])
def test_the_death_is_named_with_its_place(log: str, said: str, place: str, prefix: str) -> None:
    if prefix and log in (JAVA, NODE, GO, SANITIZED):
        prefix = ""  # their frames are known by their indentation
    stamped = "\n".join(f"{prefix}{line}" for line in f"starting\n{log}".split("\n"))
    found = exceptions_in(Log(stamped))[0]
    death = next(statement for statement in found if statement.headline.startswith(said))
    assert death.place is not None
    assert death.place.base == place
    assert death.place.line == 12


def test_what_an_uncaught_exception_of_cpp_says_stands_on_its_next_line() -> None:
    (death,) = exceptions_in(Log(CPP))[0]
    assert death.text.startswith("terminate called after throwing")
    assert "(which is 9)" in death.text


def test_the_innermost_frame_of_a_fault_is_its_place() -> None:
    source = "import os\ndef encode():\n    os.abort()\nencode()\n"
    died = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", source],
        capture_output=True,
        text=True,
        check=False,
    )
    found = exceptions_in(Log(died.stderr))[0][0]
    assert found.headline == "Fatal Python error: Aborted"
    assert found.place is not None
    assert (found.place.function, found.place.line) == ("encode", 3)
