"""The whole of Errata on one machine: the real template, deployed to an AWS emulator."""

from collections.abc import Callable

import boto3

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
        self._settings = settings or LocalSettings()
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
        session = local_session(running.endpoint_url)
        say("Deploying the template")
        deployment.deploy(session, running.port, platform_of(python))
        outputs = deployment.outputs(session, running)
        if site.built():
            say("Uploading the dashboard")
            site.upload(session.client("s3"), outputs.site_bucket)
        say("Making the users")
        ensure_users(session.client("cognito-idp"), outputs.user_pool_id, self._settings.home)
        self._keep_claude_key(session, outputs.claude_secret_arn)
        return outputs

    def down(self) -> None:
        """Stop the emulator, so that it saves its state."""
        self._emulator.stop()

    def outputs(self) -> StackOutputs | None:
        """Return where everything is, without changing anything; None when the stack is down."""
        running = self._emulator.running()
        return deployment.outputs(local_session(running.endpoint_url), running) if running else None

    def status(self) -> StackStatus:
        """Say whether the stack is up, and where, without changing anything."""
        running, outputs = self._emulator.running(), self.outputs()
        return StackStatus(
            running=running is not None,
            pid=running.pid if running else None,
            endpoint_url=running.endpoint_url if running else None,
            site_url=outputs.site_url if outputs else None,
            home=self._settings.home,
            log=self._emulator.log,
        )

    def _keep_claude_key(self, session: boto3.Session, secret_arn: str) -> None:
        if key := self._settings.anthropic_api_key:
            session.client("secretsmanager").put_secret_value(
                SecretId=secret_arn, SecretString=key.get_secret_value()
            )
