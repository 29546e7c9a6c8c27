"""The runs of a service in words; ``retention_pages`` makes the page of each."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from fastapi import Request, Response
from sqlalchemy import MetaData

from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.privacy import ANSWERING, TITLES
from shared.german import short_date
from shared.privacy.record import by_key
from shared.retention.clock import doubt_of, is_watched
from shared.retention.deeds import Deed
from shared.retention.holds import holds_on
from shared.retention.rules import Rule, rules_of
from shared.retention.runs import Run, Waiting, last_run, latest, waiting
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.retention.words import doubted, what_of

PATH = "aufbewahrung"


def retention_pages(service: str, tables: MetaData, deeds: Sequence[Deed] = ()) -> PageRouter:
    """The page of one service."""
    pages = PageRouter(__package__, prefix=f"/{PATH}", audience=Coordinator)
    rules = rules_of(tables, deeds=deeds)

    @pages.get("")
    async def show_runs(
        request: Request, me: Coordinator, here: CurrentContext, session: Reading
    ) -> Response:
        """What went lately, what goes next, and what is held back."""
        now = here.clock.now()
        today = local_date(now)
        doubt = await session.run_sync(doubt_of, now) if is_watched(here.clock) else None
        counted = await waiting(session, rules, today)
        return pages.render(
            request,
            "runs.html",
            service=TITLES[service],
            others=[(TITLES[each], f"/{each}/{PATH}") for each in ANSWERING if each != service],
            doubt=doubted(doubt) if doubt else "",
            last=await last_run(session),
            runs=[_told(each) for each in await latest(session)],
            next_day=today + timedelta(days=1),
            due=[_due(each, counted[each.key]) for each in rules if _is_due(counted[each.key])],
            waits=_sums(counted.values()),
            holds=len(await holds_on(session, today)),
        )

    return pages


def _told(run: Run) -> tuple[object, ...]:
    limit = short_date(local_date(run.until)) if run.until else ""
    until = f"älter als {limit}" if limit else run.deletion.text if run.deletion else ""
    state = "" if run.finished_at else " (unterbrochen, geht weiter)"
    return (what_of(run.rule) + state, run.day, run.rows, until)


def _is_due(waits: Waiting) -> bool:
    return bool(waits.rows or waits.held)


def _due(rule: Rule, waits: Waiting) -> tuple[object, ...]:
    return (what_of(rule.key), by_key(rule.deletion.key).text, waits.rows, waits.held)


def _sums(counted: Iterable[Waiting]) -> Waiting:
    found = list(counted)
    return Waiting(sum(each.rows for each in found), sum(each.held for each in found))
