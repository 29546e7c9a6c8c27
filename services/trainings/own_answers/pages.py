"""One's own answers to what a gathering asks."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.answers import queries, use_cases
from services.trainings.gatherings import queries as gatherings
from services.trainings.own_answers.forms import AnswersForm
from services.trainings.registrations import queries as registrations
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import CATALOGUE
from shared.web.kit.forms import Entered, Posted, Sent
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=CATALOGUE.removeprefix("/trainings"), audience=Network)
ANSWERS = "/{gathering_id}/angaben"


@pages.get(ANSWERS)
async def show_own(
    request: Request, me: Network, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """What one has answered."""
    return await _show(request, me, here, session, gathering_id, AnswersForm.empty())


@pages.post(ANSWERS)
async def change_own(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    gathering_id: UUID,
    form: Posted[AnswersForm],
    given: Sent,
) -> Response:
    """Until the last day."""
    if form.value is None:
        return await _show(request, me, here, uow.session, gathering_id, form, given)
    entry = await registrations.holding(uow.session, me.tenant, me.person_id, gathering_id)
    await use_cases.give(uow, entry, given)
    return pages.saved(request, to=pages.address(request, gathering_id))


async def _show(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    gathering_id: UUID,
    form: Entered[AnswersForm],
    given: Mapping[str, str] | None = None,
) -> Response:
    """Raises ``NoResultFound`` for who is not registered."""
    entry = await registrations.holding(session, me.tenant, me.person_id, gathering_id)
    row = await gatherings.known(session, me.tenant, gathering_id)
    own = await queries.own(session, me.tenant, gathering_id, entry)
    back = pages.address(request, gathering_id)
    return pages.render(
        request,
        "own_answers.html",
        gathering=row,
        own=own,
        frozen=queries.frozen(row, own, here.clock.now()),
        form=queries.asking(form, own, given),
        back=back,
        above=[(row.title, back)],
    )
