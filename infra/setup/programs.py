"""Programs that come from outside Python: found, installed when we may, or asked for by name."""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from errata.errors import ConfigurationError
from infra.home import CHECKOUT, tools

CHROMIUM_PACKAGES = ("chromium-headless-shell", "chromium")
"""The first has no windows, which no test looks at and which cost a third of the time."""
CHROMIUM_NAMES = (*CHROMIUM_PACKAGES, "chromium-browser", "google-chrome", "chrome")
APT_INSTALL = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
NODE_MINIMUM = (20, 19)
"""What the dashboard's build tool asks for (its package.json, ``engines``)."""


def run(*command: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    """Run a program quietly; ConfigurationError with its last words if it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        last = "\n".join(done.stdout.strip().splitlines()[-8:])
        raise ConfigurationError(
            f"{Path(command[0]).name} {command[1] if command[1:] else ''} failed:\n{last}"
        )


def tool_environment(name: str) -> Path:
    """Make (or bring up to date) a Python environment of a tool's own and return its folder.

    Its packages are those of ``infra/requirements/<name>.txt``, checked by hash.
    """
    environment = tools() / name
    lock = CHECKOUT / "infra" / "requirements" / f"{name}.txt"
    stamp = environment / "installed.txt"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return environment
    uv = CHECKOUT / ".venv" / "bin" / "uv"
    run(uv, "venv", "--clear", environment)
    run(uv, "pip", "install", "--python", environment, "--require-hashes", "-r", lock)
    stamp.write_bytes(lock.read_bytes())
    return environment


def node_bin() -> Path:
    """Return the folder that holds ``node`` and ``npm``, from the system or a Python wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if (
        node
        and npm
        and Path(node).parent == Path(npm).parent
        and _node_version(node) >= NODE_MINIMUM
    ):
        return Path(node).parent
    return tool_environment("node") / "bin"


def _node_version(node: str) -> tuple[int, ...]:
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in shown.strip().lstrip("v").split(".") if part.isdigit())


def chromium() -> str:
    """Return Chromium's path, installing it where we may (root on Debian or Ubuntu).

    Raises
    ------
    ConfigurationError
        When there is none and it cannot be installed; says what to do.
    """
    chosen = os.environ.get("ERRATA_CHROMIUM")
    found = chosen or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run("apt-get", "update", "-qq", env=quiet)
        for package in CHROMIUM_PACKAGES:
            with suppress(ConfigurationError):  # not every release has both
                run(*APT_INSTALL, package, env=quiet)
            if found := shutil.which(package):
                return found
    raise ConfigurationError(
        "the browser tests need Chromium: install the package chromium, "
        "or set ERRATA_CHROMIUM to its path"
    )
