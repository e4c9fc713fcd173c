"""The API key in AWS Secrets Manager, which may come and go."""

import logging

import boto3
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.exceptions import ClientError

from errata.adapters.aws import CLIENTS, error_code

logger = logging.getLogger(__name__)

KEY_LIFE_S = 300
"""How long a key is used before the secret is read again."""


class SecretKey:
    """The key that a secret holds.

    Parameters
    ----------
    arn : str or None
        Which secret; None for no key.
    """

    def __init__(self, arn: str | None) -> None:
        self._arn = arn
        self._secrets = SecretsProvider(boto3_client=boto3.client("secretsmanager", config=CLIENTS))

    def read(self) -> str | None:
        """Return the key, or None when there is none."""
        if self._arn is None:
            return None
        try:
            secret = self._secrets.get(self._arn, max_age=KEY_LIFE_S)
        except GetParameterError as error:
            if not _is_unfilled(error.__context__):
                logger.warning("cannot read the Claude key: %s", error)
            return None
        key = str(secret).strip()
        if not key:
            # Only a key is worth remembering: one that is filled in must work at once.
            self._secrets.clear_cache()
        return key or None


def _is_unfilled(cause: BaseException | None) -> bool:
    """Tell whether the secret just has no value yet: an error to AWS, and a choice to us."""
    if isinstance(cause, ClientError):
        return error_code(cause) == "ResourceNotFoundException"
    return isinstance(cause, KeyError)
