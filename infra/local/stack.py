"""The whole of Errata on one machine: the real template, deployed to an AWS emulator."""

from collections.abc import Callable

import boto3

from errata.adapters.aws import storage_errors
from errata.adapters.environment import load
from errata.errors import StorageError
from infra import site
from infra.build import platform_of
from infra.local import deployment
from infra.local.emulator import Emulator
from infra.local.outputs import StackOutputs, StackStatus, local_session
from infra.local.settings import LocalSettings
from infra.local.users import ensure_users
from infra.setup.programs import tool_environment

__all__ = ["LocalStack", "StackOutputs", "StackStatus"]


class LocalStack:
    """One local stack and its data folder."""

    def __init__(self, settings: LocalSettings | None = None) -> None:
        self._settings = settings or load(LocalSettings)
        self._emulator = Emulator(self._settings.home)

    def up(self, say: Callable[[str], None]) -> StackOutputs:
        """Start what is down, deploy what changed, and return where everything is.

        Parameters
        ----------
        say : callable
            Told in a few words what is being done.

        Raises
        ------
        ConfigurationError
            When a port is taken, or something cannot be built or started.
        StorageError
            When the emulator refuses the template.
        """
        say("Preparing the AWS emulator")
        python = tool_environment("emulator") / "bin" / "python"
        say("Starting the AWS emulator")
        running = self._emulator.start(python, self._settings.local_port)
        say("Deploying the template")
        session = local_session(running.endpoint_url)
        with storage_errors("set up the local stack"):
            parameters = deployment.parameters(running.port, self._settings.claude_base_url)
            deployment.deploy(session, platform_of(python), parameters)
            outputs = deployment.outputs(session, running)
            self._fill(session, outputs, say)
        return outputs

    def down(self) -> None:
        """Stop the emulator, so that it saves its state."""
        self._emulator.stop()

    def outputs(self) -> StackOutputs | None:
        """Return where everything is, without changing anything; None until it is all up."""
        running = self._emulator.running()
        if not running:
            return None
        try:
            with storage_errors("describe the stack"):
                return deployment.outputs(local_session(running.endpoint_url), running)
        except StorageError:
            return None  # it is being started or deployed just now

    def status(self) -> StackStatus:
        """Say whether the stack is up, and where, without changing anything."""
        running, outputs = self._emulator.running(), self.outputs()
        return StackStatus(
            running=running is not None,
            pid=running and running.pid,
            endpoint_url=running and running.endpoint_url,
            site_url=outputs and outputs.site_url,
            home=self._settings.home,
            log=self._emulator.log,
        )

    def _fill(
        self, session: boto3.Session, outputs: StackOutputs, say: Callable[[str], None]
    ) -> None:
        """Put in what no template carries: the dashboard's files, the users and the key."""
        if site.built():
            say("Uploading the dashboard")
            site.upload(session.client("s3"), outputs.site_bucket)
        say("Making the users")
        ensure_users(session.client("cognito-idp"), outputs.user_pool_id, self._settings.home)
        if key := self._settings.anthropic_api_key:
            session.client("secretsmanager").put_secret_value(
                SecretId=outputs.claude_secret_arn, SecretString=key.get_secret_value()
            )
