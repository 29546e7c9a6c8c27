"""The page behind the link of a mail: accept or give up a seat. Looking changes nothing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.answers import queries as answers
from services.trainings.answers import use_cases as answering
from services.trainings.gatherings import queries as gatherings
from services.trainings.linked_registrations.forms import AnswerForm
from services.trainings.linked_registrations.values import Answer
from services.trainings.models import Registration
from services.trainings.registrations import queries, use_cases
from services.trainings.seats import queries as seats
from services.trainings.workshop_choices import queries as workshops
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import REGISTRATION_PAGE, Place
from shared.ids import new_id
from shared.links import LinkExpired, LinkInvalid
from shared.messaging.event import Cause
from shared.web.kit.forms import Entered, Posted, Sent
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=LinkHolder)
ROUTE = REGISTRATION_PAGE.route


@pages.get(ROUTE)
async def show(token: str, request: Request, here: CurrentContext, session: Reading) -> Response:
    """How it is with the registration."""
    return await _show(request, here, session, token, AnswerForm.empty())


@pages.post(ROUTE)
async def answer(
    token: str,
    request: Request,
    here: CurrentContext,
    uow: Uow,
    form: Posted[AnswerForm],
    given: Sent,
) -> Response:
    """Take the seat that is kept, say that they come, give it up, or answer what is asked."""
    entry = await _opened(here, uow.session, token)
    if entry is None or form.value is None:
        return await _show(request, here, uow.session, token, form, given)
    if form.value.answer is Answer.DETAILS:
        await answering.give(uow, entry, given)
        return pages.saved(request, "Ihre Angaben sind gespeichert.")
    cause = Cause(entry.tenant, new_id())
    if form.value.answer is Answer.KEEP and entry.place is Place.CONFIRMED:
        return pages.saved(request, "Danke, Ihr Platz bleibt.")
    if form.value.answer in (Answer.ACCEPT, Answer.KEEP):
        await use_cases.accept(uow, cause, entry.id)
        return pages.saved(request, "Sie haben den Platz.")
    await use_cases.withdraw(uow, cause, entry.id)
    return pages.saved(request, "Sie sind abgemeldet.")


async def _show(
    request: Request,
    here: Context,
    session: AsyncSession,
    token: str,
    form: Entered[Any],
    given: Mapping[str, str] | None = None,
) -> Response:
    entry = await _opened(here, session, token)
    if entry is None:
        return pages.render(request, "over.html", 410)
    now = here.clock.now()
    row = await gatherings.one(session, entry.tenant, entry.gathering_id)
    found = await gatherings.whole(session, entry.tenant, row)
    registrar = await queries.registrar_of(session, entry)
    own = await answers.own(session, entry.tenant, row.id, entry)
    details = form.typed.get("answer") == Answer.DETAILS
    asking = form if details else AnswerForm.empty(answer=Answer.DETAILS)
    return pages.render(
        request,
        "linked_registration.html",
        gathering=found,
        standing=await seats.standing(session, row, entry, now),
        seated=entry.place is Place.CONFIRMED,
        leaves=queries.can_withdraw(found, now),
        workshops=await workshops.chosen(session, entry.tenant, entry.gathering_id, entry),
        registrar=registrar,
        form=form,
        own=own,
        details=details,
        frozen=answers.frozen(row, own, now),
        asking=answers.asking(asking, own, given if details else None),
    )


async def _opened(here: Context, session: AsyncSession, token: str) -> Registration | None:
    """None where its time is over; raises ``LinkInvalid`` for what is no link of ours."""
    try:
        registration_id: UUID = await here.links.open(REGISTRATION_PAGE, token)
    except LinkExpired:
        return None
    entry = await queries.by_link(session, registration_id)
    if entry is None:
        raise LinkInvalid
    return entry
