"""Artifacts in an S3 bucket, each under its own hash, which S3 checks on arrival."""

import hashlib
import re
from base64 import b64encode
from typing import TYPE_CHECKING

from errata.adapters.aws import storage_errors
from errata.errors import InvalidInputError, NotFoundError, StorageError
from errata.events import ArtifactRef

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ARTIFACT_LIMIT = 64 << 20
"""Bytes: more than any log or candidate that the sandbox lets through."""
KIND = re.compile(r"[a-z][a-z0-9-]{0,31}")


class S3Artifacts:
    """``ArtifactStore`` on a bucket: the same bytes lie there once, under one key.

    Parameters
    ----------
    client : S3Client
        boto3's client.
    bucket : str
        The bucket's name.
    """

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, kind: str, data: bytes) -> ArtifactRef:
        """Store ``data`` below ``kind``, a short word in lower case.

        Raises
        ------
        InvalidInputError
            When ``kind`` is no such word, or the data are larger than 64 MiB.
        StorageError
            When the bucket did not take them.
        """
        if not KIND.fullmatch(kind):
            raise InvalidInputError("kind", f"{kind!r} is not a short word in lower case")
        if len(data) > ARTIFACT_LIMIT:
            raise InvalidInputError("data", f"has more than {ARTIFACT_LIMIT} bytes")
        ref = ArtifactRef.to(kind, data)
        # Bytes that are there already are written again: that renews their time to live.
        with storage_errors(f"store {ref.key}"):
            self._client.put_object(
                Bucket=self._bucket,
                Key=ref.key,
                Body=data,
                ChecksumSHA256=b64encode(bytes.fromhex(ref.sha256)).decode(),
            )
        return ref

    def get(self, ref: ArtifactRef) -> bytes:
        """Return the bytes.

        Raises
        ------
        NotFoundError
            When they have expired.
        StorageError
            When the bucket did not answer, or holds other bytes than ``ref`` says.
        """
        with storage_errors(f"read {ref.key}"):
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=ref.key)
            except self._client.exceptions.NoSuchKey:
                raise NotFoundError(f"artifact {ref.key} is not kept any more") from None
            # One byte more than promised is enough to know that it is something else.
            data = answer["Body"].read(ref.size + 1)
        if hashlib.sha256(data).hexdigest() != ref.sha256:
            raise StorageError(f"artifact {ref.key} does not match its hash")
        return data
