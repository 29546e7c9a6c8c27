"""What the office sees behind somebody's code. Looking changes nothing."""

from typing import Annotated, Any

from fastapi import Path, Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.attendance import queries, use_cases
from services.trainings.attendance.values import Oddity, opens_in_words
from services.trainings.check_ins.forms import CheckInForm
from services.trainings.door_codes import queries as codes
from services.trainings.door_codes.values import CHECK_IN
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Registration
from services.trainings.people.queries import NOBODY, names_of
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS, Place
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=CHECK_IN.removeprefix("/trainings"), audience=Coordinator)
Code = Annotated[str, Path(max_length=40)]


@pages.get("/{code}", dependencies=[looked])
async def ask(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, code: Code
) -> Response:
    """Who it is, and whether they are there already."""
    return await _show(request, me, here, session, code, CheckInForm.empty().keyed())


@pages.post("/{code}")
async def check_in(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    code: Code,
    form: Posted[CheckInForm],
) -> Response:
    """They are there."""
    if form.value is None:
        return await _show(request, me, here, uow.session, code, form.keyed())
    entry = await _owner(uow.session, me, code)
    date = await use_cases.date_at_door(uow, me, entry)
    odd = await use_cases.scan(uow, me, date, entry, form.keyed().key)
    if odd is Oddity.NO_SEAT:
        return pages.saved(request, "Eingetragen, aber ohne Platz.", kind="warning")
    said = "War schon eingetragen." if odd is Oddity.AGAIN else "Anwesend."
    return pages.saved(request, said)


async def _owner(session: AsyncSession, me: Me, code: str) -> Registration:
    """Raises ``NoResultFound``."""
    entry = await codes.owner(session, me.tenant, code)
    if entry is None:
        raise NoResultFound
    return entry


async def _show(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    code: str,
    form: Entered[Any],
) -> Response:
    entry = await _owner(session, me, code)
    row = await gatherings.one(session, me.tenant, entry.gathering_id)
    dates = (await gatherings.dates_of(session, me.tenant, [row.id]))[row.id]
    now = here.clock.now()
    date = queries.at_door(dates, now)
    coming = queries.next_at_door(dates, now) if date is None else None
    names = await names_of(session, me.tenant, [entry.person_id])
    mark = await queries.standing(session, me.tenant, date.id, entry.id) if date else None
    return pages.render(
        request,
        "check_in.html",
        gathering=row,
        name=names.get(entry.person_id, NOBODY),
        date=date,
        coming=coming,
        opens=opens_in_words(gatherings.dated(coming)) if coming else "",
        mark=mark,
        seated=entry.place is Place.CONFIRMED,
        list_of=f"{GATHERINGS}/{row.id}/termine/{date.id}/anwesenheit" if date else "",
        form=form,
    )
