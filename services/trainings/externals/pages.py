"""One's own trainings elsewhere: record one, see what became of it, take it away again."""

from datetime import date
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.externals import queries, use_cases
from services.trainings.externals.forms import ExternalForm, OwnForm
from services.trainings.qualification_kinds import queries as kinds
from shared.context import Reading, Uow
from shared.contracts.certificates import OWN_CERTIFICATES
from shared.web.kit.editing import Offered, offer_new
from shared.web.kit.forms import Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

OWN = f"{OWN_CERTIFICATES}/extern"
pages = PageRouter(__package__, prefix=OWN.removeprefix("/trainings"), audience=Network)


@pages.get("")
async def list_own(request: Request, me: Network, session: Reading, page: PageRequest) -> Response:
    """The newest first."""
    found = await queries.of_person(session, me.tenant, me.person_id, page)
    return pages.render(request, "own_externals.html", page=found)


async def offered(session: AsyncSession, me: Me, today: date) -> Offered:
    """The qualifications of the municipality."""
    return {"kind": await kinds.offered(session, me.tenant)}


offer_new(pages, "Fortbildung eines anderen Anbieters", ExternalForm, use_cases.record, offered)


@pages.get("/{external_id}")
async def show_own(request: Request, me: Network, session: Reading, external_id: UUID) -> Response:
    """One."""
    row = await queries.own(session, me.tenant, me.person_id, external_id)
    found = await queries.shown(session, row)
    above = [("Andere Anbieter", OWN)]
    return pages.render(request, "own_external.html", found=found, above=above)


@pages.get("/{external_id}/entfernen")
async def ask_to_remove(
    request: Request, me: Network, session: Reading, external_id: UUID
) -> Response:
    """Ask before it is gone."""
    await queries.own(session, me.tenant, me.person_id, external_id)
    return pages.confirm(request, "Eintrag entfernen?", "Er ist dann weg.", button="Entfernen")


@pages.post("/{external_id}/entfernen")
async def remove_own(
    request: Request, me: Network, uow: Uow, external_id: UUID, form: Posted[OwnForm]
) -> Response:
    """While nobody has decided."""
    if form.value is None:
        said = "Er ist dann weg."
        return pages.confirm(request, "Eintrag entfernen?", said, button="Entfernen", form=form)
    await use_cases.remove(uow, me, external_id)
    return pages.saved(request, "Entfernt.", to=pages.address(request))
