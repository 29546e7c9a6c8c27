"""What is asked about."""

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.feedback import rules
from services.surveys.feedback.models import Feedback, Gathering, feedbacks, gatherings
from services.surveys.feedback.values import Asked
from services.surveys.urns import queries as urns
from shared.database.counts import later
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, Shown, described, paginate
from shared.database.reach import crossing
from shared.database.types import Moment

OPENED_LATELY = select(func.count()).where(
    Feedback.tenant == bindparam("tenant"),
    Feedback.closes_at > later("since", Moment()),
    Feedback.closes_at <= later("now", Moment()),
    urns.is_opened(feedbacks.c.id),
)
"""How many of a municipality's have results, and ended ``since`` then."""
UNKNOWN = "Veranstaltung"
"""Until trainings has said what it is called."""
_CALLED = select(Feedback, Gathering.title).outerjoin(
    Gathering, and_(Gathering.tenant == Feedback.tenant, Gathering.gathering_id == Feedback.id)
)
_COLUMNS = (
    Shown("title", "Veranstaltung", attrgetter("title")),
    Shown("last_day", "Zuletzt am", attrgetter("last_day")),
    Shown("closes_on", "Antworten bis", attrgetter("closes_on")),
    Shown("invited", "Gefragt", attrgetter("invited")),
    Shown("standing", "Stand", attrgetter("standing")),
)


async def behind(session: AsyncSession, survey_id: UUID) -> Asked:
    """What a link is about, whose secret has shown the way to it."""
    query = crossing(_CALLED.where(Feedback.id == survey_id))
    return _asked(*(await session.execute(query)).one())


async def one(session: AsyncSession, tenant: str, feedback_id: UUID) -> Asked:
    """Raises ``NoResultFound``."""
    mine = (Feedback.tenant == tenant, Feedback.id == feedback_id)
    return _asked(*(await session.execute(_CALLED.where(*mine))).one())


async def title_of(session: AsyncSession, tenant: str, gathering_id: UUID) -> str:
    """What trainings calls it; raises ``NoResultFound``."""
    mine = (Gathering.tenant == tenant, Gathering.gathering_id == gathering_id)
    return (await session.scalars(select(Gathering.title).where(*mine))).one()


async def begun(session: AsyncSession, tenant: str, gathering_id: UUID) -> Asked | None:
    """None before the first right is given."""
    mine = (Feedback.tenant == tenant, Feedback.id == gathering_id)
    found = (await session.execute(_CALLED.where(*mine))).one_or_none()
    return None if found is None else _asked(*found)


async def page_of(session: AsyncSession, tenant: str, page: KeysetRequest) -> Page[Asked]:
    """From the latest gathering on."""
    query = select(Feedback).where(Feedback.tenant == tenant)
    latest_first = replace(page, sort=f"-{Feedback.last_day.key}")
    found = await paginate(session, query, latest_first, by=(Feedback.last_day, Feedback.id))

    async def describe(apart: AsyncSession, rows: Sequence[Feedback]) -> list[Asked]:
        these = in_list(gatherings.c.gathering_id, "ids")
        known = select(Gathering).where(Gathering.tenant == tenant, these)
        called = await apart.scalars(known, {"ids": [each.id for each in rows]})
        titles = {each.gathering_id: each.title for each in called}
        states = await urns.states_of(apart, tenant, [each.id for each in rows])
        return [
            replace(_asked(each, titles.get(each.id)), state=states.get(each.id)) for each in rows
        ]

    return replace(await described(session, found, describe), columns=_COLUMNS)


async def waiting(session: AsyncSession) -> Sequence[UUID]:
    """Those whose urn is not planned yet."""
    query = select(Feedback.id).where(Feedback.rights.is_not(None))
    return (await session.scalars(crossing(query))).all()


def _asked(row: Feedback, title: str | None) -> Asked:
    return Asked(
        row.id,
        row.tenant,
        title or UNKNOWN,
        row.last_day,
        row.closes_at,
        row.invited,
        row.rights is not None,
        rules.read(row.questions),
    )
