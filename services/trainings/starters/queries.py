"""Everyone who starts, page by page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import tasks
from services.trainings.starters.forms import StarterSearch
from services.trainings.starters.models import Starter
from services.trainings.starters.rules import standing
from services.trainings.starters.values import Standing
from shared.contracts.directory import Role
from shared.database.paging import KeysetRequest, Page, Shown, paginate

AHEAD = timedelta(days=14)


async def page_of(
    session: AsyncSession, tenant: str, search: StarterSearch, wanted: KeysetRequest, today: date
) -> Page[Starter]:
    """The municipality's onboardings that are not closed, who begins last comes first."""
    query = select(Starter).where(Starter.tenant == tenant)
    if search.state:
        query = query.where(_which(today)[search.state])
    latest_first = replace(wanted, sort=wanted.sort or f"-{Starter.start_date.key}")
    columns = (
        Shown("name", "Fachkraft", attrgetter("name")),
        Shown("start_date", "Beginn", attrgetter("start_date")),
        Shown("done", "Erledigt", lambda each: f"{each.done} von {each.tasks}"),
        Shown("next_due", "Nächste Frist", attrgetter("next_due")),
        Shown(
            "state",
            "Stand",
            lambda each: standing(each.start_date, each.next_due, each.ready_at, today),
        ),
    )
    by = (Starter.start_date, Starter.id)
    return await paginate(
        session, query, latest_first, by=by, sorts=(Starter.next_due,), columns=columns
    )


def _which(today: date) -> Mapping[Standing, ColumnElement[bool]]:
    waiting = select(tasks.c.id).where(
        tasks.c.onboarding_id == Starter.id,
        tasks.c.done_at.is_(None),
        tasks.c.role == Role.COORDINATOR,
        tasks.c.due_on <= today + AHEAD,
    )
    return {
        Standing.STARTING: Starter.start_date.between(today, today + AHEAD),
        Standing.LATE: Starter.next_due < today,
        Standing.WAITING: waiting.exists(),
        Standing.READY: Starter.ready_at.is_not(None),
    }
