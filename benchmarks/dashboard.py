"""The dashboard against its budgets, in Chromium, with twenty thousand experiments stored."""

import statistics
from collections import defaultdict
from dataclasses import dataclass

from benchmarks.browsing import Visit, Visitor, visitor
from benchmarks.history import fill
from benchmarks.listing import Seeder
from benchmarks.report import Figure
from benchmarks.session import Say, Session
from infra import site
from infra.setup import dashboard

ROUNDS = 5
WAITED = " waited"
"""Marks how long an answer was waited for, whatever the page could have done about it."""
OVERVIEW = ""
LIST = "?view=experiments"
CARDS = (".overview .card", ".overview [aria-busy=true], .skeleton, .overview-waiting")
ROWS = (".experiments tbody tr", ".skeleton, .experiments[aria-busy=true]")
ANSWERED = (".choice-set", ":not(*)")
DETAIL = ("dialog[open] .log-line", "dialog[open] .skeleton")


@dataclass(frozen=True, slots=True)
class Budget:
    """What the specification allows."""

    name: str
    limit: float
    unit: str = "s"
    note: str = ""


FIRST_VIEW = "first view of the overview"
BUDGETS = {
    "js": Budget(f"{FIRST_VIEW}, JavaScript", 40, "kB gz"),
    "css": Budget(f"{FIRST_VIEW}, CSS", 10, "kB gz"),
    "all": Budget(f"{FIRST_VIEW}, everything", 80, "kB gz", "data included"),
    "requests": Budget(f"{FIRST_VIEW}, requests", 12, ""),
    "fast": Budget("overview interactive", 0.5, note="data drawn and two frames"),
    "slow": Budget("overview interactive, slow", 1.2, note="4 x CPU, 10 Mbit/s, 40 ms"),
    "list_fast": Budget("list of 100 interactive", 0.5),
    "list_slow": Budget("list of 100 interactive, slow", 1.2),
    "blocked": Budget("total blocking time, slow", 0.3, note="of the overview"),
    "detail_fast": Budget("a detail opens", 0.3, note="its code fetched while the list was idle"),
    "detail_slow": Budget(
        "a detail opens, slow", 0.5, note="its code fetched while the list was idle"
    ),
    "filter": Budget("a filter is answered", 0.1, note="until the list says it is at it"),
    "nodes": Budget("elements, overview", 3_500, ""),
    "list_nodes": Budget("elements, list of 100", 3_500, ""),
    "shift": Budget("layout shift, overview", 0.02, ""),
    "list_shift": Budget("layout shift, list of 100", 0.02, ""),
}


def measure(session: Session) -> list[Figure]:
    """Load the start page and the list again and again, fast and slow in turns."""
    dashboard.build()
    stack, say = session.stack, session.say
    site.upload(stack.outputs.session().client("s3"), stack.outputs.site_bucket)
    say(f"Storing {session.options.stored:,} experiments")
    Seeder(stack).fill(session.options.stored)
    say("Storing a month of failures")
    fill(stack)
    with visitor(stack.outputs.site_url, stack.user) as someone:
        measured = _rounds(someone, say)
    return [
        _figure(budget, measured[key], measured[key + WAITED]) for key, budget in BUDGETS.items()
    ]


def _rounds(someone: Visitor, say: Say) -> dict[str, list[float]]:
    measured: dict[str, list[float]] = defaultdict(list)
    for number in range(ROUNDS + 1):
        say(f"Loading pages, round {number} of {ROUNDS}" if number else "Warming up")
        taken = {**_overview(someone), **_list(someone)}
        # The first requests start functions.
        for key, value in taken.items() if number else ():
            measured[key].append(value)
    return measured


def _overview(someone: Visitor) -> dict[str, float]:
    with someone.visit(OVERVIEW, slow=False) as visit:
        taken = _interactive("fast", visit, CARDS)
        visit.page.wait_for_load_state("networkidle")
        taken |= {
            "js": visit.kilobytes("script"),
            "css": visit.kilobytes("stylesheet"),
            "all": visit.kilobytes(),
            "requests": len(visit.answers),
            "nodes": visit.nodes(),
            "shift": visit.shift(),
        }
    with someone.visit(OVERVIEW, slow=True) as visit:
        return taken | _interactive("slow", visit, CARDS) | {"blocked": visit.blocked()}


def _list(someone: Visitor) -> dict[str, float]:
    with someone.visit(LIST, slow=False) as visit:
        taken = _interactive("list_fast", visit, ROWS)
        visit.page.wait_for_load_state("networkidle")
        taken |= {"list_nodes": visit.nodes(), "list_shift": visit.shift()}
        taken["detail_fast"] = _open_detail(visit)
        visit.page.keyboard.press("Escape")
        taken["filter"] = _filter(visit)
    with someone.visit(LIST, slow=True) as visit:
        taken |= _interactive("list_slow", visit, ROWS)
        visit.page.wait_for_load_state("networkidle")
        return taken | {"detail_slow": _open_detail(visit)}


def _interactive(key: str, visit: Visit, drawn: tuple[str, str]) -> dict[str, float]:
    return {key: visit.interactive(*drawn), key + WAITED: visit.answering()}


def _open_detail(visit: Visit) -> float:
    visit.page.locator("tbody a.badge").first.click()
    return visit.took(*DETAIL)


def _filter(visit: Visit) -> float:
    visit.page.get_by_role("combobox", name="Status", exact=True).select_option("failed")
    return visit.took(*ANSWERED)


def _figure(budget: Budget, values: list[float], waited: list[float]) -> Figure:
    value = statistics.median(values)
    share = f"{statistics.median(waited):.2f} s of it for answers" if waited else ""
    return Figure(
        name=budget.name,
        value=value,
        rival="the budget",
        rival_value=budget.limit,
        aim=f"≤ {budget.limit:g} {budget.unit}".rstrip(),
        met=value <= budget.limit,
        samples=len(values),
        note=", ".join(filter(None, (budget.note, share))),
        unit=budget.unit,
    )
