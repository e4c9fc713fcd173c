"""Uploads the built dashboard to its bucket, on AWS and to the emulator alike."""

import mimetypes
from typing import TYPE_CHECKING

from errata.errors import ConfigurationError
from infra.home import CHECKOUT

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

DIST = CHECKOUT / "dashboard" / "dist"
IMMUTABLE = "assets/"
"""Files below it carry a hash of their contents in their names."""
FOREVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"


def built() -> bool:
    """Return whether there is a dashboard to upload."""
    return (DIST / "index.html").is_file()


def upload(client: "S3Client", bucket: str) -> int:
    """Upload what the bucket lacks, pages last, so that none names a file that is not there yet.

    Hidden files, the build's own notes, are no part of the site. Files of earlier builds stay: a
    page that is open somewhere may still ask for them.

    Returns
    -------
    int
        How many files were uploaded.

    Raises
    ------
    ConfigurationError
        When the dashboard has not been built.
    """
    if not built():
        raise ConfigurationError("the dashboard is not built; run `make setup`")
    present = _keys(client, bucket)
    names = [str(file.relative_to(DIST)) for file in DIST.rglob("*") if file.is_file()]
    wanted = [n for n in names if not n.startswith(".") and not _uploaded(n, present)]
    for name in sorted(wanted, key=lambda name: (not name.startswith(IMMUTABLE), name)):
        client.put_object(
            Bucket=bucket,
            Key=name,
            Body=(DIST / name).read_bytes(),
            ContentType=mimetypes.guess_type(name)[0] or "application/octet-stream",
            CacheControl=FOREVER if name.startswith(IMMUTABLE) else ASK_FIRST,
        )
    return len(wanted)


def _uploaded(name: str, present: set[str]) -> bool:
    return name.startswith(IMMUTABLE) and name in present


def _keys(client: "S3Client", bucket: str) -> set[str]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=IMMUTABLE)
    return {item["Key"] for page in pages for item in page.get("Contents", [])}
