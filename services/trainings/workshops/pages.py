"""The programme of workshops, as the office keeps it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from services.trainings.workshop_seats import queries as taken
from services.trainings.workshops import queries, use_cases
from services.trainings.workshops.forms import RemoveForm, SlotForm, WorkshopForm
from services.trainings.workshops.values import Session
from shared.context import Reading
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.below import Below, Choice, Farewell
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.kit.words import shown

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
WORKSHOPS = "/{gathering_id}/workshops"
TIMES = f"{WORKSHOPS}/zeiten"
SLOT = f"{TIMES}/{{slot_id}}"
WORKSHOP = f"{WORKSHOPS}/{{workshop_id}}"


@pages.get(WORKSHOPS)
async def list_workshops(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """By time, with how full they are."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return pages.render(
        request,
        "workshops.html",
        gathering=row,
        sessions=await _programme(session, row),
        above=[(row.title, pages.address(request, row.id))],
    )


async def _programme(session: AsyncSession, row: Gathering) -> Sequence[Session]:
    found = await queries.programme(session, row.tenant, row.id)
    full = await taken.fullness(session, row.tenant, [each.id for each in found])
    return queries.with_fullness(found, full)


async def _dates(session: AsyncSession, row: Gathering) -> Sequence[tuple[str, str]]:
    whole = await gatherings.whole(session, row.tenant, row)
    return [(str(each.id), f"{shown(each.day)}, {each.slot.in_words}") for each in whole.held]


async def _slot(
    session: AsyncSession, tenant: str, gathering_id: UUID, slot_id: UUID
) -> Mapping[str, object]:
    return queries.known(await queries.slot_of(session, tenant, gathering_id, slot_id))


DATES = Choice("date_id", _dates)
below = Below(pages, f"{GATHERINGS}/{{}}/workshops", "Workshops", gatherings.one)
below.offer_new(f"{TIMES}/neu", "Zeit hinzufügen", SlotForm, use_cases.add_slot, DATES)
below.offer_change(SLOT, "Zeit ändern", SlotForm, _slot, use_cases.change_slot, DATES)
below.offer_change(
    f"{SLOT}/neu", "Workshop hinzufügen", WorkshopForm, _slot, use_cases.add, empty=True
)
below.offer_change(
    f"{WORKSHOP}/bearbeiten", "Workshop bearbeiten", WorkshopForm, queries.one, use_cases.change
)
below.offer_removal(
    f"{WORKSHOP}/entfernen",
    Farewell(
        "Workshop entfernen?",
        "Wer dort einen Platz hat, verliert ihn und bekommt den nächsten eigenen Wunsch, in dem"
        " Platz ist. Eine Mail geht nicht hinaus; bitte sagen Sie es den Betroffenen.",
        "Der Workshop ist entfernt.",
    ),
    RemoveForm,
    queries.one,
    use_cases.remove,
)
