"""What the certificates of a gathering are to say, for the office."""

from dataclasses import asdict
from uuid import UUID

from fastapi import Request, Response

from services.trainings.certificate_details import queries, use_cases
from services.trainings.certificate_details.forms import DetailsForm
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from shared.context import Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
DETAILS = "/{gathering_id}/bescheinigungsangaben"


@pages.get(DETAILS)
async def ask_for_details(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """As they are."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    found = await queries.of_gathering(session, me.tenant, gathering_id)
    return _form(request, row, DetailsForm.filled(asdict(found)))


@pages.post(DETAILS)
async def write_details(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[DetailsForm]
) -> Response:
    """Certificates that are issued from now on say so."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return _form(request, row, form)
    await use_cases.write(uow, me, gathering_id, form.value)
    return pages.saved(request, to=pages.address(request, gathering_id))


def _form(request: Request, row: Gathering, form: Entered[DetailsForm]) -> Response:
    back = pages.address(request, row.id)
    title = "Angaben für die Bescheinigung"
    above = [(row.title, back)]
    return pages.render(
        request, "kit/form.html", title=title, preline=row.title, form=form, back=back, above=above
    )
