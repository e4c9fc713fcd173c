"""The AWS emulator as a process: started, found again, and stopped so that it saves its state."""

import fcntl
import json
import os
import shutil
import signal
import socket
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO

from errata.errors import ConfigurationError, StorageError
from infra.local.outputs import REGION, UNCHECKED

DEFAULT_PORT = 4577
HOST = "127.0.0.1"
START_PATIENCE_S = 60
STOP_PATIENCE_S = 60
"""It writes its whole state when it stops."""
INHERITED = ("PATH", "HOME", "LANG", "SSL_CERT_FILE", "HTTPS_PROXY")
"""The only variables of the caller it sees: functions inherit its environment, keys and all."""


@dataclass(frozen=True, slots=True)
class Running:
    """A running emulator."""

    pid: int
    port: int

    @property
    def endpoint_url(self) -> str:
        """Where AWS clients reach it."""
        return f"http://{HOST}:{self.port}"


class Emulator:
    """The emulator of one data folder.

    It holds a lock on its pid file for as long as it lives, so that a stale file, or its number
    given to another process, deceives nobody.
    """

    def __init__(self, folder: Path) -> None:
        self._state = folder / "state"
        self._pid_file = self._state / "emulator.pid"
        self._log = folder / "logs" / "emulator.log"

    @property
    def log(self) -> Path:
        """Where it logs, functions' output included."""
        return self._log

    def running(self) -> Running | None:
        """Return the emulator if it runs."""
        try:
            with self._pid_file.open("rb") as file:
                if _lock(file):
                    return None
                return Running(**json.loads(file.read() or b"null"))
        except (FileNotFoundError, TypeError):
            return None

    def start(self, python: Path, port: int | None) -> Running:
        """Start it, unless it runs, and wait until it answers.

        Parameters
        ----------
        python : Path
            The interpreter that has it installed; functions run on it too.
        port : int, optional
            Where to listen; by default where it listened before, else 4577, or a free port if
            that is taken.

        Raises
        ------
        ConfigurationError
            When the port is taken, or is another than the saved state belongs to, or the emulator
            does not come up; names its log.
        """
        if found := self.running():
            return found
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self._state.mkdir(parents=True, exist_ok=True)
        self._state.chmod(0o700)  # the emulator writes its secrets there as they are
        self._clear_scratch()
        with self._pid_file.open("a+") as file:
            if not _lock(file):
                raise ConfigurationError("another command is starting the local stack; try again")
            chosen = _free_port(port, self._saved_port(file))
            file.truncate(0)
            running = Running(self._spawn(python, chosen, file), chosen)
            file.write(json.dumps({"pid": running.pid, "port": running.port}))
        self._await_health(running)
        return running

    def stop(self) -> None:
        """Stop it, unless it is down, and wait until its state is saved.

        Raises
        ------
        StorageError
            When it does not stop; it is left running, since killing it would lose its data.
        """
        running = self.running()
        if not running:
            return
        os.kill(running.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_PATIENCE_S
        while self.running():
            if time.monotonic() > deadline:
                raise StorageError(f"the emulator (process {running.pid}) does not stop")
            time.sleep(0.05)
        _bury(running.pid)
        self._clear_scratch()

    def _saved_port(self, pid_file: IO[str]) -> int | None:
        """Return the port that the saved state belongs to, if there is any.

        The emulator knows a queue by an address that holds its port: on another one, messages
        would lie in the queue and never reach the diagnoser.
        """
        if not self._services.is_dir():
            return None
        pid_file.seek(0)
        last = json.loads(pid_file.read() or "null")
        return int(last["port"]) if last else None

    @property
    def _services(self) -> Path:
        return self._state / "services"

    def _spawn(self, python: Path, port: int, lock: IO[str]) -> int:
        """Start the process, which outlives this one, and return its id."""
        os.set_inheritable(lock.fileno(), True)
        appending = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        return os.posix_spawn(
            python,
            # -P: nothing in the caller's folder is taken for a module.
            (python, "-P", "-m", "ministack.app"),
            self._variables(port),
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, str(self._log), appending, 0o600),
                (os.POSIX_SPAWN_DUP2, 1, 2),
            ],
            setsid=True,
        )

    def _variables(self, port: int) -> dict[str, str]:
        return {
            **{name: os.environ[name] for name in INHERITED if name in os.environ},
            "NO_PROXY": f"localhost,{HOST}",
            "BIND_HOST": HOST,
            "GATEWAY_PORT": str(port),
            "MINISTACK_REGION": REGION,
            # Roles and bucket policies are enforced, so that a missing grant shows here first.
            "AUTH": "true",
            "AWS_SECRET_ACCESS_KEY": UNCHECKED,
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self._services),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self._state / "s3"),
            "TMPDIR": str(self._scratch),
            # Functions run as processes; a Docker daemon that may be here is none of its business.
            "DOCKER_HOST": f"unix://{self._state}/no-docker.sock",
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def _scratch(self) -> Path:
        return self._state / "scratch"

    def _clear_scratch(self) -> None:
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir(parents=True, exist_ok=True)

    def _await_health(self, running: Running) -> None:
        deadline = time.monotonic() + START_PATIENCE_S
        while not _healthy(running.port):
            if not self.running():
                _bury(running.pid)
                raise ConfigurationError(f"the emulator did not start; see {self._log}")
            if time.monotonic() > deadline:
                self.stop()
                raise ConfigurationError(f"the emulator does not answer; see {self._log}")
            time.sleep(0.05)


def _lock(file: IO[str] | IO[bytes]) -> bool:
    """Take the lock on an open file, to be held until it is closed; False if another has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _bury(pid: int) -> None:
    """Take note of the end of a process that may have been started from here."""
    try:
        os.waitpid(pid, 0)
    except ChildProcessError:
        return  # somebody else started it


def _healthy(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/_ministack/ready")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _free_port(wanted: int | None, saved: int | None = None) -> int:
    """Return the port wanted or saved, else the default or, if that is taken, any free one."""
    if saved and wanted not in (None, saved):
        raise ConfigurationError(
            f"this stack's data belongs to port {saved}, not {wanted}: "
            "unset ERRATA_LOCAL_PORT, or keep another stack in another ERRATA_HOME"
        )
    wanted = wanted or saved
    for port in (wanted,) if wanted else (DEFAULT_PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    remedy = (
        "stop what listens there, or set ERRATA_HOME to another folder for a new stack"
        if saved
        else "set ERRATA_LOCAL_PORT to a free one"
    )
    raise ConfigurationError(f"port {wanted} is taken; {remedy}")
