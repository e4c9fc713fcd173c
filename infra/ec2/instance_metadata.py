"""What a machine of Amazon EC2 can ask about itself: the instance metadata service, version 2."""

import os
from http import HTTPStatus
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from errata.errors import StorageError

ADDRESS: Final = "http://169.254.169.254"
TOKEN_LIFE_S: Final = 21_600
"""The longest that the service allows."""
PATIENCE_S: Final = 2


class InstanceMetadata:
    """The metadata of this machine.

    Parameters
    ----------
    address : str, optional
        Where the service answers; by default where AWS's own clients look for it.
    """

    def __init__(self, address: str | None = None) -> None:
        given = address or os.environ.get("AWS_EC2_METADATA_SERVICE_ENDPOINT") or ADDRESS
        self._address = given.rstrip("/")
        self._token: str | None = None

    def get(self, path: str) -> str | None:
        """Return what is at ``/latest/meta-data/<path>``, or None if there is nothing.

        Raises
        ------
        StorageError
            When the service does not answer, as on a machine that is not EC2's.
        """
        try:
            return self._get(path)
        except HTTPError as error:
            if error.code == HTTPStatus.NOT_FOUND:
                return None
            if error.code != HTTPStatus.UNAUTHORIZED:
                raise StorageError(f"the instance metadata service says {error.code}") from error
        except URLError as error:
            raise StorageError(f"no instance metadata: {error.reason}") from error
        self._token = None  # it has expired
        return self.get(path)

    def _get(self, path: str) -> str:
        if self._token is None:
            self._token = self._request(
                "PUT", "api/token", {"X-aws-ec2-metadata-token-ttl-seconds": str(TOKEN_LIFE_S)}
            )
        return self._request("GET", f"meta-data/{path}", {"X-aws-ec2-metadata-token": self._token})

    def _request(self, method: str, path: str, headers: dict[str, str]) -> str:
        request = Request(f"{self._address}/latest/{path}", method=method, headers=headers)  # noqa: S310 the address is AWS's, or its owner's
        with urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 as above
            text: str = answer.read().decode()
        return text
