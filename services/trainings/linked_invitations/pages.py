"""The page behind the link of an invitation: come, or decline. Looking changes nothing."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.alike import queries as alike
from services.trainings.gatherings import queries as gatherings
from services.trainings.invitations import queries, use_cases
from services.trainings.invitations.values import Asked, Invitee, Reply
from services.trainings.linked_invitations.forms import ReplyForm
from services.trainings.overlaps import queries as overlaps
from services.trainings.registrations import queries as registrations
from services.trainings.registrations import use_cases as registering
from services.trainings.registrations.values import Hindrance, state_in_words
from services.trainings.seats import queries as seats
from services.trainings.values import GONE
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import Place
from shared.contracts.invitations import INVITATION_PAGE
from shared.ids import new_id
from shared.links import LinkExpired, LinkInvalid
from shared.messaging.event import Cause
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=LinkHolder)
ROUTE = INVITATION_PAGE.route


@pages.get(ROUTE)
async def show(token: str, request: Request, here: CurrentContext, session: Reading) -> Response:
    """To what they are invited."""
    return await _show(request, here, session, token, ReplyForm.empty())


@pages.post(ROUTE)
async def reply(
    token: str, request: Request, here: CurrentContext, uow: Uow, form: Posted[ReplyForm]
) -> Response:
    """A seat, or a place in line for who agreed to wait; or they decline."""
    found = await _opened(here, uow.session, token)
    if found is None or form.value is None:
        return await _show(request, here, uow.session, token, form)
    if form.value.answer is Reply.DECLINE:
        await use_cases.decline(uow, found.tenant, found.gathering_id, found.person_id)
        return pages.saved(request, "Danke für Ihre Antwort.", "Sie haben abgelehnt.")
    agreed = form.value.model_dump(include={"waits", "anyway", "swaps"})
    entry = await registering.register(uow, _invitee(found), found.gathering_id, **agreed)
    if entry.place is Place.CONFIRMED:
        text = "Die Bestätigung mit dem Kalendereintrag kommt per Mail."
        return pages.saved(request, "Sie sind angemeldet.", text)
    said = f"Vorgemerkt: {state_in_words(entry.place, entry.approval)}."
    return pages.saved(request, said, "Sobald sich etwas ändert, kommt eine Mail.")


async def _show(
    request: Request, here: Context, session: AsyncSession, token: str, form: Entered[Any]
) -> Response:
    found = await _opened(here, session, token)
    if found is None:
        return pages.render(request, "invitation_over.html", 410)
    now, me = here.clock.now(), _invitee(found)
    row = await gatherings.one(session, found.tenant, found.gathering_id)
    newest = await registrations.mine(session, found.tenant, found.person_id, row.id)
    holds = newest is not None and newest.place not in GONE
    hindrance = registrations.hindrance(row, me, now, newest)
    why = await seats.outlook(session, row, None, await seats.occupancy(session, row, now), now)
    tied = await alike.of(session, row, now, found.person_id)
    return pages.render(
        request,
        "linked_invitation.html",
        gathering=await gatherings.whole(session, found.tenant, row),
        state=state_in_words(newest.place, newest.approval) if newest and holds else "",
        declined=found.declined,
        hindrance=None if hindrance is Hindrance.AUDIENCE else hindrance,
        waits=why is not None,
        swaps=[each for each in tied if each.seated],
        crossed=await overlaps.of(session, found.tenant, found.person_id, row.id),
        form=form,
    )


def _invitee(found: Asked) -> Invitee:
    return Invitee(found.tenant, found.person_id, Cause(found.tenant, new_id()))


async def _opened(here: Context, session: AsyncSession, token: str) -> Asked | None:
    """None where its time is over; raises ``LinkInvalid``."""
    try:
        found = await queries.by_link(session, await here.links.open(INVITATION_PAGE, token))
    except LinkExpired:
        return None
    if found is None:
        raise LinkInvalid
    return found
