"""Published minutes as a page, and as a PDF that screen readers can read."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.minutes.values import paragraphs
from services.trainings.published_minutes import queries
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.gatherings import CATALOGUE
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.exports import attachment
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=CATALOGUE.removeprefix("/trainings"), audience=Network)
MINUTES = "/{gathering_id}/protokoll"


@pages.get(MINUTES, dependencies=[looked])
async def read(
    request: Request, me: Network, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """The text as it was published, and what was corrected since."""
    today = local_date(here.clock.now())
    await _refuse_others(session, me, gathering_id)
    paper = await queries.whole(session, me.tenant, gathering_id, today)
    found = paper.minutes
    return pages.render(
        request,
        "published.html",
        minutes=found,
        parts=paragraphs(found.text),
        agenda=paper.agenda,
        decisions=paper.decided,
        actions=paper.actions,
        above=[(found.title, pages.address(request, gathering_id))],
    )


@pages.get(f"{MINUTES}/datei")
async def save(
    request: Request, me: Network, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """The same as a file."""
    await _refuse_others(session, me, gathering_id)
    today = local_date(here.clock.now())
    content = await queries.file_of(session, me.tenant, gathering_id, today)
    await audit.record_apart(request, audit.EXPORT)
    headers = attachment(request, "protokoll", "pdf")
    return Response(content, headers=headers, media_type="application/pdf")


async def _refuse_others(session: AsyncSession, me: Me, gathering_id: UUID) -> None:
    """Raise ``NoResultFound`` for what they may not read."""
    if not await queries.may_read(session, me, gathering_id):
        raise NoResultFound
