"""The page behind the link of an invitation: come, or decline. Looking changes nothing."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.alike import queries as alike
from services.trainings.belongings import queries as belongings
from services.trainings.gatherings import queries as gatherings
from services.trainings.invitations import queries, use_cases
from services.trainings.invitations.values import Asked, Invitee, Reply
from services.trainings.linked_invitations.forms import ReplyForm
from services.trainings.overlaps import queries as overlaps
from services.trainings.people import queries as people
from services.trainings.published_minutes import queries as minutes
from services.trainings.registrations import queries as registrations
from services.trainings.registrations import use_cases as registering
from services.trainings.registrations.values import Hindrance, state_in_words
from services.trainings.seats import queries as seats
from services.trainings.values import GONE
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading
from shared.contracts.gatherings import CATALOGUE, Place
from shared.contracts.invitations import INVITATION_PAGE
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.kit.exports import attachment
from shared.web.kit.forms import Entered
from shared.web.kit.linked import Behind, offer_linked
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=LinkHolder)


async def _find(_: Context, session: AsyncSession, invitation_id: UUID) -> Asked | None:
    """None where it was taken back, or is forgotten."""
    return await queries.by_link(session, invitation_id)


async def _reply(request: Request, uow: UnitOfWork, found: Asked, given: ReplyForm) -> Response:
    """A seat, or a place in line for who agreed to wait; or they decline."""
    if given.answer is Reply.DECLINE:
        await use_cases.decline(uow, found.tenant, found.gathering_id, found.person_id)
        return pages.saved(request, "Danke für Ihre Antwort.", "Sie haben abgelehnt.")
    agreed = given.model_dump(include={"waits", "anyway", "swaps"})
    entry = await registering.register(uow, _invitee(found), found.gathering_id, **agreed)
    if entry.place is Place.CONFIRMED:
        text = "Die Bestätigung mit dem Kalendereintrag kommt per Mail."
        return pages.saved(request, "Sie sind angemeldet.", text)
    said = f"Vorgemerkt: {state_in_words(entry.place, entry.approval)}."
    return pages.saved(request, said, "Sobald sich etwas ändert, kommt eine Mail.")


async def _show(behind: Behind[Asked], form: Entered[Any]) -> Response:
    """To what they are invited."""
    session, found = behind.session, behind.found
    now, me = behind.here.clock.now(), _invitee(found)
    row = await gatherings.one(session, found.tenant, found.gathering_id)
    newest = await registrations.mine(session, found.tenant, found.person_id, row.id)
    holds = newest is not None and newest.place not in GONE
    hindrance = registrations.hindrance(row, me, now, newest)
    full = await seats.occupancy(session, row, now)
    of = await belongings.of(session, me, found.person_id, local_date(now))
    tied = await alike.of(session, row, now, found.person_id)
    return pages.render(
        behind.request,
        "linked_invitation.html",
        gathering=await gatherings.whole(session, found.tenant, row),
        state=state_in_words(newest.place, newest.approval) if newest and holds else "",
        declined=found.declined,
        hindrance=None if hindrance is Hindrance.AUDIENCE else hindrance,
        why=(await seats.prospect(session, row, of, full, now)).why,
        closed=seats.closed(row, now),
        swaps=[each for each in tied if each.seated],
        crossed=await overlaps.of(session, found.tenant, found.person_id, row.id),
        minutes=await minutes.may_read_invited(session, found),
        inside=f"{CATALOGUE}/{row.id}" if await _signs_in(session, found) else "",
        form=form,
    )


@pages.get(f"{INVITATION_PAGE.route}/protokoll/datei")
async def save_minutes(
    token: str, request: Request, here: CurrentContext, session: Reading
) -> Response:
    """Published ones, for who cannot sign in; raises ``LinkExpired``, and ``NoResultFound``."""
    asked = await queries.by_link(session, await here.links.open(INVITATION_PAGE, token))
    if asked is None or await _signs_in(session, asked):
        raise NoResultFound
    if not await minutes.may_read_invited(session, asked):
        raise NoResultFound
    today = local_date(here.clock.now())
    content = await minutes.file_of(session, asked.tenant, asked.gathering_id, today)
    headers = attachment(request, "protokoll", "pdf")
    return Response(content, headers=headers, media_type="application/pdf")


async def _signs_in(session: AsyncSession, found: Asked) -> bool:
    """Whoever does finds all of it there, and the link gives no paper away."""
    return bool(await people.roles_of(session, found.tenant, found.person_id))


def _invitee(found: Asked) -> Invitee:
    return Invitee(found.tenant, found.person_id, Cause(found.tenant, new_id()))


offer_linked(
    pages,
    INVITATION_PAGE,
    ReplyForm,
    find=_find,
    show=_show,
    act=_reply,
    over="invitation_over.html",
)
