"""The runs of a service in words; ``retention_pages`` makes the page of each."""

from collections.abc import Sequence
from datetime import timedelta

from fastapi import Request, Response
from sqlalchemy import MetaData

from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.privacy import ANSWERING, TITLES
from shared.german import short_date
from shared.privacy.record import in_words
from shared.retention.chosen import by_period, chosen_periods
from shared.retention.deeds import Deed
from shared.retention.rules import Rule, rules_of
from shared.retention.runs import Run, latest, waiting
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.retention.words import what_of

PATH = "aufbewahrung"


def retention_pages(service: str, tables: MetaData, deeds: Sequence[Deed] = ()) -> PageRouter:
    """The page of one service."""
    pages = PageRouter(__package__, prefix=f"/{PATH}", audience=Coordinator)
    rules = rules_of(tables, deeds=deeds)

    @pages.get("")
    async def show_runs(
        request: Request, me: Coordinator, here: CurrentContext, session: Reading
    ) -> Response:
        """What went lately, and what goes next."""
        tomorrow = local_date(here.clock.now()) + timedelta(days=1)
        by_now = list(by_period(rules, await chosen_periods(session)))
        return pages.render(
            request,
            "runs.html",
            service=TITLES[service],
            others=[(TITLES[each], f"/{each}/{PATH}") for each in ANSWERING if each != service],
            runs=[_told(each) for each in await latest(session)],
            next_day=tomorrow,
            due=[_due(*each) for each in await waiting(session, by_now, tomorrow)],
        )

    return pages


def _told(run: Run) -> tuple[object, ...]:
    state = "fertig" if run.finished_at else "unterbrochen, wird fortgesetzt"
    before = short_date(local_date(run.until))
    lasts = in_words(timedelta(days=run.days)) if run.days else run.deletion.text
    return (run.day, what_of(run.rule), lasts, before, run.rows, run.holds, state)


def _due(rule: Rule, rows: int) -> tuple[object, ...]:
    text = rule.deletion.text
    own = f"{in_words(rule.own)}, so gewählt" if rule.own else ""
    return (what_of(rule.key), own or text, rows)
