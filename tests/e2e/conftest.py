"""A local stack of the tests' own: the real template and functions in a folder that goes away."""

from collections.abc import Iterator

import pytest

from infra.local.stack import LocalStack, StackOutputs
from infra.local.users import credentials
from tests.e2e.visitor import Visitor, free_port


@pytest.fixture(scope="session")
def local_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """A stack on a free port, without a Claude key, whose state is a temporary folder."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ERRATA_HOME", str(tmp_path_factory.mktemp("errata")))
        environment.setenv("ERRATA_LOCAL_PORT", str(free_port()))
        environment.delenv("ANTHROPIC_API_KEY", raising=False)
        stack = LocalStack()
        try:
            yield stack
        finally:
            stack.down()


@pytest.fixture(scope="session")
def stack(local_stack: LocalStack) -> StackOutputs:
    """Where everything is in the running stack."""
    return local_stack.up(lambda _doing: None)


@pytest.fixture(scope="session")
def stranger(stack: StackOutputs) -> Visitor:
    """Someone who is not signed in."""
    return Visitor(stack.site_url)


@pytest.fixture(scope="session")
def admin(stack: StackOutputs) -> Visitor:
    """The demo's administrator, signed in."""
    visitor = Visitor(stack.site_url)
    user = next(user for user in credentials() if user.username == "admin")
    answer = visitor.sign_in(user)
    assert answer.status == 200, answer.body
    return visitor
