"""The rules' version counts itself up."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import errata
from errata.patterns import rules_version


def version_in(folder: Path, seed: str = "0") -> str:
    program = "from errata.patterns import rules_version; print(rules_version())"
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_it_is_the_same_in_every_process_and_place(tmp_path: Path) -> None:
    shutil.copytree(Path(errata.__file__).parent, tmp_path / "errata")
    assert version_in(tmp_path, "1") == version_in(tmp_path, "2") == rules_version()


def test_another_rule_is_another_version(tmp_path: Path) -> None:
    copied = shutil.copytree(Path(errata.__file__).parent, tmp_path / "errata")
    changed = Path(copied) / "patterns" / "outside.py"
    changed.write_text(changed.read_text() + "MORE = 1\n")
    assert version_in(tmp_path) != rules_version()
