"""Speakers of a working group, as the office writes down who was elected."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.decisions import queries as decisions
from services.trainings.gatherings import queries as gatherings
from services.trainings.speakers import queries, use_cases
from services.trainings.speakers.forms import EndForm, SpeakerForm
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.gatherings import GATHERINGS
from shared.web.audit import looked
from shared.web.kit.below import Below, Choice, Farewell
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
SPEAKERS = "/{gathering_id}/sprecher"


@pages.get(SPEAKERS, dependencies=[looked])
async def list_speakers(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """Those who speak now, and those before them."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    found = await queries.of_group(session, row, local_date(here.clock.now()))
    return pages.render(request, "speakers.html", gathering=row, speakers=found)


async def _one(session: AsyncSession, tenant: str, gathering_id: UUID, key: UUID) -> object:
    return await queries.one(session, await gatherings.one(session, tenant, gathering_id), key)


below = Below(pages, f"{GATHERINGS}/{{}}/sprecher", "Sprecherinnen und Sprecher", gatherings.one)
below.offer_new(
    f"{SPEAKERS}/neu",
    "Wahl festhalten",
    SpeakerForm,
    use_cases.elect,
    Choice("decision", decisions.choices, needed=False),
)
below.offer_removal(
    f"{SPEAKERS}/{{speaker_id}}/beenden",
    Farewell(
        "Amtszeit beenden?",
        "Heute ist dann der letzte Tag. Eine Amtszeit, die noch nicht begonnen hat, entfällt.",
        "Die Amtszeit ist beendet.",
        button="Beenden",
    ),
    EndForm,
    _one,
    use_cases.end,
)
