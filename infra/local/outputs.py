"""What a local stack tells those who use it."""

from pathlib import Path
from typing import Any

import boto3
from pydantic import BaseModel, ConfigDict

ACCOUNT = "000000000000"
REGION = "us-east-1"
UNCHECKED = "local"
"""Stands where AWS wants a secret key; the emulator trusts whoever reaches the loopback."""


class StackOutputs(BaseModel):
    """Addresses and names of a running stack."""

    model_config = ConfigDict(frozen=True)

    endpoint_url: str
    """The emulator, for any AWS client."""
    region: str
    site_url: str
    """The dashboard, for a browser; ends with a slash, and ``api/`` is below it."""
    api_url: str
    """The API without CloudFront in front of it; paths that start with ``/api`` follow."""
    table: str
    artifacts_bucket: str
    site_bucket: str
    failures_queue_url: str
    dead_letter_queue_url: str
    user_pool_id: str
    user_pool_client_id: str
    upgrader_function: str
    """Called by its schedule; calling it betters diagnoses at once."""
    claude_secret_arn: str
    distribution_id: str

    def session(self) -> boto3.Session:
        """Return a session whose clients and resources talk to this stack and nothing else."""
        return local_session(self.endpoint_url)

    def environment(self) -> dict[str, str]:
        """Return the variables that make AWS clients and the orchestrator use this stack."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": UNCHECKED,
            "AWS_DEFAULT_REGION": self.region,
            "ERRATA_TABLE": self.table,
            "ERRATA_ARTIFACTS_BUCKET": self.artifacts_bucket,
            "ERRATA_FAILURES_QUEUE_URL": self.failures_queue_url,
            "ERRATA_CLAUDE_SECRET_ARN": self.claude_secret_arn,
        }


class StackStatus(BaseModel):
    """Whether a local stack is up, and where."""

    running: bool
    pid: int | None = None
    endpoint_url: str | None = None
    site_url: str | None = None
    home: Path
    log: Path


def local_session(endpoint_url: str) -> boto3.Session:
    """Return a session for the emulator, whatever the caller's own AWS configuration says."""
    return _LocalSession(endpoint_url)


class _LocalSession(boto3.Session):
    def __init__(self, endpoint_url: str) -> None:
        # The emulator takes a twelve-digit access key for the account.
        super().__init__(
            aws_access_key_id=ACCOUNT, aws_secret_access_key=UNCHECKED, region_name=REGION
        )
        self._endpoint_url = endpoint_url

    def client(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 as in boto3
        return super().client(*args, **{"endpoint_url": self._endpoint_url, **kwargs})

    def resource(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 as in boto3
        return super().resource(*args, **{"endpoint_url": self._endpoint_url, **kwargs})
