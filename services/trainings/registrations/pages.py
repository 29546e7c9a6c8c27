"""Who takes part: decided and followed by the office."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.answers import queries as answers
from services.trainings.approvals import queries as approvals
from services.trainings.calendar_declines import queries as declines
from services.trainings.gatherings import queries as gatherings
from services.trainings.guests import queries as guests
from services.trainings.models import Gathering
from services.trainings.registrations import queries, use_cases
from services.trainings.registrations.forms import ApproveForm, ParticipantSearch, ReasonForm
from services.trainings.registrations.values import Participant
from services.trainings.seats import queries as seats
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
PEOPLE = "/{gathering_id}/teilnehmende"


@pages.get(PEOPLE, dependencies=[looked])
async def list_participants(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[ParticipantSearch],
    page: PageRequest,
    gathering_id: UUID,
) -> Response:
    """In the order in which they came."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    found = await queries.page_of(session, row, search, page)
    now = here.clock.now()
    full = await seats.occupancy(session, row, now)
    return pages.render(
        request,
        "participants.html",
        gathering=row,
        ahead=row.starts_at is not None and row.starts_at > now,
        full=full,
        again=await answers.to_review(session, row),
        declined=await declines.proposed(session, row),
        to_ask=await queries.to_ask(session, row, here.clock.now()),
        pending=await approvals.pending(session, row) if full.pending else (),
        unconfirmed=await guests.unconfirmed(session, row),
        search=search,
        page=found,
        above=_above(request, row),
    )


@pages.get(f"{PEOPLE}/{{registration_id}}", dependencies=[looked])
async def show_participant(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, registration_id: UUID
) -> Response:
    """One, with what became of it."""
    return await _show(request, me, session, gathering_id, registration_id)


@pages.post(f"{PEOPLE}/{{registration_id}}/freigeben")
async def approve(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    registration_id: UUID,
    form: Posted[ApproveForm],
) -> Response:
    """The office agrees."""
    if form.value is None:
        return await _show(request, me, uow.session, gathering_id, registration_id, form)
    await queries.of_gathering(uow.session, me.tenant, gathering_id, registration_id)
    await use_cases.approve(uow, me, registration_id)
    return pages.saved(request, "Freigegeben.", to=_address(request, gathering_id, registration_id))


@dataclass(frozen=True)
class Decision:
    """What the office decides with a reason: its address, form, deed, and what is said of it."""

    path: str
    title: str
    button: str
    said: str
    decide: Callable[[UnitOfWork, Me, UUID, str], Awaitable[None]]

    def show(
        self, request: Request, gathering_id: UUID, registration_id: UUID, form: Entered[Any]
    ) -> Response:
        back = _address(request, gathering_id, registration_id)
        return pages.render(
            request,
            "kit/form.html",
            title=self.title,
            button=self.button,
            form=form,
            back=back,
        )


DECISIONS = (
    Decision(
        "ablehnen", "Anmeldung nicht freigeben", "Nicht freigeben", "Abgelehnt.", use_cases.reject
    ),
    Decision(
        "wieder-oeffnen",
        "Anmeldung wieder öffnen",
        "Wieder öffnen",
        "Wieder offen; sie wartet auf Ihre Freigabe.",
        use_cases.reopen,
    ),
    Decision("platz", "Platz vergeben", "Vergeben", "Platz vergeben.", use_cases.give_seat),
    Decision("austragen", "Austragen", "Austragen", "Ausgetragen.", use_cases.remove),
)


def _offer(decision: Decision) -> None:
    """Ask why, then do it."""
    path = f"{PEOPLE}/{{registration_id}}/{decision.path}"

    @pages.get(path)
    async def ask(
        request: Request,
        me: Coordinator,
        session: Reading,
        gathering_id: UUID,
        registration_id: UUID,
    ) -> Response:
        await queries.of_gathering(session, me.tenant, gathering_id, registration_id)
        return decision.show(request, gathering_id, registration_id, ReasonForm.empty())

    @pages.post(path)
    async def act(
        request: Request,
        me: Coordinator,
        uow: Uow,
        gathering_id: UUID,
        registration_id: UUID,
        form: Posted[ReasonForm],
    ) -> Response:
        await queries.of_gathering(uow.session, me.tenant, gathering_id, registration_id)
        if form.value is None:
            return decision.show(request, gathering_id, registration_id, form)
        await decision.decide(uow, me, registration_id, form.value.reason)
        to = _address(request, gathering_id, registration_id)
        return pages.saved(request, decision.said, to=to)


for each in DECISIONS:
    _offer(each)


async def _show(
    request: Request,
    me: Me,
    session: AsyncSession,
    gathering_id: UUID,
    registration_id: UUID,
    form: Entered[Any] | None = None,
) -> Response:
    row = await gatherings.one(session, me.tenant, gathering_id)
    entry = await queries.of_gathering(session, me.tenant, gathering_id, registration_id)
    found: Participant = (await queries.participants(session, row, [entry]))[0]
    history = await queries.history(session, me.tenant, registration_id)
    list_of = pages.address(request, gathering_id, "teilnehmende")
    above = [*_above(request, row), ("Teilnehmende", list_of)]
    return pages.render(
        request,
        "participant.html",
        participant=found,
        history=history,
        own=await answers.own(session, me.tenant, gathering_id, entry),
        gathering=row,
        above=above,
        form=form or ApproveForm.empty(),
    )


def _above(request: Request, row: Gathering) -> list[tuple[str, str]]:
    return [(row.title, pages.address(request, row.id))]


def _address(request: Request, gathering_id: UUID, registration_id: UUID) -> str:
    return pages.address(request, gathering_id, "teilnehmende", registration_id)
