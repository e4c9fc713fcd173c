"""Archives of functions: the same inputs give the same bytes."""

import os
import zipfile
from pathlib import Path

from infra import build


def test_the_same_tree_makes_the_same_archive_whenever_it_was_written(tmp_path: Path) -> None:
    for name, time in (("one", 1_000_000_000), ("two", 1_500_000_000)):
        tree = tmp_path / name
        (tree / "package").mkdir(parents=True)
        for file in ("package/b.py", "package/a.py", "c.py"):
            (tree / file).write_text(f"# {file}")
            os.utime(tree / file, (time, time))
        build._pack(tree, tmp_path / f"{name}.zip")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["c.py", "package/a.py", "package/b.py"]
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_a_function_ships_its_own_folder_and_the_domain() -> None:
    shipped = {str(file.relative_to(build.CHECKOUT)) for file in build._sources("authorizer")}

    assert {"errata/model.py", "lambdas/__init__.py", "lambdas/authorizer/handler.py"} <= shipped
    folders = {"/".join(name.split("/")[:2]) for name in shipped if name.startswith("lambdas/")}
    assert folders == {"lambdas/__init__.py", "lambdas/authorizer"}
    assert not [name for name in shipped if "__pycache__" in name]


def test_only_services_that_functions_call_are_described(tmp_path: Path) -> None:
    for service in ("dynamodb", "ec2"):
        (tmp_path / "botocore/data" / service).mkdir(parents=True)
        (tmp_path / "botocore/data" / service / "service-2.json").touch()
    (tmp_path / "botocore/data/endpoints.json").touch()
    (tmp_path / "bin").mkdir()

    build._prune(tmp_path)

    left = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()}
    assert left == {
        "botocore/data/dynamodb/service-2.json",
        "botocore/data/endpoints.json",
    }
    assert not (tmp_path / "bin").exists()
