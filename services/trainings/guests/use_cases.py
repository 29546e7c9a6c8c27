"""Asks guests to confirm, registers those who have, and forgets them in time."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from services.trainings.certificates.queries import certified
from services.trainings.guests import queries
from services.trainings.guests.models import Guest, guests
from services.trainings.guests.values import AGAIN, MAILS_AN_HOUR, GuestActs, Introduced, Invited
from services.trainings.models import Person, Registration, people
from services.trainings.overlaps import queries as overlaps
from services.trainings.registrants import use_cases as registrants
from services.trainings.registrations import queries as known
from services.trainings.registrations import use_cases as registrations
from services.trainings.seats import use_cases as seats
from services.trainings.values import GONE
from shared.contracts.gatherings import GuestAsked, GuestRecord
from shared.contracts.privacy import TrainingsWish
from shared.database.reach import crossing
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.retention.sparing import unheld

HOUR = timedelta(hours=1)


async def ask(
    uow: UnitOfWork,
    cause: Cause,
    gathering_id: UUID,
    address: str,
    who: Introduced,
    by_id: UUID | None = None,
) -> None:
    """A mail asks them to confirm; nobody learns here whether the address is known.

    What was said first stays until they confirm. Raises ``Problem`` where no guest can register.
    """
    row = await seats.hold(uow, cause.tenant, gathering_id)
    registrations.refuse_guests(row, uow.now)
    address = address.lower()
    found = await queries.at(uow.session, row, address)
    if found is not None and found.asked_at > uow.now - AGAIN:
        return
    if await queries.asked_since(uow.session, address, uow.now - HOUR) >= MAILS_AN_HOUR:
        return
    guest = found or Guest(
        tenant=row.tenant,
        id=new_id(),
        gathering_id=row.id,
        given_name=who.given_name,
        family_name=who.family_name,
        address=address,
        institution=who.institution,
        created_by=by_id,
    )
    guest.asked_at = uow.now
    uow.session.add(guest)
    await _tell(uow, guest, cause)
    asked = GuestAsked(
        gathering_id=row.id, person_id=guest.id, by_other=guest.created_by is not None
    )
    uow.announce(asked, cause)


async def confirm(
    uow: UnitOfWork, invited: Invited, who: Introduced, *, waits: bool, anyway: bool = True
) -> Registration:
    """The address is theirs, and they register as who they say they are; raises ``Problem``.

    Whoever is registered stays who they are: a link that is passed on gives nobody their seat.
    ``anyway`` although they come to something else at that time.
    """
    cause = Cause(invited.tenant, new_id())
    await seats.hold(uow, invited.tenant, invited.gathering_id)
    if not anyway:
        key = (invited.tenant, invited.id, invited.gathering_id)
        await overlaps.refuse_guest(uow.session, *key)
    mine = (Guest.tenant == invited.tenant, Guest.id == invited.id)
    guest = (
        await uow.session.scalars(
            select(Guest).where(*mine).execution_options(populate_existing=True)
        )
    ).one()
    if not await _is_registered(uow, guest):
        await _introduce(uow, guest, who, cause)
    acts = GuestActs(guest.created_by or guest.id, cause)
    return await registrations.register_guest(uow, acts, guest.gathering_id, guest.id, waits=waits)


async def forget_older(uow: UnitOfWork) -> bool:
    """Who did not confirm, and whose gathering is long over; true if there are more of them."""
    found = await queries.over(uow.session, uow.now, certified(), await unheld(uow, guests))
    ids = [each.id for each in found]
    if ids:
        await registrants.forget(uow, ids)
        for each in found:
            uow.erase(GuestRecord, each.id, Cause(each.tenant, new_id()))
            uow.erase(TrainingsWish, each.id, Cause(each.tenant, new_id()))
        await uow.session.execute(crossing(delete(guests).where(guests.c.id.in_(ids))))
        await uow.session.execute(crossing(delete(people).where(people.c.person_id.in_(ids))))
    return len(found) == queries.SOME


async def forget(uow: UnitOfWork, erased: Collection[UUID]) -> None:
    """Nobody knows any more whom they have registered."""
    theirs = update(guests).where(guests.c.created_by.in_(erased)).values(created_by=None)
    await uow.session.execute(crossing(theirs))


async def _is_registered(uow: UnitOfWork, guest: Guest) -> bool:
    newest = await known.mine(uow.session, guest.tenant, guest.id, guest.gathering_id)
    return newest is not None and newest.place not in GONE


async def _introduce(uow: UnitOfWork, guest: Guest, who: Introduced, cause: Cause) -> None:
    guest.given_name, guest.family_name = who.given_name, who.family_name
    guest.institution = who.institution
    guest.confirmed_at = guest.confirmed_at or uow.now
    await _tell(uow, guest, cause)
    await uow.session.merge(_person(guest))


async def _tell(uow: UnitOfWork, guest: Guest, cause: Cause) -> None:
    """What is needed to write to them."""
    await uow.session.flush()
    stands = GuestRecord(
        person_id=guest.id,
        version=guest.version,
        given_name=guest.given_name,
        family_name=guest.family_name,
        email=guest.address,
    )
    uow.announce(stands, cause)


def _person(guest: Guest) -> Person:
    return Person(
        tenant=guest.tenant,
        person_id=guest.id,
        version=guest.version,
        given_name=guest.given_name,
        family_name=guest.family_name,
    )
