"""Uploading the dashboard: pages last, hashed files once, and how long browsers keep each."""

import json
from pathlib import Path

import boto3
import pytest

from errata.errors import ConfigurationError, NotFoundError
from infra import site
from infra.deploy import upload_site
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

    assert site.upload(cloud.s3, bucket) == 3

    script = cloud.s3.head_object(Bucket=bucket, Key="assets/app-0a1b2c.js")
    assert script["ContentType"] == "text/javascript"
    assert script["CacheControl"] == "public, max-age=31536000, immutable"
    page = cloud.s3.head_object(Bucket=bucket, Key="index.html")
    assert (page["ContentType"], page["CacheControl"]) == ("text/html", "no-cache")
    keys = {item["Key"] for item in cloud.s3.list_objects_v2(Bucket=bucket)["Contents"]}
    assert keys == {"index.html", "favicon.svg", "assets/app-0a1b2c.js"}


@pytest.mark.usefixtures("dist")
def test_a_page_never_names_a_file_that_is_not_there_yet(cloud: Cloud) -> None:
    client, order = cloud.s3, list[str]()
    client.meta.events.register(
        "before-parameter-build.s3.PutObject", lambda params, **_: order.append(params["Key"])
    )

    site.upload(client, cloud.names["SiteBucket"])

    assert order[0] == "assets/app-0a1b2c.js"


def test_a_new_build_leaves_the_files_of_open_pages(cloud: Cloud, dist: Path) -> None:
    bucket = cloud.names["SiteBucket"]
    site.upload(cloud.s3, bucket)
    (dist / "assets/app-0a1b2c.js").rename(dist / "assets/app-3d4e5f.js")
    (dist / "index.html").write_text("<!doctype html><p>new")

    site.upload(cloud.s3, bucket)

    keys = {item["Key"] for item in cloud.s3.list_objects_v2(Bucket=bucket)["Contents"]}
    assert {"assets/app-0a1b2c.js", "assets/app-3d4e5f.js"} <= keys
    page = cloud.s3.get_object(Bucket=bucket, Key="index.html")["Body"].read()
    assert page == b"<!doctype html><p>new"


@pytest.mark.usefixtures("dist")
def test_hashed_files_are_not_sent_twice(cloud: Cloud) -> None:
    site.upload(cloud.s3, cloud.names["SiteBucket"])

    assert site.upload(cloud.s3, cloud.names["SiteBucket"]) == 2


def test_an_unbuilt_dashboard_is_refused_before_any_call(cloud: Cloud, dist: Path) -> None:
    (dist / "index.html").unlink()

    with pytest.raises(ConfigurationError, match="make setup"):
        site.upload(cloud.s3, cloud.names["SiteBucket"])


@pytest.mark.usefixtures("cloud")
def test_an_unknown_stack_is_named() -> None:
    with pytest.raises(NotFoundError, match="no stack missing"):
        upload_site(boto3.Session(), "missing")


@pytest.mark.usefixtures("dist")
def test_the_site_of_a_deployed_stack_is_uploaded_and_its_address_returned(cloud: Cloud) -> None:
    bucket = cloud.names["SiteBucket"]
    told = {"SiteBucketName": bucket, "DistributionDomain": "d1.cloudfront.net"}
    boto3.client("cloudformation").create_stack(
        StackName="site",
        TemplateBody=json.dumps(
            {
                "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
                "Outputs": {name: {"Value": value} for name, value in told.items()},
            }
        ),
    )

    assert upload_site(boto3.Session(), "site") == "https://d1.cloudfront.net/"
    assert cloud.s3.head_object(Bucket=bucket, Key="index.html")
