"""One's own answers, and the office's list of all."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.answers import queries, use_cases
from services.trainings.answers.forms import AnswersForm, ApproveForm
from services.trainings.answers.values import tally
from services.trainings.gatherings import queries as gatherings
from services.trainings.questions import queries as questions
from services.trainings.registrations import queries as registrations
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import CATALOGUE, GATHERINGS
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted, Sent
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator, Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

office = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
pages = PageRouter(__package__, prefix=CATALOGUE.removeprefix("/trainings"), audience=Network)
ANSWERS = "/{gathering_id}/angaben"


@office.get(ANSWERS, dependencies=[looked])
async def list_answers(
    request: Request, me: Coordinator, session: Reading, page: PageRequest, gathering_id: UUID
) -> Response:
    """Who needs what, with counts; also as a file."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    sheet = await questions.sheet(session, me.tenant, gathering_id)
    found = await queries.lines(session, row, sheet)
    return office.render(
        request,
        "answers.html",
        gathering=row,
        tallies=tally(sheet.questions, found),
        missing=sum(each.own.missing for each in found),
        page=queries.page_of(found, sheet, page),
        people=office.address(request, gathering_id, "teilnehmende"),
        above=[(row.title, office.address(request, gathering_id))],
    )


@office.post("/{gathering_id}/teilnehmende/{registration_id}/erneut-freigeben")
async def approve_again(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    registration_id: UUID,
    form: Posted[ApproveForm],
) -> Response:
    """The office agrees with what has changed."""
    form.sound  # noqa: B018
    entry = await registrations.of_gathering(uow.session, me.tenant, gathering_id, registration_id)
    await use_cases.approve(uow, entry)
    to = office.address(request, gathering_id, "teilnehmende", registration_id)
    return office.saved(request, "Freigegeben.", to=to)


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
