"""A consultation is asked for, awaited and taken back by whoever holds the link of a mail."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from fastapi import Request as HttpRequest
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.consultations import queries as consultations
from services.directory.consultations import use_cases
from services.directory.consultations.values import CALENDAR_FILE, Request, Way
from services.directory.linked_consultations import queries
from services.directory.linked_consultations.forms import LinkedRequestForm
from services.directory.linked_consultations.values import LinkHolder as Holder
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.consultations import CONSULTATION_PAGE
from shared.links import LinkExpired
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.audit import acts
from shared.web.idempotency import PURPOSE, REUSED, Exactly
from shared.web.kit.editing import USED
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, audience=LinkHolder)
SHOWN = 10
Named = Annotated[UUID | None, Query(alias="anfrage")]
"""Which one is to be taken back; a link is the same for all of them."""


class _Asked(BaseModel):
    """What is kept of a form that was sent."""

    consultation_id: UUID


@pages.get(CONSULTATION_PAGE.route)
async def show(
    token: str,
    request: HttpRequest,
    here: CurrentContext,
    session: Reading,
    wanted: Named = None,
    appointment: Annotated[UUID | None, Query(alias="termin")] = None,
) -> Response:
    """The form with what was asked for before, whether to take one back, or when one is.

    The file for calendars does without the link: calendars are shared.
    """
    holder = await _holder(request, here, session, token)
    if holder is None:
        return _over(request)
    if appointment is not None:
        found = await consultations.one(session, holder, appointment)
        file = use_cases.calendar_file(found, here.clock.now())
        return Response(file, headers=CALENDAR_FILE)
    if wanted is not None:
        await consultations.one(session, holder, wanted)
        return pages.confirm(
            request,
            "Anfrage zurücknehmen?",
            consequence="Die Koordinierungsstelle erfährt davon mit einer Mail; ein Termin ist"
            " damit abgesagt. Neu anfragen können Sie jederzeit.",
            button="Zurücknehmen",
            back=request.url.path,
        )
    return await _form(request, session, holder, LinkedRequestForm.empty().keyed())


@pages.post(CONSULTATION_PAGE.route)
async def act(
    token: str,
    request: HttpRequest,
    here: CurrentContext,
    uow: Uow,
    form: Posted[LinkedRequestForm],
    wanted: Named = None,
) -> Response:
    """Ask, once however often it is sent; or take back."""
    holder = await _holder(request, here, uow.session, token)
    if holder is None:
        return _over(request)
    if wanted is not None:
        await use_cases.withdraw(uow, holder, wanted, by_link=True)
        return pages.saved(request, "Die Anfrage ist zurückgenommen.")
    if form.value is None:
        return await _form(request, uow.session, holder, form.keyed())
    try:
        await _ask(here, uow, holder, form)
    except Problem as problem:
        if problem.code != REUSED:
            raise
        used = replace(form.refused("", USED), key="").keyed()
        return await _form(request, uow.session, holder, used)
    text = "Die Koordinierungsstelle hat eine Mail dazu bekommen, und Sie bekommen auch eine."
    return pages.saved(request, "Ihre Anfrage ist da.", text)


async def _holder(
    request: HttpRequest, here: Context, session: AsyncSession, token: str
) -> Holder | None:
    """None where it is over; raises ``LinkInvalid`` for what is no link of ours."""
    try:
        person_id = await here.links.open(CONSULTATION_PAGE, token)
    except LinkExpired:
        return None
    today = local_date(here.clock.now())
    found = await queries.holder_of(session, here.settings.municipalities, person_id, today)
    if found is not None:
        acts(request, found)
    return found


async def _ask(
    here: Context, uow: UnitOfWork, holder: Holder, form: Entered[LinkedRequestForm]
) -> None:
    """Once, however often the same page is sent; raises ``Problem``."""
    given = form.sound

    async def work() -> _Asked:
        asked = Request(given.topic, given.note, Way.LINK)
        row = await use_cases.request_by_link(uow, holder, asked)
        return _Asked(consultation_id=row.id)

    what = f"POST {CONSULTATION_PAGE.path}"
    exactly = Exactly(uow, here.key(PURPOSE), what, holder.actor, form.keyed().key)
    await exactly.once(given, work)


async def _form(
    request: HttpRequest, session: AsyncSession, holder: Holder, form: Entered[LinkedRequestForm]
) -> Response:
    latest = await consultations.latest(session, holder, SHOWN)
    return pages.render(request, "ask.html", form=form, latest=latest)


def _over(request: HttpRequest) -> Response:
    return pages.render(request, "over.html", 410)
