"""Browser contexts that are used again once they are clean: each test's own, but for its cache."""

from collections import defaultdict

from playwright.sync_api import Browser, BrowserContext, StorageState

REPORT_VIOLATIONS = (
    "addEventListener('securitypolicyviolation', (violation) =>"
    " console.error(`policy violated: ${violation.violatedDirective} ${violation.blockedURI}`))"
)


class Contexts:
    """Lends contexts of a browser, and takes them back.

    A new one starts with an empty cache, and loading and compiling the dashboard's code anew
    would cost each test more than what it looks at.
    """

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser = browser
        self._origin = origin
        self._free: defaultdict[str, list[BrowserContext]] = defaultdict(list)
        self._zones: dict[BrowserContext, str] = {}

    def take(self, timezone: str, session: StorageState | None) -> BrowserContext:
        """Return a context that nobody uses, signed in if there is a session."""
        free = self._free[timezone]
        context = free.pop() if free else self._new(timezone)
        if session:
            context.add_cookies([*session.get("cookies", ())])  # type: ignore[list-item]
        return context

    def give_back(self, context: BrowserContext) -> None:
        """Forget what a test left behind; its pages are closed."""
        page = context.new_page()
        chromium = context.new_cdp_session(page)
        everything = {"origin": self._origin, "storageTypes": "all"}
        for left in context.pages:
            if left is not page:
                left.close()
        chromium.send("Storage.clearDataForOrigin", everything)
        page.close()
        context.clear_cookies()
        context.clear_permissions()
        self._free[self._zones[context]].append(context)

    def _new(self, timezone: str) -> BrowserContext:
        context = self._browser.new_context(timezone_id=timezone, reduced_motion="reduce")
        context.add_init_script(REPORT_VIOLATIONS)
        self._zones[context] = timezone
        return context
