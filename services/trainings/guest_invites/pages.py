"""A guest is asked by somebody in the network whether they come."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.guest_invites.forms import RegisterGuestForm
from services.trainings.guests import use_cases as guests
from services.trainings.guests.values import Introduced
from services.trainings.registrations import queries as registrations
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import CATALOGUE
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=CATALOGUE.removeprefix("/trainings"), audience=Network)


@pages.get("/{gathering_id}/gast")
async def ask_for_guest(
    request: Request, me: Network, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """The form for somebody who is in no directory."""
    return await _guest(request, me, here, session, gathering_id, RegisterGuestForm.empty())


@pages.post("/{gathering_id}/gast")
async def invite_guest(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    gathering_id: UUID,
    form: Posted[RegisterGuestForm],
) -> Response:
    """They are registered once they have confirmed it."""
    if form.value is None:
        return await _guest(request, me, here, uow.session, gathering_id, form)
    given = form.value
    who = Introduced(given.given_name, given.family_name, given.institution)
    await guests.ask(uow, me.cause, gathering_id, given.address, who, me.person_id)
    text = "Sobald der Gast den Link darin bestätigt, ist er angemeldet."
    to = pages.address(request, gathering_id)
    return pages.saved(request, "Eine Mail ist unterwegs.", text, to=to)


async def _guest(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    gathering_id: UUID,
    form: Entered[RegisterGuestForm],
) -> Response:
    row = await gatherings.known(session, me.tenant, gathering_id)
    hindrance = registrations.guest_hindrance(row, here.clock.now())
    return pages.render(
        request,
        "guest.html",
        gathering=row,
        hindrance=hindrance,
        form=form,
        back=pages.address(request, gathering_id),
    )
