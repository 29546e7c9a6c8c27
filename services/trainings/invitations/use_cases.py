"""Finds whom the office means, invites them, asks once more, and keeps what they answer."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.invitations import queries, rules
from services.trainings.invitations.forms import InviteForm
from services.trainings.invitations.models import Invitation, invitations
from services.trainings.invitations.values import Preview, Source, Standing, Wanted
from services.trainings.minutes import queries as minutes
from services.trainings.models import Gathering
from services.trainings.people import queries as people
from services.trainings.registrations import queries as registrations
from services.trainings.seats import use_cases as seats
from services.trainings.values import GONE, ROLES, Audience
from shared.clock import local_date
from shared.contracts.gatherings import SlotFact
from shared.contracts.invitations import (
    GatheringInvited,
    InvitationEnd,
    InvitationEnded,
    InvitationMoved,
)
from shared.contracts.words import word
from shared.database.reach import crossing
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me

KEPT, KEPT_TO_READ = timedelta(days=14), timedelta(days=90)


async def preview(
    session: AsyncSession, me: Me, row: Gathering, form: InviteForm, members: Collection[UUID]
) -> Preview:
    """Whom it would be; ``members`` are of the group that is meant. Raises ``Problem``."""
    wanted = await _wanted(session, row, form, members)
    names = await people.in_directory(session, row.tenant, wanted.ids - {me.person_id})
    left_out = await queries.reasons(session, row)
    for key, said in (await queries.standings(session, row)).items():
        left_out.setdefault(key, f"schon eingeladen, {word(Standing, said)}")
    invited = {key: name for key, name in names.items() if key not in left_out}
    inside = await people.signing_in(session, row.tenant, invited)
    return Preview(
        invited=invited,
        left_out=[(name, left_out[key]) for key, name in names.items() if key in left_out],
        unknown=wanted.unknown,
        by_link=len(invited) - len(inside),
    )


async def invite(
    uow: UnitOfWork, me: Me, row: Gathering, form: InviteForm, members: Collection[UUID]
) -> int:
    """Everybody whom the preview has shown; twice does nothing. How many. Raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, row.id)
    refuse_late(row, me, uow.now)
    found = await preview(uow.session, me, row, form, members)
    if not found.invited:
        raise Problem(409, "nobody-to-invite", "Nobody would be invited")
    if len(found.invited) != form.expected:
        raise Problem(409, "changed-meanwhile", "These are others than were shown")
    for person_id in found.invited:
        entry = Invitation(
            tenant=row.tenant,
            id=new_id(),
            gathering_id=row.id,
            person_id=person_id,
            sent_at=uow.now,
            asked_at=uow.now,
            times=1,
        )
        uow.session.add(entry)
        _tell(uow, me, entry)
    return len(found.invited)


async def ask_again(uow: UnitOfWork, me: Me, gathering_id: UUID) -> int:
    """Those who have not answered and had time for it. How many; raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    refuse_late(row, me, uow.now)
    before = rules.asked_before(local_date(uow.now))
    rows = (await uow.session.scalars(queries.due(row, before))).all()
    if not rows:
        raise Problem(409, "nobody-to-ask", "Nobody may be asked again")
    for each in rows:
        each.times, each.asked_at = each.times + 1, uow.now
        _tell(uow, me, each, again=True)
    return len(rows)


async def decline(uow: UnitOfWork, tenant: str, gathering_id: UUID, person_id: UUID) -> bool:
    """They do not come, and are not asked again; twice is the same as once. False if uninvited.

    Raises ``Problem`` for who is registered: they would keep the seat, and think they had none.
    """
    await seats.hold(uow, tenant, gathering_id)
    row = await queries.of(uow.session, tenant, gathering_id, person_id)
    if row is None:
        return False
    newest = await registrations.mine(uow.session, tenant, person_id, gathering_id)
    if newest is not None and newest.place not in GONE:
        raise Problem(409, "accepted-meanwhile", "They are registered")
    row.declined_at = row.declined_at or uow.now
    return True


async def withdraw(uow: UnitOfWork, me: Me, gathering_id: UUID, invitation_id: UUID) -> None:
    """Who has not answered is not invited any more; raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    found = await queries.without_answer(uow.session, row)
    chosen = [each for each in found if each.id == invitation_id]
    if not chosen:
        raise Problem(409, "invitation-answered", "There is an answer, or no such invitation")
    await _end(uow, me, chosen)


async def withdraw_all(uow: UnitOfWork, me: Me, gathering_id: UUID) -> int:
    """The same for everybody who has not answered. How many; raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    found = await queries.without_answer(uow.session, row)
    if not found:
        raise Problem(409, "all-answered", "Nobody is invited without an answer")
    await _end(uow, me, found)
    return len(found)


async def tell_called_off(uow: UnitOfWork, row: Gathering, cause: Cause) -> None:
    """Who has not answered need not any more; whoever declined hears nothing of it."""
    for each in await queries.without_answer(uow.session, row):
        _announce_end(uow, each, cause, InvitationEnd.CALLED_OFF)


async def tell_moved(
    uow: UnitOfWork, row: Gathering, cause: Cause, date_id: UUID, before: tuple[SlotFact, ...]
) -> None:
    """The same of another date, as those are told who have a seat."""
    for each in await queries.without_answer(uow.session, row):
        moved = InvitationMoved(
            gathering_id=row.id,
            invitation_id=each.id,
            person_id=each.person_id,
            before=before,
            date_id=date_id,
        )
        uow.announce(moved, cause)


async def unite(uow: UnitOfWork, tenant: str, survivor_id: UUID, merged_id: UUID) -> None:
    """Of two invitations to one gathering one stays, and knows that either has declined."""
    mine = (Invitation.tenant == tenant, Invitation.person_id.in_((survivor_id, merged_id)))
    rows = (await uow.session.scalars(select(Invitation).where(*mine))).all()
    kept = {each.gathering_id: each for each in rows if each.person_id == survivor_id}
    for each in rows:
        other = kept.get(each.gathering_id)
        if each.person_id == merged_id and other is not None:
            other.declined_at = other.declined_at or each.declined_at
            other.times = max(other.times, each.times)
            other.asked_at = max(other.asked_at, each.asked_at)
            await uow.session.delete(each)
    await uow.session.flush()


async def forget(uow: UnitOfWork, erased: Collection[UUID]) -> None:
    """Those of who is erased, wherever that is."""
    theirs = delete(invitations).where(invitations.c.person_id.in_(erased))
    await uow.session.execute(crossing(theirs))


async def forget_older(uow: UnitOfWork) -> None:
    """Those to what ended long enough ago; later where minutes are written, which are for them."""
    written = minutes.written(Gathering.id.expression)
    past = select(Gathering.id).where(
        Gathering.ends_at < uow.now - KEPT,
        or_(Gathering.ends_at < uow.now - KEPT_TO_READ, ~written),
    )
    over = delete(invitations).where(invitations.c.gathering_id.in_(past))
    await uow.session.execute(crossing(over))


def refuse_late(row: Gathering, me: Me, now: datetime) -> None:
    """Raise ``Problem`` where nobody could register."""
    found = registrations.hindrance(row, me, now, None)
    if found is not None:
        raise Problem(409, f"registration-{found.value}", "Nobody can register")


def _tell(uow: UnitOfWork, me: Me, row: Invitation, *, again: bool = False) -> None:
    about = {"gathering_id": row.gathering_id, "person_id": row.person_id}
    uow.announce(GatheringInvited(**about, invitation_id=row.id, again=again), me.cause)


async def _end(uow: UnitOfWork, me: Me, rows: Sequence[Invitation]) -> None:
    for each in rows:
        _announce_end(uow, each, me.cause, InvitationEnd.WITHDRAWN)
        await uow.session.delete(each)


def _announce_end(uow: UnitOfWork, row: Invitation, cause: Cause, why: InvitationEnd) -> None:
    about = {"gathering_id": row.gathering_id, "person_id": row.person_id}
    uow.announce(InvitationEnded(**about, invitation_id=row.id, why=why), cause)


async def _wanted(
    session: AsyncSession, row: Gathering, form: InviteForm, members: Collection[UUID]
) -> Wanted:
    if form.source is Source.PEOPLE:
        return await _named(session, row.tenant, rules.lines(form.names))
    if form.source is Source.LAST_DATE:
        last = await gatherings.previous(session, row)
        return Wanted(frozenset(await queries.seated(session, last) if last else ()))
    if form.source is Source.GROUP and form.group_id is None:
        errors = [FieldError("group_id", "is no group")]
        raise Problem(409, "no-such-group", "There is no such group", errors=errors)
    if form.source is Source.AUDIENCE and row.audience is Audience.INVITED:
        errors = [FieldError("source", "is nobody here")]
        raise Problem(409, "for-nobody", "It is for those who are invited", errors=errors)
    roles = ROLES[row.audience] if form.source is Source.AUDIENCE else ()
    found = await people.with_roles(session, row.tenant, roles) if roles else set[UUID]()
    return Wanted(frozenset(found | set(members)))


async def _named(session: AsyncSession, tenant: str, names: Sequence[str]) -> Wanted:
    if not names:
        errors = [FieldError("names", "names nobody")]
        raise Problem(409, "nobody-named", "Nobody is named", errors=errors)
    found = await people.ids_called(session, tenant, names)
    return Wanted(
        frozenset(ids[0] for ids in found.values() if len(ids) == 1),
        [name for name, ids in found.items() if len(ids) != 1],
    )
