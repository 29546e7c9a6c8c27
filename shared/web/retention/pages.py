"""The runs of a service in words; ``retention_pages`` makes the page of each."""

from collections.abc import Sequence
from datetime import timedelta

from fastapi import Request, Response
from sqlalchemy import MetaData

from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.services import TITLES
from shared.german import short_date
from shared.privacy.record import in_words
from shared.retention.chosen import by_period, chosen_periods
from shared.retention.clock import doubt_of, is_watched
from shared.retention.deeds import Deed
from shared.retention.holds import holds_on
from shared.retention.rules import Rule, rules_of
from shared.retention.runs import Run, last_run, latest, waiting
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
        tomorrow = local_date(now) + timedelta(days=1)
        doubt = await session.run_sync(doubt_of, now) if is_watched(here.clock) else None
        holds = len(await holds_on(session, tomorrow))
        by_now = list(by_period(rules, await chosen_periods(session)))
        counted = await waiting(session, by_now, tomorrow)
        whole = await waiting(session, by_now, tomorrow, despite_holds=True) if holds else counted
        due = [_due(rule, n, all_ - n) for (rule, n), (_, all_) in zip(counted, whole, strict=True)]
        return pages.render(
            request,
            "runs.html",
            service=TITLES[service],
            others=[(TITLES[each], f"/{each}/{PATH}") for each in TITLES if each != service],
            doubt=doubted(doubt) if doubt else "",
            last=await last_run(session),
            runs=[_told(each) for each in await latest(session)],
            next_day=tomorrow,
            due=[each for each in due if any(each[2:])],
            waits=sum(rows for *_, rows, _ in due),
            held=sum(held for *_, held in due),
            holds=holds,
        )

    return pages


def _told(run: Run) -> tuple[object, ...]:
    limit = short_date(local_date(run.until)) if run.until else ""
    until = f"älter als {limit}" if limit else run.deletion.text if run.deletion else ""
    state = "" if run.finished_at else " (unterbrochen, geht weiter)"
    return (what_of(run.rule) + state, run.day, run.rows, until)


def _due(rule: Rule, rows: int, held: int) -> tuple[str, str, int, int]:
    own = f"{in_words(rule.own)}, so gewählt" if rule.own else ""
    return (what_of(rule.key), own or rule.deletion.text, rows, held)
