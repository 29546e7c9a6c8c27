"""The office's list of what everybody has answered."""

from uuid import UUID

from fastapi import Request, Response

from services.trainings.answers import queries, use_cases
from services.trainings.answers.forms import ApproveForm
from services.trainings.answers.values import tally
from services.trainings.gatherings import queries as gatherings
from services.trainings.questions import queries as questions
from services.trainings.registrations import queries as registrations
from shared.context import Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.audit import looked
from shared.web.kit.forms import Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
ANSWERS = "/{gathering_id}/angaben"


@pages.get(ANSWERS, dependencies=[looked])
async def list_answers(
    request: Request, me: Coordinator, session: Reading, page: PageRequest, gathering_id: UUID
) -> Response:
    """Who needs what, with counts; also as a file."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    sheet = await questions.sheet(session, me.tenant, gathering_id)
    found = await queries.lines(session, row, sheet)
    return pages.render(
        request,
        "answers.html",
        gathering=row,
        tallies=tally(sheet.questions, found),
        missing=sum(each.own.missing for each in found),
        page=queries.page_of(found, sheet, page),
        people=pages.address(request, gathering_id, "teilnehmende"),
        above=[(row.title, pages.address(request, gathering_id))],
    )


@pages.post("/{gathering_id}/teilnehmende/{registration_id}/erneut-freigeben")
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
    to = pages.address(request, gathering_id, "teilnehmende", registration_id)
    return pages.saved(request, "Freigegeben.", to=to)
