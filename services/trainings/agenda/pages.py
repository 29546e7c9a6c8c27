"""The agenda of a gathering, as the office prepares it."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.actions import queries as actions
from services.trainings.agenda import queries, use_cases
from services.trainings.agenda.forms import ItemForm, StepForm
from services.trainings.gatherings import queries as gatherings
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.below import Below, Farewell
from shared.web.kit.forms import Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
AGENDA = "/{gathering_id}/tagesordnung"
ITEM = f"{AGENDA}/{{item_id}}"


@pages.get(AGENDA)
async def show_agenda(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """In its order, with what waits for a later meeting."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return pages.render(
        request,
        "agenda.html",
        gathering=row,
        agenda=await queries.agenda_of(session, row),
        actions=await actions.open_before(session, row, local_date(here.clock.now())),
        kept=await queries.kept(session, row),
        previous=await gatherings.previous(session, row),
        above=[(row.title, pages.address(request, row.id))],
    )


@pages.post(f"{AGENDA}/vorlage")
async def begin(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[StepForm]
) -> Response:
    """As the last meeting, or as usual."""
    await use_cases.begin(uow, me, gathering_id)
    return pages.saved(request, to=below.home.format(gathering_id))


async def _known(
    session: AsyncSession, tenant: str, gathering_id: UUID, item_id: UUID
) -> Mapping[str, object]:
    return await queries.known(
        session, await queries.item_of(session, tenant, gathering_id, item_id)
    )


below = Below(pages, f"{GATHERINGS}/{{}}/tagesordnung", "Tagesordnung", gatherings.one)
below.offer_new(f"{AGENDA}/neu", "Punkt hinzufügen", ItemForm, use_cases.add)
below.offer_change(ITEM, "Punkt ändern", ItemForm, _known, use_cases.change)
below.offer_button(f"{ITEM}/hoch", partial(use_cases.move, by=-1))
below.offer_button(f"{ITEM}/runter", partial(use_cases.move, by=1))
below.offer_button(f"{ITEM}/aufnehmen", use_cases.take_back)
below.offer_removal(
    f"{ITEM}/entfernen",
    Farewell(
        "Punkt entfernen?",
        "Er steht dann nicht mehr auf der Tagesordnung. Kam er aus einem früheren Treffen,"
        " liegt er wieder im Themenspeicher.",
        "Der Punkt ist entfernt.",
        final=False,
    ),
    StepForm,
    queries.item_of,
    use_cases.remove,
)
