"""Behind the link of a mail: one's seat, workshops and papers. Looking changes nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.answers import queries as answers
from services.trainings.answers import use_cases as answering
from services.trainings.calendar_declines import queries as declined
from services.trainings.calendar_declines import use_cases as declines
from services.trainings.door_codes import queries as door_codes
from services.trainings.door_codes import use_cases as door
from services.trainings.door_codes.values import Shown
from services.trainings.gatherings import queries as gatherings
from services.trainings.linked_registrations import queries as linked
from services.trainings.linked_registrations.forms import AnswerForm, ChoiceForm
from services.trainings.linked_registrations.values import Answer
from services.trainings.models import Registration
from services.trainings.promises import queries as promised
from services.trainings.promises import use_cases as promises
from services.trainings.registrations import queries, use_cases
from services.trainings.seats import queries as seats
from services.trainings.workshop_choices import queries as workshops
from services.trainings.workshop_choices import use_cases as choices
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import CATALOGUE, REGISTRATION_PAGE, Place
from shared.ids import new_id
from shared.links import LinkExpired
from shared.messaging.event import Cause
from shared.web.kit.exports import attachment
from shared.web.kit.forms import Entered, Posted, Sent
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=LinkHolder)
ROUTE = REGISTRATION_PAGE.route
PDF = "application/pdf"


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
    """Take the seat that is kept, say that they come, get a code, answer, or give up a seat."""
    entry = await _opened(here, uow.session, token)
    if entry is None or form.value is None:
        return await _show(request, here, uow.session, token, form, given)
    if form.value.answer is Answer.DETAILS:
        await answering.give(uow, entry, given)
        return pages.saved(request, "Ihre Angaben sind gespeichert.")
    cause = Cause(entry.tenant, new_id())
    if form.value.answer is not Answer.CODE:
        await declines.answer(uow, entry)
    if form.value.answer is Answer.KEEP and entry.place is Place.CONFIRMED:
        await promises.make(uow, entry)
        return pages.saved(request, "Danke, Ihr Platz bleibt.")
    if form.value.answer is Answer.CODE:
        await door.make(uow, entry)
        return pages.saved(request, "Ihr Einlass-Code ist da.")
    if form.value.answer in (Answer.ACCEPT, Answer.KEEP):
        await use_cases.accept(uow, cause, entry.id)
        return pages.saved(request, "Sie haben den Platz.")
    await use_cases.withdraw(uow, cause, entry.id)
    return pages.saved(request, "Sie sind abgemeldet.")


@pages.get(f"{ROUTE}/workshops/{{slot_id}}")
async def ask_for_choice(
    token: str, request: Request, here: CurrentContext, session: Reading, slot_id: UUID
) -> Response:
    """Up to three wishes; raises ``LinkExpired``."""
    entry = await linked.opened(here.links, session, token)
    return await _ask(request, session, entry, slot_id, None)


@pages.post(f"{ROUTE}/workshops/{{slot_id}}")
async def choose(
    token: str,
    request: Request,
    here: CurrentContext,
    uow: Uow,
    slot_id: UUID,
    form: Posted[ChoiceForm],
) -> Response:
    """Decided at this moment."""
    entry = await linked.opened(here.links, uow.session, token)
    if form.value is None:
        return await _ask(request, uow.session, entry, slot_id, form)
    await choices.choose(uow, entry, slot_id, form.value.named, anyway=form.value.anyway)
    asked = await workshops.asked(uow.session, entry, slot_id)
    said = f"{asked.own.at.hours}: {asked.own.in_words}."
    return pages.saved(request, detail=said, to=_back(request))


@pages.get(f"{ROUTE}/protokoll/datei")
async def save_minutes(
    token: str, request: Request, here: CurrentContext, session: Reading
) -> Response:
    """Published ones, for who cannot sign in; raises ``LinkExpired``."""
    entry = await linked.opened(here.links, session, token)
    content = await linked.minutes_file(session, entry, local_date(here.clock.now()))
    return Response(content, headers=attachment(request, "protokoll", "pdf"), media_type=PDF)


@pages.get(f"{ROUTE}/bescheinigung/{{certificate_id}}/datei")
async def save_certificate(
    token: str, request: Request, here: CurrentContext, session: Reading, certificate_id: UUID
) -> Response:
    """As it was issued, for who cannot sign in; raises ``LinkExpired``."""
    entry = await linked.opened(here.links, session, token)
    content = await linked.certificate_file(session, entry, certificate_id)
    return Response(content, headers=attachment(request, "bescheinigung", "pdf"), media_type=PDF)


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
    code = await door_codes.code_of(session, entry.tenant, entry.id)
    seated = entry.place is Place.CONFIRMED
    own = await answers.own(session, entry.tenant, row.id, entry)
    details = form.typed.get("answer") == Answer.DETAILS
    asking = form if details else AnswerForm.empty(answer=Answer.DETAILS)
    return pages.render(
        request,
        "linked_registration.html",
        gathering=found,
        standing=await seats.standing(session, row, entry, now),
        seated=seated,
        promised=seated and await promised.is_made(session, entry),
        declined=await declined.declined(session, entry) if seated else None,
        leaves=queries.can_withdraw(found, now),
        workshops=await workshops.chosen(session, entry.tenant, entry.gathering_id, entry),
        chooses=seated and workshops.is_open(row, now),
        **await linked.beside(session, row, entry, now),
        inside=f"{CATALOGUE}/{row.id}",
        shown_code=Shown(code, here.settings.base_url) if code and seated else None,
        registrar=await queries.registrar_of(session, entry),
        form=form,
        own=own,
        details=details,
        frozen=answers.frozen(row, own, now),
        asking=answers.asking(asking, own, given if details else None),
    )


async def _ask(
    request: Request,
    session: AsyncSession,
    entry: Registration,
    slot_id: UUID,
    form: Entered[Any] | None,
) -> Response:
    asked = await workshops.asked(session, entry, slot_id)
    entered = form or ChoiceForm.empty(**asked.wanted)
    return pages.render(
        request,
        "linked_choice.html",
        own=asked.own,
        crossed=asked.crossed,
        form=replace(entered, offered=asked.offered, left_out=asked.left_out),
        back=_back(request),
    )


def _back(request: Request) -> str:
    """The page of the registration."""
    return request.url.path.partition("/workshops/")[0]


async def _opened(here: Context, session: AsyncSession, token: str) -> Registration | None:
    """None where its time is over; raises ``LinkInvalid``."""
    try:
        return await linked.opened(here.links, session, token)
    except LinkExpired:
        return None
