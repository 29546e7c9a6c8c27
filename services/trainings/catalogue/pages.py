"""Gatherings for everybody in the network: found, read, joined and left."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.actions import queries as actions
from services.trainings.agenda import queries as agendas
from services.trainings.alike import queries as alike
from services.trainings.answers import queries as answers
from services.trainings.answers.values import Own
from services.trainings.arrivals.use_cases import Arrival, arrivals
from services.trainings.audiences import queries as audiences
from services.trainings.audiences import use_cases as directory
from services.trainings.audiences.values import Membership
from services.trainings.calendar_declines import queries as declined
from services.trainings.calendar_declines import use_cases as declines
from services.trainings.catalogue import queries
from services.trainings.catalogue.forms import (
    AnswerForm,
    RegisterForm,
    RegisterOtherForm,
    asking,
)
from services.trainings.feedback_rights import queries as feedback
from services.trainings.feedback_rights.values import TOO_LATE
from services.trainings.forms import CatalogueSearch
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering, Registration
from services.trainings.overlaps import queries as overlaps
from services.trainings.people import queries as people
from services.trainings.promises import use_cases as promises
from services.trainings.published_minutes import queries as minutes
from services.trainings.registrations import queries as registrations
from services.trainings.registrations import use_cases
from services.trainings.registrations.values import Hindrance, Wish, state_in_words
from services.trainings.seats import queries as seats
from services.trainings.seats.values import Prospect
from services.trainings.series import queries as series
from services.trainings.speakers import queries as speakers
from services.trainings.values import GONE
from services.trainings.workshop_choices import queries as workshops
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import CATALOGUE, Place
from shared.web.audit import record
from shared.web.kit.forms import Entered, Posted, Search, Sent
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter
from shared.web.neighbours import client_for
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=CATALOGUE.removeprefix("/trainings"), audience=Network)


@pages.get("")
async def list_gatherings(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: Reading,
    search: Search[CatalogueSearch],
    page: PageRequest,
) -> Response:
    """From the next on."""
    found = await queries.page_of(session, me, search, page, here.clock.now())
    return pages.render(request, "catalogue.html", search=search, page=found)


@pages.get("/{gathering_id}")
async def show_gathering(
    request: Request, me: Network, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """One, with the seat of whoever looks."""
    return await _show(request, me, here, session, gathering_id)


async def _membership(
    request: Request, me: Network, here: CurrentContext, gathering_id: UUID
) -> Membership:
    """Asked before the transaction begins."""
    async with here.database.reading() as session:
        group_id = await audiences.asked_for(session, me.tenant, gathering_id)
    return await directory.membership(client_for(request, here), group_id)


MemberOf = Annotated[Membership, Depends(_membership)]


@pages.post("/{gathering_id}")
async def register(
    request: Request,
    me: Network,
    here: CurrentContext,
    form: Posted[RegisterForm],
    membership: MemberOf,
    gathering_id: UUID,
    given: Sent,
) -> Response:
    """Decided at this moment: a seat, or a place in line for who agreed to wait."""
    if form.value is None:
        async with here.database.reading() as session:
            return await _show(request, me, here, session, gathering_id, form, given)
    agreed = form.value.model_dump(include={"waits", "anyway", "swaps"})
    wish = Wish(me, me.person_id, {me.role}, member_of=membership.known(), **agreed)
    arrival = Arrival(gathering_id, wish, lambda uow: record(request, uow), given)
    entry = await here.single(arrivals).submit(arrival)
    return pages.saved(request, *_said(entry))


@pages.get("/{gathering_id}/andere")
async def ask_for_other(
    request: Request, me: Network, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """The form for a colleague."""
    form = replace(RegisterOtherForm.empty(), left_out=("person",))
    return await _other(request, me, here, session, gathering_id, form)


@pages.post("/{gathering_id}/andere")
async def register_other(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    gathering_id: UUID,
    form: Posted[RegisterOtherForm],
) -> Response:
    """They learn who has registered them, and may withdraw."""
    form, person_id = await people.chosen(uow.session, me, form, local_date(uow.now))
    if form.value is None or person_id is None:
        return await _other(request, me, here, uow.session, gathering_id, form)
    given = form.value
    known = {"waits": given.waits, "anyway": given.anyway}
    entry = await use_cases.register_other(uow, me, gathering_id, person_id, **known)
    line = await seats.positions(uow.session, entry, [entry.id])
    title, _ = _said(entry, line.get(entry.id), other=True)
    text = "Die Person bekommt eine Mail und kann sich selbst wieder abmelden."
    return pages.saved(request, title, text, to=pages.address(request, gathering_id))


@pages.post("/{gathering_id}/annehmen")
async def accept(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    gathering_id: UUID,
    form: Posted[AnswerForm],
) -> Response:
    """Take the seat that is kept."""
    if form.value is None:
        return await _show(request, me, here, uow.session, gathering_id, form)
    mine = await _own(uow.session, me, gathering_id)
    await promises.make(uow, mine)
    await use_cases.accept(uow, me.cause, mine.id)
    await declines.answer(uow, mine)
    to = pages.address(request, gathering_id)
    return pages.saved(request, "Sie haben den Platz.", to=to)


async def _show(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    gathering_id: UUID,
    form: Entered[Any] | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:
    now = here.clock.now()
    known = await queries.opened(session, me, gathering_id, local_date(now))
    row, mine = known.row, _not_gone(known.newest)
    found = await gatherings.whole(session, me.tenant, row, known.contact)
    seated = mine is not None and mine.place is Place.CONFIRMED
    full = await seats.occupancy(session, row, now)
    met = Prospect(seats.simple_outlook(full), full.free)
    if known.limited:
        met = await seats.prospect(session, row, known.of, full, now)
    own = await answers.own(session, me.tenant, gathering_id, mine) if known.asking else Own()
    beside: Any = await _beside(session, me, known, now, mine if seated else None)
    form = form or RegisterForm.empty(waits=met.why is not None)
    form = asking(form, beside["crossed"], beside["alike"])
    return pages.render(
        request,
        "gathering.html",
        gathering=found,
        full=full,
        standing=await seats.standing(session, row, mine, now) if mine else None,
        seated=seated,
        hindrance=_hindrance(known, me, now),
        leaves=registrations.can_withdraw(found, now),
        form=answers.asking(form, own, None if mine else given),
        own=own,
        group=await audiences.name_of(session, row),
        registrar=await registrations.registrar_of(session, mine) if mine else "",
        why=met.why,
        free=met.free,
        closed=seats.closed(row, now),
        **beside,
    )


def _not_gone(newest: Registration | None) -> Registration | None:
    return newest if newest is not None and newest.place not in GONE else None


async def _beside(
    session: AsyncSession, me: Me, known: queries.Opened, now: datetime, seat: Registration | None
) -> Mapping[str, object]:
    """What is asked for only where there is any."""
    row, today = known.row, local_date(now)
    return {
        "alike": await alike.of(session, row, now, me.person_id),
        "counts_for": known.of.school_type if known.by_school else None,
        "invited": known.invited,
        "turned_down": known.declined,
        "minutes": known.published and await minutes.may_read(session, me, row.id),
        "agenda": await agendas.agenda_of(session, row) if known.planned else None,
        "crossed": await overlaps.of(session, me.tenant, me.person_id, row.id)
        if known.crossed
        else (),
        "siblings": await series.siblings(session, row),
        "speakers": await speakers.acting(session, row, today) if known.elected else (),
        "workshops": await workshops.chosen(session, me.tenant, row.id, seat)
        if known.divided
        else (),
        "declined": await declined.declined(session, seat) if seat and known.missed else None,
        "actions": await actions.open_before(session, row, today) if seat else (),
        "too_late": TOO_LATE if seat and await _late(session, row, seat, today) else "",
    }


async def _late(session: AsyncSession, row: Gathering, seat: Registration, today: date) -> bool:
    """Nothing is looked up before it is over."""
    over = row.ends_at is not None and local_date(row.ends_at) <= today
    return over and await feedback.came_late(session, seat)


def _hindrance(known: queries.Opened, me: Me, now: datetime) -> Hindrance | None:
    """Whoever is invited belongs to those whom it is for."""
    found = registrations.hindrance(known.row, me, now, known.newest)
    return None if found is Hindrance.AUDIENCE and known.invited else found


async def _own(session: AsyncSession, me: Me, gathering_id: UUID) -> Registration:
    """The one that holds; raises ``NoResultFound``."""
    return await registrations.holding(session, me.tenant, me.person_id, gathering_id)


async def _other(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    gathering_id: UUID,
    form: Entered[RegisterOtherForm],
) -> Response:
    row = await gatherings.known(session, me.tenant, gathering_id)
    now, form = here.clock.now(), asking(form)
    full = await seats.occupancy(session, row, now)
    met = await queries.met_by_another(session, me, row, form, full, now)
    return pages.render(
        request,
        "other.html",
        gathering=row,
        full=full,
        met=met,
        kept=(full.free or 0) - (met.free or 0),
        waits=form.typed.get("waits") or met.why,
        closed=seats.closed(row, now),
        form=form,
        back=pages.address(request, gathering_id),
    )


def _said(
    entry: Registration, position: int | None = None, *, other: bool = False
) -> tuple[str, str]:
    if entry.place is Place.CONFIRMED:
        title = "Angemeldet." if other else "Sie sind angemeldet."
        return title, "Die Bestätigung mit dem Kalendereintrag kommt per Mail."
    words = state_in_words(entry.place, entry.approval, position)
    return f"Vorgemerkt: {words}.", "Sobald sich etwas ändert, kommt eine Mail."
