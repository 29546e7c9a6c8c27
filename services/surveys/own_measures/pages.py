"""What somebody is to do, and what they say of it."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.forms import ReplyForm
from services.surveys.measures import queries, use_cases
from services.surveys.own_measures.forms import OwnSearch
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.measures import OWN_MEASURES
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=OWN_MEASURES.removeprefix("/surveys"), audience=Network)


@pages.get("")
async def list_own(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: Reading,
    search: Search[OwnSearch],
    page: PageRequest,
) -> Response:
    """What is due first comes first."""
    today = local_date(here.clock.now())
    found = await queries.page_of_owner(session, me.tenant, me.person_id, search.state, page, today)
    return pages.render(request, "own_measures.html", search=search, page=found)


@pages.get("/{measure_id}")
async def show_own(
    request: Request, me: Network, here: CurrentContext, session: Reading, measure_id: UUID
) -> Response:
    """Only one's own."""
    return await _show(request, me, here, session, measure_id, ReplyForm.empty())


@pages.post("/{measure_id}")
async def reply(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    measure_id: UUID,
    form: Posted[ReplyForm],
) -> Response:
    """Done, not possible, or later."""
    if form.value is None:
        return await _show(request, me, here, uow.session, measure_id, form)
    await queries.own(uow.session, me.tenant, me.person_id, measure_id)
    await use_cases.reply(uow, me.cause, measure_id, form.value)
    return pages.saved(request, "Gespeichert. Danke!", to=pages.address(request))


async def _show(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    measure_id: UUID,
    form: Entered[ReplyForm],
) -> Response:
    row = await queries.own(session, me.tenant, me.person_id, measure_id)
    today = local_date(here.clock.now())
    found = (await queries.shown_of(session, me.tenant, [row], today))[0]
    return pages.render(request, "own_measure.html", measure=found, form=form)
