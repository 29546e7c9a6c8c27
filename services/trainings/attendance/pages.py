"""Who was there: the office's list for a phone, one person, the door, and what came in late."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.attendance import queries, rules, use_cases
from services.trainings.attendance.forms import ListForm, OneForm, ScansForm
from services.trainings.attendance.values import Entrant, opens_in_words
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering, GatheringDate
from services.trainings.people import queries as people
from services.trainings.registrations import queries as registrations
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.audit import looked
from shared.web.kit.exports import attachment
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
DATE = "/{gathering_id}/termine/{date_id}/anwesenheit"
ONE = f"{DATE}/{{registration_id}}"
ROWS = 50
"""On a page: a press saves them all."""
From = Annotated[int, Query(alias="ab", ge=0, le=10_000)]


@pages.get(DATE, dependencies=[looked])
async def list_entrants(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    gathering_id: UUID,
    date_id: UUID,
    begin: From = 0,
) -> Response:
    """Everybody with a seat, with a box to tick."""
    form = ListForm.empty().keyed()
    return await _list(request, me, here, session, gathering_id, date_id, form, begin)


@pages.post(DATE)
async def note_list(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    gathering_id: UUID,
    date_id: UUID,
    form: Posted[ListForm],
    begin: From = 0,
) -> Response:
    """All at once; only what differs is noted."""
    date = await gatherings.date_of(uow.session, me.tenant, gathering_id, date_id)
    if form.value is None:
        again = form.keyed()
        return await _list(request, me, here, uow.session, gathering_id, date_id, again, begin)
    ticked, reason = form.value.ticked, form.value.reason
    noted = await use_cases.note_list(uow, me, date, ticked, reason, form.keyed().key)
    said = "Nichts hat sich geändert." if not noted else f"Gespeichert: {noted} geändert."
    to = f"{request.url.path}?ab={begin}" if begin else None
    return pages.saved(request, said, to=to)


@pages.get(f"{DATE}/nachtragen")
async def ask_for_scans(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, date_id: UUID
) -> Response:
    """For a scanner that was off the net."""
    await gatherings.date_of(session, me.tenant, gathering_id, date_id)
    return _scans(request, gathering_id, date_id, ScansForm.empty())


@pages.post(f"{DATE}/nachtragen")
async def take_scans(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    date_id: UUID,
    form: Posted[ScansForm],
) -> Response:
    """What was read at the door stands, however late it comes."""
    date = await gatherings.date_of(uow.session, me.tenant, gathering_id, date_id)
    if form.value is None:
        return _scans(request, gathering_id, date_id, form)
    taken = await use_cases.take_scans(uow, me, date, rules.scans(form.value.lines, uow.now))
    said = f"{taken.kept} übernommen, {taken.known} waren schon da."
    detail = f"{taken.strange} Codes gehören zu niemandem hier." if taken.strange else ""
    kind = "warning" if taken.strange else "success"
    return pages.saved(request, said, detail, kind=kind, to=_address(request, date))


@pages.get(ONE, dependencies=[looked])
async def show_one(
    request: Request,
    me: Coordinator,
    session: Reading,
    gathering_id: UUID,
    date_id: UUID,
    registration_id: UUID,
) -> Response:
    """How it was, and a correction."""
    date = await gatherings.date_of(session, me.tenant, gathering_id, date_id)
    return await _one(request, me, session, date, registration_id, OneForm.empty().keyed())


@pages.post(ONE)
async def note_one(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    date_id: UUID,
    registration_id: UUID,
    form: Posted[OneForm],
) -> Response:
    """Added to what was noted before."""
    date = await gatherings.date_of(uow.session, me.tenant, gathering_id, date_id)
    await registrations.of_gathering(uow.session, me.tenant, gathering_id, registration_id)
    given = form.value
    if given is None:
        return await _one(request, me, uow.session, date, registration_id, form.keyed())
    said = (given.presence, given.units, given.reason, form.keyed().key)
    await use_cases.note_one(uow, me, date, registration_id, *said)
    return pages.saved(request, to=_address(request, date))


@pages.get("/{gathering_id}/unterschriften/datei", dependencies=[looked])
async def save_sheet(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """The list to sign, with a field for each day."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    found = await gatherings.whole(session, me.tenant, row)
    content = await queries.sheet_of(session, found)
    headers = attachment(request, "unterschriften", "pdf")
    return Response(content, media_type="application/pdf", headers=headers)


async def _list(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    gathering_id: UUID,
    date_id: UUID,
    form: Entered[ListForm],
    begin: int,
) -> Response:
    row = await gatherings.one(session, me.tenant, gathering_id)
    date = await gatherings.date_of(session, me.tenant, gathering_id, date_id)
    found = await queries.entrants(session, me.tenant, gathering_id, date_id)
    now = here.clock.now()
    return pages.render(
        request,
        "attendance.html",
        gathering=row,
        date=date,
        rows=found[begin : begin + ROWS],
        parts=_parts(found, begin),
        there=sum(each.is_there for each in found),
        number=len(found),
        ticked=_ticked(form, found),
        opens=None if queries.has_opened(date, now) else opens_in_words(gatherings.dated(date)),
        later=rules.is_later(date, now),
        form=form,
        above=_above(request, row),
    )


def _ticked(form: Entered[ListForm], rows: Sequence[Entrant]) -> set[str]:
    if form.errors:
        return {*form.typed["present"]}
    return {str(each.registration_id) for each in rows if each.is_there}


def _parts(rows: Sequence[Entrant], begin: int) -> list[tuple[str, int, bool]]:
    """Where there are many: what each page is called, where it begins, and whether it is here."""
    starts = range(0, len(rows), ROWS) if len(rows) > ROWS else ()
    return [(f"{at + 1}–{min(at + ROWS, len(rows))}", at, at == begin) for at in starts]


async def _one(
    request: Request,
    me: Me,
    session: AsyncSession,
    date: GatheringDate,
    registration_id: UUID,
    form: Entered[Any],
) -> Response:
    row = await gatherings.one(session, me.tenant, date.gathering_id)
    entry = await registrations.of_gathering(session, me.tenant, row.id, registration_id)
    names = await people.names_of(session, me.tenant, [entry.person_id])
    return pages.render(
        request,
        "entrant.html",
        gathering=row,
        date=date,
        name=names.get(entry.person_id, "ehemalige Fachkraft"),
        history=await queries.history(session, me.tenant, date.id, registration_id),
        form=form,
        back=_address(request, date),
        above=[*_above(request, row), ("Anwesenheit", _address(request, date))],
    )


def _scans(
    request: Request, gathering_id: UUID, date_id: UUID, form: Entered[ScansForm]
) -> Response:
    back = pages.address(request, gathering_id, "termine", date_id, "anwesenheit")
    title = "Gelesene Codes nachtragen"
    return pages.render(request, "kit/form.html", title=title, form=form, back=back)


def _above(request: Request, row: Gathering) -> list[tuple[str, str]]:
    return [(row.title, pages.address(request, row.id))]


def _address(request: Request, date: GatheringDate) -> str:
    return pages.address(request, date.gathering_id, "termine", date.id, "anwesenheit")
