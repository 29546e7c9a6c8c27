"""Gives and takes roles and addresses, and tells every service."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from services.directory.accounts.models import AccessGrant, SamplePerson, SignInAddress
from services.directory.accounts.queries import grants_of, person_at
from services.directory.accounts.values import folded, is_invented
from services.directory.organizations.use_cases import lock_person, save_people
from services.directory.organizations.values import Names
from shared.contracts.accounts import AccessRecord, Grant
from shared.database.tables import row_of, table_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.models import access


async def invite(uow: UnitOfWork, person: Names, given: Sequence[Grant]) -> bool:
    """Let somebody sign in by a code sent to ``person["email"]``, and act in these roles.

    Whoever signs in with the address already is that person. Returns whether anything is new.
    """
    cause = Cause(given[0].municipality, new_id())
    known = await person_at(uow.session, folded(person["email"]))
    person_id = known or new_id()
    if known is None:
        await save_people(uow, {person_id: person}, cause)
        await add_address(uow, person_id, person["email"])
    return await give(uow, person_id, given, cause)


async def give(uow: UnitOfWork, person_id: UUID, given: Sequence[Grant], cause: Cause) -> bool:
    """Add the roles that the person has not yet; returns whether there was one."""
    await lock_person(uow, person_id)
    known = set(await grants_of(uow.session, person_id))
    fresh = [each for each in given if each not in known]
    uow.session.add_all(
        AccessGrant(
            person_id=person_id,
            tenant=each.municipality,
            **each.model_dump(exclude={"municipality"}),
        )
        for each in fresh
    )
    if fresh:
        await announce(uow, person_id, cause)
    return bool(fresh)


async def take(uow: UnitOfWork, person_id: UUID, grant_id: UUID, cause: Cause) -> None:
    """Remove a role of the municipality that ``cause`` names, if it is there."""
    await lock_person(uow, person_id)
    mine = (AccessGrant.id == grant_id, AccessGrant.person_id == person_id)
    theirs = delete(AccessGrant).where(*mine, AccessGrant.tenant == cause.tenant)
    await uow.session.execute(theirs)
    await announce(uow, person_id, cause)


async def announce(uow: UnitOfWork, person_id: UUID, cause: Cause) -> None:
    """Bring the record, and our own copy of it, to what the grants say; the person is locked."""
    await uow.session.flush()
    grants = await grants_of(uow.session, person_id)
    before = select(access.c.version).where(access.c.person_id == person_id)
    version = ((await uow.session.execute(before)).scalar() or 0) + 1
    record = AccessRecord(person_id=person_id, version=version, grants=tuple(grants))
    await uow.session.execute(delete(access).where(access.c.person_id == person_id))
    given = record.model_dump(mode="json")["grants"]
    row = {"person_id": person_id, "version": version, "grants": given}
    await uow.session.execute(insert(access).values(row))
    uow.announce(record, cause)


async def add_address(uow: UnitOfWork, person_id: UUID, address: str) -> bool:
    """Whether codes may be sent to it now; not if it is another person's."""
    row = row_of(SignInAddress)(address=folded(address), person_id=person_id, verified_at=None)
    await insert_rows(uow.session, table_of(SignInAddress), [row], ignore_conflicts=True)
    owner = await uow.session.get(SignInAddress, folded(address))
    return owner is not None and owner.person_id == person_id


async def verified(uow: UnitOfWork, address: str) -> None:
    """Somebody has read what was sent to it."""
    known = await uow.session.get(SignInAddress, address)
    if known is not None and known.verified_at is None:
        known.verified_at = uow.now


async def offer_sample(uow: UnitOfWork, people_and_titles: Sequence[tuple[UUID, str]]) -> None:
    """Let whoever looks at the sample sign in as these, in this order, after those before."""
    last = (await uow.session.execute(select(func.max(SamplePerson.position)))).scalar()
    first = 0 if last is None else last + 1
    rows = [
        row_of(SamplePerson)(person_id=person_id, position=position, title=title)
        for position, (person_id, title) in enumerate(people_and_titles, first)
    ]
    await insert_rows(uow.session, table_of(SamplePerson), rows, ignore_conflicts=True)


async def offer_invented(uow: UnitOfWork, person_id: UUID, address: str, title: str) -> None:
    """Where the sample is loaded, offer somebody else, too, whose address nobody can have."""
    loaded = (await uow.session.execute(select(func.count()).select_from(SamplePerson))).scalar()
    if loaded and is_invented(address):
        await offer_sample(uow, [(person_id, title)])
