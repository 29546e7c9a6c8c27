"""Quotas of a gathering, as the office sets them."""

from uuid import UUID

from fastapi import Request, Response

from services.trainings.gatherings import queries as gatherings
from services.trainings.quotas import queries, rules, use_cases
from services.trainings.quotas.forms import ChangeForm, QuotaForm, RemoveForm
from services.trainings.seats import queries as seats
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.below import Below, Choice, Farewell
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
QUOTAS = "/{gathering_id}/kontingente"
QUOTA = f"{QUOTAS}/{{quota_id}}"


@pages.get(QUOTAS)
async def list_quotas(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """With how many of each are given."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    now = here.clock.now()
    found = [
        (each, queries.quota_of(each), name)
        for each, name in await queries.of_gathering(session, row)
    ]
    taken = await seats.taken(session, row, now)
    queue = await seats.in_line(session, row)
    return pages.render(
        request,
        "quotas.html",
        gathering=row,
        quotas=rules.shown(found, taken, queue, local_date(now)),
        above=[(row.title, pages.address(request, row.id))],
    )


THOSE = Choice("whom", queries.choices)
below = Below(pages, f"{GATHERINGS}/{{}}/kontingente", "Kontingente", gatherings.one)
below.offer_new(f"{QUOTAS}/neu", "Kontingent festlegen", QuotaForm, use_cases.add, THOSE)
below.offer_change(QUOTA, "Kontingent ändern", ChangeForm, queries.one, use_cases.change)
below.offer_removal(
    f"{QUOTA}/aufheben",
    Farewell(
        "Kontingent aufheben?",
        "Wen nur dieses Kontingent warten ließ, rückt nach, solange Plätze frei sind.",
        "Das Kontingent ist aufgehoben.",
        button="Aufheben",
        final=False,
    ),
    RemoveForm,
    queries.one,
    use_cases.remove,
)
