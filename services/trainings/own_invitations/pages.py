"""Somebody who was invited does not come; whoever comes registers as everybody does."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound

from services.trainings.gatherings import queries as gatherings
from services.trainings.invitations import use_cases
from services.trainings.own_invitations.forms import DeclineForm
from shared.context import Uow
from shared.contracts.gatherings import CATALOGUE
from shared.web import audit
from shared.web.kit.forms import Posted
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=CATALOGUE.removeprefix("/trainings"), audience=Network)


@pages.post("/{gathering_id}/einladung")
async def decline(
    request: Request, me: Network, uow: Uow, gathering_id: UUID, form: Posted[DeclineForm]
) -> Response:
    """They are not asked again."""
    row = await gatherings.known(uow.session, me.tenant, gathering_id)
    to = pages.address(request, gathering_id)
    if form.value is None:
        audit.unchanged(request)
        return pages.saved(request, *form.errors.values(), kind="warning", to=to)
    if not await use_cases.decline(uow, me.tenant, row.id, me.person_id):
        raise NoResultFound
    return pages.saved(request, "Danke für Ihre Antwort.", "Sie haben abgelehnt.", to=to)
