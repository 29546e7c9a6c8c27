"""The page behind a guest's link: confirm, or leave again. Looking changes nothing."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.answers import queries as answers
from services.trainings.answers import use_cases as answering
from services.trainings.gatherings import queries as gatherings
from services.trainings.guests import queries as guests
from services.trainings.guests import use_cases
from services.trainings.guests.values import Introduced, Invited
from services.trainings.linked_guests.forms import ConfirmForm
from services.trainings.overlaps import queries as overlaps
from services.trainings.people import queries as people
from services.trainings.registrations import queries as registrations
from services.trainings.registrations import use_cases as registering
from services.trainings.registrations.values import state_in_words
from services.trainings.seats import queries as seats
from services.trainings.seats.values import NOBODY
from services.trainings.values import GONE
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import GUEST_PAGE, Place
from shared.ids import new_id
from shared.links import LinkExpired
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.kit.forms import Entered, Posted, Sent
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=LinkHolder)
ROUTE = GUEST_PAGE.route


@pages.get(ROUTE)
async def show(token: str, request: Request, here: CurrentContext, session: Reading) -> Response:
    """What they would confirm, or how their registration stands."""
    return await _show(request, here, session, token)


@pages.post(ROUTE)
async def confirm(
    token: str,
    request: Request,
    here: CurrentContext,
    uow: Uow,
    form: Posted[ConfirmForm],
    sent: Sent,
) -> Response:
    """A seat, or a place in line for who agreed to wait; or they leave again."""
    guest = await _opened(here, uow.session, token)
    if guest is None or form.value is None:
        return await _show(request, here, uow.session, token, form, sent)
    given = form.value
    if given.leaves:
        return await _leave(request, uow, guest)
    who = Introduced(given.given_name, given.family_name, given.institution)
    entry = await use_cases.confirm(uow, guest, who, waits=given.waits, anyway=given.anyway)
    await answering.give(uow, entry, sent)
    if entry.place is Place.CONFIRMED:
        text = "Die Bestätigung mit dem Kalendereintrag kommt per Mail."
        return pages.saved(request, "Sie sind angemeldet.", text)
    said = state_in_words(entry.place, entry.approval)
    return pages.saved(
        request, f"Vorgemerkt: {said}.", "Sobald sich etwas ändert, kommt eine Mail."
    )


async def _leave(request: Request, uow: UnitOfWork, guest: Invited) -> Response:
    """They do not come after all; once more is the same as once."""
    entry = await registrations.mine(uow.session, guest.tenant, guest.id, guest.gathering_id)
    if entry is not None:
        await registering.withdraw(uow, Cause(guest.tenant, new_id()), entry.id)
    return pages.saved(request, "Sie sind abgemeldet.")


async def _show(
    request: Request,
    here: Context,
    session: AsyncSession,
    token: str,
    form: Entered[Any] | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    guest = await _opened(here, session, token)
    if guest is None:
        return pages.render(request, "guest_over.html", 410)
    now = here.clock.now()
    row = await gatherings.one(session, guest.tenant, guest.gathering_id)
    newest = await registrations.mine(session, guest.tenant, guest.id, row.id)
    mine = newest if newest is not None and newest.place not in GONE else None
    full = await seats.occupancy(session, row, now)
    own = await answers.own(session, guest.tenant, row.id, mine)
    why = (await seats.prospect(session, row, NOBODY, full, now)).why
    crossed = await overlaps.of_guest(session, guest.tenant, guest.id, row.id)
    form = form or ConfirmForm.empty(**asdict(guest.who))
    form = _agreeing(form, waits=why is not None)
    form = form if crossed else replace(form, left_out=("anyway",))
    return pages.render(
        request,
        "linked_guest.html",
        gathering=await gatherings.whole(session, guest.tenant, row),
        standing=await seats.standing(session, row, mine, now) if mine else None,
        hindrance=registrations.guest_hindrance(row, now, newest),
        registrar=await _registrar(session, guest),
        why=why,
        closed=seats.closed(row, now),
        full=full,
        who=guest.who,
        own=own,
        crossed=crossed,
        form=answers.asking(form, own, given),
    )


def _agreeing(form: Entered[Any], *, waits: bool) -> Entered[Any]:
    """Whoever reads that they would have to wait, and sends it again, means that."""
    return replace(form, typed={**form.typed, "waits": True}) if waits else form


async def _registrar(session: AsyncSession, guest: Invited) -> str:
    if guest.created_by is None:
        return ""
    names = await people.names_of(session, guest.tenant, [guest.created_by])
    return names.get(guest.created_by, "")


async def _opened(here: Context, session: AsyncSession, token: str) -> Invited | None:
    """None where its time is over, or they are forgotten; raises ``LinkInvalid``."""
    try:
        guest_id = await here.links.open(GUEST_PAGE, token)
    except LinkExpired:
        return None
    return await guests.by_link(session, guest_id)
