"""The dashboard in its bucket, on AWS and on the emulator alike: uploaded, flipped, rolled back.

Files below ``assets/`` carry a hash of their contents in their names, and never change. The few
others, the page first of all, are kept under ``releases/<id>/`` and copied to where browsers ask
for them, ``index.html`` last: that one copy is the moment at which a release goes live.
"""

import hashlib
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.errors import ConfigurationError, NotFoundError
from infra.home import CHECKOUT

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_s3 import S3Client

DIST = CHECKOUT / "dashboard" / "dist"
PAGE: Final = "index.html"
IMMUTABLE: Final = "assets/"
RELEASES: Final = "releases/"
FOREVER: Final = "public, max-age=31536000, immutable"
ASK_FIRST: Final = "no-cache"


class Release(NamedTuple):
    """A dashboard that was uploaded."""

    release_id: str
    uploaded_at: "datetime"
    is_live: bool


def built() -> bool:
    """Return whether there is a dashboard to upload."""
    return (DIST / PAGE).is_file()


def upload(client: "S3Client", bucket: str) -> str:
    """Upload the built dashboard and make it live; files of others stay, for pages still open.

    Returns
    -------
    str
        The release's id, which the same build always has.

    Raises
    ------
    ConfigurationError
        When the dashboard has not been built.
    """
    if not built():
        raise ConfigurationError("the dashboard is not built; run `make setup`")
    names = sorted(_names())
    present = set(_keys(client, bucket, IMMUTABLE))
    release_id = _identity(names)
    for name in names:
        if name.startswith(IMMUTABLE) and name not in present:
            _put(client, bucket, name, name, FOREVER)
    for name in names:
        if not name.startswith(IMMUTABLE):
            _put(client, bucket, name, f"{RELEASES}{release_id}/{name}", ASK_FIRST)
    activate(client, bucket, release_id)
    return release_id


def activate(client: "S3Client", bucket: str, release_id: str) -> None:
    """Make an uploaded release the live one.

    Raises
    ------
    NotFoundError
        When there is no such release.
    """
    prefix = f"{RELEASES}{release_id}/"
    names = [key.removeprefix(prefix) for key in _keys(client, bucket, prefix)]
    if PAGE not in names:
        raise NotFoundError(f"there is no release {release_id} of the site")
    for name in sorted(names, key=lambda name: name == PAGE):
        client.copy_object(
            Bucket=bucket,
            Key=name,
            CopySource={"Bucket": bucket, "Key": prefix + name},
            Metadata={"release": release_id},
            MetadataDirective="REPLACE",
            ContentType=_type(name),
            CacheControl=ASK_FIRST,
        )


def releases(client: "S3Client", bucket: str) -> list[Release]:
    """Return the releases that can be made live, the one uploaded last first."""
    live = _live(client, bucket)
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=RELEASES)
    found = [
        Release(name, item["LastModified"], name == live)
        for page in pages
        for item in page.get("Contents", [])
        for _, name, file in [item["Key"].split("/", 2)]
        if file == PAGE
    ]
    return sorted(found, key=lambda release: release.uploaded_at, reverse=True)


def rollback(client: "S3Client", bucket: str) -> str:
    """Make live the release that was uploaded before the live one, and return its id.

    Raises
    ------
    NotFoundError
        When there is none.
    """
    known = releases(client, bucket)
    position = next((at for at, release in enumerate(known) if release.is_live), None)
    earlier = known[position + 1 :] if position is not None else []
    if not earlier:
        raise NotFoundError("there is no earlier release of the site")
    activate(client, bucket, earlier[0].release_id)
    return earlier[0].release_id


def _names() -> Iterator[str]:
    for file in DIST.rglob("*"):
        name = file.relative_to(DIST)
        if file.is_file() and not any(part.startswith(".") for part in name.parts):
            yield str(name)


def _identity(names: list[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode() + b"\0" + (DIST / name).read_bytes())
    return digest.hexdigest()[:12]


def _put(client: "S3Client", bucket: str, name: str, key: str, lifetime: str) -> None:
    body = Path(DIST, name).read_bytes()
    client.put_object(
        Bucket=bucket, Key=key, Body=body, ContentType=_type(name), CacheControl=lifetime
    )


def _type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _keys(client: "S3Client", bucket: str, prefix: str) -> Iterator[str]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    for page in pages:
        yield from (item["Key"] for item in page.get("Contents", []))


def _live(client: "S3Client", bucket: str) -> str | None:
    if PAGE not in _keys(client, bucket, PAGE):
        return None
    return client.head_object(Bucket=bucket, Key=PAGE)["Metadata"].get("release")
