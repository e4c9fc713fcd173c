"""A real browser on the real stack. Every page is watched: an error in it fails its test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    StorageState,
    expect,
    sync_playwright,
)

from infra.local.outputs import StackOutputs
from infra.local.users import Credentials, credentials
from infra.setup.programs import chromium
from tests.e2e.browser.contexts import Contexts
from tests.e2e.browser.exhibits import Exhibits, show
from tests.e2e.browser.looks import Theme
from tests.e2e.browser.seed import Seeded, Seeder

ARGUMENTS = (
    "--no-sandbox",  # as root Chromium starts only without; it opens nothing but our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 20_000
"""Of assertions about what is about to appear: machines that run tests are slow at times."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser, stack: StackOutputs) -> Contexts:
    return Contexts(browser, stack.site_url.rstrip("/"))


@pytest.fixture(scope="session")
def seeder(stack: StackOutputs) -> Seeder:
    return Seeder(stack)


@pytest.fixture(scope="session")
def seeded(seeder: Seeder) -> Seeded:
    return seeder.seed()


@pytest.fixture(scope="session")
def exhibits(seeder: Seeder) -> Exhibits:
    return show(seeder)


class PageOpener:
    """Opens pages of the dashboard, and keeps account of what goes wrong in them."""

    def __init__(self, contexts: Contexts, site_url: str, session: StorageState) -> None:
        self.site_url = site_url
        self.problems: list[str] = []
        self._allowed: list[str] = []
        self._contexts = contexts
        self._session = session
        self._taken: list[BrowserContext] = []

    def allow(self, *words: str) -> None:
        """Expect errors that hold one of these words: the test provokes them."""
        self._allowed += words

    def __call__(
        self,
        address: str = "",
        *,
        theme: Theme = "light",
        width: int = 1280,
        height: int = 800,
        signed_in: bool = True,
        timezone: str = "UTC",
    ) -> Page:
        """Open the dashboard at an address like ``?view=groups`` in a context of its own."""
        context = self._contexts.take(timezone, self._session if signed_in else None)
        self._taken.append(context)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("dialog", lambda dialog: self._note(f"a dialog opened: {dialog.message}"))
        page.goto(self.site_url + address)
        return page

    def close(self) -> None:
        while self._taken:
            self._contexts.give_back(self._taken.pop())

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(f"{message.text} {message.location.get('url', '')}")

    def _note(self, problem: str) -> None:
        if not any(word in problem for word in self._allowed):
            self.problems.append(problem)


@pytest.fixture(scope="session")
def user(
    stack: StackOutputs,  # noqa: ARG001 its users are made when it comes up
) -> Credentials:
    return next(user for user in credentials() if user.username == "admin")


@pytest.fixture(scope="session")
def session(browser: Browser, stack: StackOutputs, user: Credentials) -> StorageState:
    """Cookies of an administrator who has signed in, as a person would."""
    return signed_in(browser, stack, user)


@pytest.fixture(scope="session")
def viewers_session(browser: Browser, stack: StackOutputs) -> StorageState:
    viewer = next(user for user in credentials() if user.username == "viewer")
    return signed_in(browser, stack, viewer)


def signed_in(browser: Browser, stack: StackOutputs, user: Credentials) -> StorageState:
    """Sign in once, and return the cookies that came of it."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(stack.site_url)
    sign_in(page, user)
    page.get_by_role("navigation", name="Main").wait_for()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def visit(
    contexts: Contexts,
    stack: StackOutputs,
    session: StorageState,
    seeded: Seeded,  # noqa: ARG001 the pages have something to show
) -> Iterator[PageOpener]:
    yield from _opener(contexts, stack, session)


@pytest.fixture
def visit_as_viewer(
    contexts: Contexts,
    stack: StackOutputs,
    viewers_session: StorageState,
    seeded: Seeded,  # noqa: ARG001 the pages have something to show
) -> Iterator[PageOpener]:
    """Opens pages for someone who may read, and change nothing that others see."""
    yield from _opener(contexts, stack, viewers_session)


def _opener(contexts: Contexts, stack: StackOutputs, session: StorageState) -> Iterator[PageOpener]:
    opener = PageOpener(contexts, stack.site_url, session)
    yield opener
    opener.close()
    assert opener.problems == []


@pytest.fixture(scope="session")
def artifacts() -> Path:
    """Where screenshots go."""
    folder = Path(__file__).parents[3] / ".errata" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sign_in(page: Page, user: Credentials) -> None:
    """Fill in the form and send it."""
    page.get_by_label("User name").fill(user.username)
    page.get_by_label("Password", exact=True).fill(user.password)
    page.get_by_role("button", name="Sign in").click()
