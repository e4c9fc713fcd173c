"""The handler's cold start is what the first visitor of the day waits for."""

import subprocess
import sys

PROBE = """
import sys
import lambdas.admin_api.handler
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_the_handler_never_imports_the_model_sdk() -> None:
    environment = {"PATH": "/usr/bin:/bin", "AWS_DEFAULT_REGION": "eu-central-1"}

    ran = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True, env=environment
    )

    imported = set(ran.stdout.split())
    assert "lambdas" in imported
    assert imported.isdisjoint({"anthropic", "httpx2", "numpy", "moto", "jwt"})
