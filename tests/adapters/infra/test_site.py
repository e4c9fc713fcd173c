"""The dashboard in its bucket: whole before it is live, hashed files once, and the way back."""

from pathlib import Path

import pytest

from errata.errors import ConfigurationError, NotFoundError
from infra import site
from tests.support.aws import Cloud


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built dashboard."""
    monkeypatch.setattr(site, "DIST", tmp_path)
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / "assets/app-0a1b2c.js").write_text("'use strict'")
    (tmp_path / "favicon.svg").write_text("<svg/>")
    (tmp_path / ".sources").write_text("a stamp of the build")
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite/manifest.json").write_text("{}")
    return tmp_path


@pytest.mark.usefixtures("dist")
def test_files_arrive_with_their_type_and_lifetime(cloud: Cloud) -> None:
    bucket = cloud.names["SiteBucket"]

    release_id = site.upload(cloud.s3, bucket)

    script = cloud.s3.head_object(Bucket=bucket, Key="assets/app-0a1b2c.js")
    assert script["ContentType"] == "text/javascript"
    assert script["CacheControl"] == "public, max-age=31536000, immutable"
    page = cloud.s3.head_object(Bucket=bucket, Key="index.html")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html", "no-cache")
    assert _keys(cloud) == {
        "index.html",
        "favicon.svg",
        "assets/app-0a1b2c.js",
        f"releases/{release_id}/index.html",
        f"releases/{release_id}/favicon.svg",
    }


@pytest.mark.usefixtures("dist")
def test_a_release_is_whole_before_its_page_goes_live(cloud: Cloud) -> None:
    client, order = cloud.s3, list[str]()
    for operation in ("PutObject", "CopyObject"):
        client.meta.events.register(
            f"before-parameter-build.s3.{operation}",
            lambda params, **_: order.append(params["Key"]),
        )

    site.upload(client, cloud.names["SiteBucket"])

    assert order[0] == "assets/app-0a1b2c.js"
    assert order[-1] == "index.html"


def test_a_new_build_leaves_the_files_of_open_pages(cloud: Cloud, dist: Path) -> None:
    site.upload(cloud.s3, cloud.names["SiteBucket"])
    _build_anew(dist)

    site.upload(cloud.s3, cloud.names["SiteBucket"])

    assert {"assets/app-0a1b2c.js", "assets/app-3d4e5f.js"} <= _keys(cloud)
    assert _live_page(cloud) == b"<!doctype html><p>new"


@pytest.mark.usefixtures("dist")
def test_hashed_files_are_not_sent_twice(cloud: Cloud) -> None:
    first = site.upload(cloud.s3, cloud.names["SiteBucket"])
    sent = list[str]()
    cloud_s3 = cloud.s3
    cloud_s3.meta.events.register(
        "before-parameter-build.s3.PutObject", lambda params, **_: sent.append(params["Key"])
    )

    assert site.upload(cloud_s3, cloud.names["SiteBucket"]) == first
    assert not [key for key in sent if key.startswith("assets/")]


def test_a_rollback_brings_the_earlier_page_back_and_forth(cloud: Cloud, dist: Path) -> None:
    bucket = cloud.names["SiteBucket"]
    first = site.upload(cloud.s3, bucket)
    _build_anew(dist)
    second = site.upload(cloud.s3, bucket)
    assert [(it.release_id, it.is_live) for it in site.releases(cloud.s3, bucket)] == [
        (second, True),
        (first, False),
    ]

    assert site.rollback(cloud.s3, bucket) == first
    assert _live_page(cloud) == b"<!doctype html>"
    assert [it.is_live for it in site.releases(cloud.s3, bucket)] == [False, True]

    site.activate(cloud.s3, bucket, second)
    assert _live_page(cloud) == b"<!doctype html><p>new"


@pytest.mark.usefixtures("dist")
def test_there_must_be_something_to_go_back_to(cloud: Cloud) -> None:
    bucket = cloud.names["SiteBucket"]
    with pytest.raises(NotFoundError, match="no earlier release"):
        site.rollback(cloud.s3, bucket)
    site.upload(cloud.s3, bucket)
    with pytest.raises(NotFoundError, match="no earlier release"):
        site.rollback(cloud.s3, bucket)
    with pytest.raises(NotFoundError, match="no release 0123"):
        site.activate(cloud.s3, bucket, "0123")


def test_an_unbuilt_dashboard_is_refused_before_any_call(cloud: Cloud, dist: Path) -> None:
    (dist / "index.html").unlink()

    with pytest.raises(ConfigurationError, match="make setup"):
        site.upload(cloud.s3, cloud.names["SiteBucket"])


def _build_anew(dist: Path) -> None:
    (dist / "assets/app-0a1b2c.js").rename(dist / "assets/app-3d4e5f.js")
    (dist / "index.html").write_text("<!doctype html><p>new")


def _keys(cloud: Cloud) -> set[str]:
    listed = cloud.s3.list_objects_v2(Bucket=cloud.names["SiteBucket"])
    return {item["Key"] for item in listed["Contents"]}


def _live_page(cloud: Cloud) -> bytes:
    return cloud.s3.get_object(Bucket=cloud.names["SiteBucket"], Key="index.html")["Body"].read()
