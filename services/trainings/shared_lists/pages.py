"""Who comes, for those who have a seat, and whether one is named oneself."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering, Registration
from services.trainings.registrations import queries as registrations
from services.trainings.shared_lists import queries, use_cases
from services.trainings.shared_lists.forms import ConsentForm
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import CATALOGUE, Place
from shared.database.paging import KeysetRequest
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=CATALOGUE.removeprefix("/trainings"), audience=Network)
LIST = "/{gathering_id}/teilnehmende"


@pages.get(LIST)
async def list_participants(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: Reading,
    page: PageRequest,
    gathering_id: UUID,
) -> Response:
    """Those who have agreed."""
    row, mine = await _seat(session, me, here, gathering_id)
    form = ConsentForm.empty(agrees=await queries.agrees(session, me.tenant, mine.id))
    return await _show(request, session, row, page, form)


@pages.post(LIST)
async def agree(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    page: PageRequest,
    gathering_id: UUID,
    form: Posted[ConsentForm],
) -> Response:
    """From now on, or not any more."""
    row, mine = await _seat(uow.session, me, here, gathering_id)
    if form.value is None:
        return await _show(request, uow.session, row, page, form)
    await use_cases.agree(uow, mine, agrees=form.value.agrees)
    said = "Ihr Name steht jetzt in der Liste." if form.value.agrees else "Sie stehen nicht darin."
    return pages.saved(request, said)


async def _seat(
    session: AsyncSession, me: Me, here: Context, gathering_id: UUID
) -> tuple[Gathering, Registration]:
    """Raises ``NoResultFound`` for who has none, and once the list is gone."""
    mine = await registrations.holding(session, me.tenant, me.person_id, gathering_id)
    row = await gatherings.known(session, me.tenant, gathering_id)
    if mine.place is not Place.CONFIRMED or queries.is_gone(row, here.clock.now()):
        raise NoResultFound
    return row, mine


async def _show(
    request: Request,
    session: AsyncSession,
    row: Gathering,
    page: KeysetRequest,
    form: Entered[ConsentForm],
) -> Response:
    found = await queries.page_of(session, row, page)
    above = [(row.title, pages.address(request, row.id))]
    return pages.render(
        request, "shared_list.html", gathering=row, page=found, form=form, above=above
    )
