"""Puts what a stack is made of where CloudFormation reads it, as ``sam package`` would."""

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from infra import template
from infra.build import Platform, artifact

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, slots=True)
class Package:
    """A template and the code it names, uploaded."""

    template_url: str
    digest: str
    """Of the template, and with it of the code, which is named by its contents."""
    sizes: Mapping[str, int]
    """Bytes of each function's code, zipped."""


def package(client: "S3Client", bucket: str, platform: Platform) -> Package:
    """Build every function, upload what the bucket lacks, and the template that names it.

    Raises
    ------
    ConfigurationError
        When a function cannot be built.
    """
    packaged = template.load()
    folders = template.functions(packaged)
    with ThreadPoolExecutor() as pool:
        built = dict(
            zip(folders, pool.map(lambda f: artifact(f, platform), folders.values()), strict=True)
        )
    for function, path in built.items():
        upload(client, bucket, path.name, path)
        location = {"Bucket": bucket, "Key": path.name}
        packaged["Resources"][function]["Properties"]["CodeUri"] = location
    body = json.dumps(packaged).encode()
    digest = hashlib.sha256(body).hexdigest()
    key = f"template-{digest}.json"
    client.put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/json")
    return Package(
        f"{client.meta.endpoint_url}/{bucket}/{key}",
        digest,
        {function: path.stat().st_size for function, path in built.items()},
    )


def upload(client: "S3Client", bucket: str, key: str, file: Path) -> None:
    """Upload a file whose name says what is in it, unless it is there."""
    try:
        client.head_object(Bucket=bucket, Key=key)
    except ClientError:
        client.upload_file(str(file), bucket, key)
