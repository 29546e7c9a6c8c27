"""Speakers of a working group, as the office writes down who was elected."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.decisions import queries as decisions
from services.trainings.gatherings import queries as gatherings
from services.trainings.speakers import queries, use_cases
from services.trainings.speakers.forms import EndForm, SpeakerForm
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
SPEAKERS = "/{gathering_id}/sprecher"


@pages.get(SPEAKERS, dependencies=[looked])
async def list_speakers(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """Those who speak now, and those before them."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    found = await queries.of_group(session, row, local_date(here.clock.now()))
    return pages.render(request, "speakers.html", gathering=row, speakers=found)


@pages.get(f"{SPEAKERS}/neu")
async def ask_for_speaker(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """Who was elected."""
    return await _new(request, me, session, gathering_id, SpeakerForm.empty())


@pages.post(f"{SPEAKERS}/neu")
async def elect(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[SpeakerForm]
) -> Response:
    """Each date of the series shows it."""
    if form.value is None:
        return await _new(request, me, uow.session, gathering_id, form)
    await use_cases.elect(uow, me, gathering_id, form.value)
    return pages.saved(request, to=pages.address(request, gathering_id, "sprecher"))


@pages.get(f"{SPEAKERS}/{{speaker_id}}/beenden")
async def ask_to_end(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, speaker_id: UUID
) -> Response:
    """Ask before it is over."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    await queries.one(session, row, speaker_id)
    return _ask(request, gathering_id, EndForm.empty())


@pages.post(f"{SPEAKERS}/{{speaker_id}}/beenden")
async def end(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    speaker_id: UUID,
    form: Posted[EndForm],
) -> Response:
    """Today is the last day."""
    if form.value is None:
        return _ask(request, gathering_id, form)
    await use_cases.end(uow, me, gathering_id, speaker_id)
    to = pages.address(request, gathering_id, "sprecher")
    return pages.saved(request, "Die Amtszeit ist beendet.", to=to)


async def _new(
    request: Request,
    me: Me,
    session: AsyncSession,
    gathering_id: UUID,
    form: Entered[SpeakerForm],
) -> Response:
    row = await gatherings.one(session, me.tenant, gathering_id)
    taken = await decisions.of_gathering(session, me.tenant, gathering_id)
    choices = [(str(each.id), each.in_words) for each in taken]
    form = replace(form, offered={"decision": choices}, left_out=() if taken else ("decision",))
    back = pages.address(request, gathering_id, "sprecher")
    above = [
        (row.title, pages.address(request, gathering_id)),
        ("Sprecherinnen und Sprecher", back),
    ]
    title = "Wahl festhalten"
    return pages.render(request, "kit/form.html", title=title, form=form, back=back, above=above)


def _ask(request: Request, gathering_id: UUID, form: Entered[EndForm]) -> Response:
    return pages.confirm(
        request,
        "Amtszeit beenden?",
        "Heute ist dann der letzte Tag. Eine Amtszeit, die noch nicht begonnen hat, entfällt.",
        button="Beenden",
        form=form,
        back=pages.address(request, gathering_id, "sprecher"),
    )
