"""A browser that measures the dashboard: as it is, and slowed down as a far, old laptop is."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Page,
    Response,
    StorageState,
    ViewportSize,
    sync_playwright,
)

from infra.local.users import Credentials
from infra.setup.programs import chromium

PROBE = Path(__file__).with_name("probe.js")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
VIEW = ViewportSize(width=1280, height=800)
SLOW_CPU = 4
SLOW_NETWORK = {
    "offline": False,
    "latency": 40,  # ms
    "downloadThroughput": 10e6 / 8,  # bytes/s
    "uploadThroughput": 10e6 / 8,
}
LEVEL = 6
"""Of gzip, as CloudFront compresses."""


@dataclass
class Visit:
    """One load of a page in a browser of its own, and what it took."""

    page: Page
    answers: list[Response] = field(default_factory=list)

    def interactive(self, drawn: str, waiting: str) -> float:
        """Wait until data are drawn; return the seconds since the address was entered."""
        return float(self.page.evaluate(WHEN, [drawn, waiting])) / 1_000

    def took(self, drawn: str, waiting: str) -> float:
        """Return the seconds from the last click or choice to when something was drawn."""
        end = float(self.page.evaluate(WHEN, [drawn, waiting]))
        return (end - float(self.page.evaluate("errataProbe.acted"))) / 1_000

    def answering(self) -> float:
        """Return for how many seconds so far an answer was waited for, whichever."""
        return float(self.page.evaluate(ANSWERING)) / 1_000

    def blocked(self) -> float:
        """Return the total blocking time so far, in seconds."""
        return float(self.page.evaluate("errataProbe.blocked")) / 1_000

    def shift(self) -> float:
        """Return the cumulative layout shift so far."""
        return float(self.page.evaluate("errataProbe.shift"))

    def nodes(self) -> int:
        """Return how many elements the page has."""
        return int(self.page.evaluate("document.querySelectorAll('*').length"))

    def kilobytes(self, kind: str = "") -> float:
        """Return what answers of a kind, or all, take as CloudFront sends them, in kB."""
        bodies = [a.body() for a in self.answers if a.request.resource_type.startswith(kind)]
        return sum(len(gzip.compress(body, LEVEL)) for body in bodies) / 1_000


ANSWERING = """() => {
  const spans = [...performance.getEntriesByType('navigation'),
    ...performance.getEntriesByType('resource')]
    .map(({startTime, responseEnd}) => [startTime, responseEnd]).sort(([a], [b]) => a - b);
  let [waited, until] = [0, 0];
  for (const [start, end] of spans) {
    waited += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return waited;
}"""
WHEN = "([drawn, waiting]) => errataProbe.when(drawn, waiting)"


class Visitor:
    """Opens the dashboard as someone who is signed in."""

    def __init__(self, browser: Browser, url: str, user: Credentials) -> None:
        self._browser = browser
        self._url = url
        self._session = self._sign_in(user)

    @contextmanager
    def visit(self, address: str, *, slow: bool) -> Iterator[Visit]:
        """Load an address with nothing cached, at full speed or slowed down."""
        context = self._browser.new_context(viewport=VIEW, storage_state=self._session)
        context.add_init_script(path=PROBE)
        page = context.new_page()
        if slow:
            slow_down(context.new_cdp_session(page))
        visit = Visit(page)
        page.on("response", lambda response: visit.answers.append(response))
        page.goto(self._url + address, wait_until="commit")
        yield visit
        context.close()

    def _sign_in(self, user: Credentials) -> StorageState:
        context: BrowserContext = self._browser.new_context()
        page = context.new_page()
        page.goto(self._url)
        page.get_by_label("User name").fill(user.username)
        page.get_by_label("Password", exact=True).fill(user.password)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("navigation", name="Main").wait_for()
        state = context.storage_state()
        context.close()
        return state


@contextmanager
def visitor(url: str, user: Credentials) -> Iterator[Visitor]:
    """Start Chromium and sign in."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield Visitor(browser, url, user)
        browser.close()


def slow_down(devtools: CDPSession) -> None:
    """Make a page's processor four times slower, and its network 10 Mbit/s with 40 ms."""
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_NETWORK)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
