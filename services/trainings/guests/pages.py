"""What is open to guests, for everybody; one gathering, and the form to register for it."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.catalogue.values import seats_in_words
from services.trainings.gatherings import queries as gatherings
from services.trainings.guests import use_cases
from services.trainings.guests.forms import AskForm
from services.trainings.guests.values import Introduced
from services.trainings.registrations import queries as registrations
from services.trainings.seats import queries as seats
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import GUESTS
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter
from shared.web.pace import paced, strangers

ASKED_A_MINUTE = 20
"""By one address, which a whole school may share: each is a mail to somebody."""

pages = PageRouter(
    __package__,
    prefix=GUESTS.removeprefix("/trainings"),
    audience=Anybody,
    dependencies=[strangers],
)


def _served(here: CurrentContext, municipality: str) -> str:
    if municipality not in here.settings.municipalities:
        raise NoResultFound
    return municipality


Place = Annotated[str, Depends(_served)]


@pages.get("/{municipality}")
async def list_open(
    request: Request, place: Place, here: CurrentContext, session: Reading, page: PageRequest
) -> Response:
    """From the next on."""
    found = await gatherings.for_guests(session, place, page, here.clock.now())
    return pages.render(request, "open.html", page=found)


@pages.get("/{municipality}/{gathering_id}")
async def show_open(
    request: Request, place: Place, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """One, with the form."""
    return await _show(request, here, session, place, gathering_id, AskForm.empty())


@pages.post("/{municipality}/{gathering_id}", dependencies=[paced(ASKED_A_MINUTE)])
async def ask(
    request: Request,
    place: Place,
    here: CurrentContext,
    uow: Uow,
    gathering_id: UUID,
    form: Posted[AskForm],
) -> Response:
    """The same answer whoever's address it is: a mail is on its way."""
    if form.value is None:
        return await _show(request, here, uow.session, place, gathering_id, form)
    given = form.value
    await gatherings.for_guest(uow.session, place, gathering_id)
    who = Introduced(given.given_name, given.family_name, given.institution)
    await use_cases.ask(uow, Cause(place, new_id()), gathering_id, given.address, who)
    return pages.saved(
        request,
        "Bitte bestätigen Sie Ihre Anmeldung.",
        "Eine Mail mit einem Link ist unterwegs. Angemeldet sind Sie erst, wenn Sie ihn öffnen"
        " und bestätigen.",
    )


async def _show(
    request: Request,
    here: Context,
    session: AsyncSession,
    place: str,
    gathering_id: UUID,
    form: Entered[AskForm],
) -> Response:
    now = here.clock.now()
    row = await gatherings.for_guest(session, place, gathering_id)
    full = await seats.occupancy(session, row, now)
    return pages.render(
        request,
        "open_gathering.html",
        gathering=await gatherings.whole(session, place, row),
        seats=seats_in_words(full.free, full.waiting),
        hindrance=registrations.guest_hindrance(row, now),
        form=form,
        list_of=pages.address(request, place),
    )
