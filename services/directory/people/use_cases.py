"""Keeps people's names and addresses, and those of former days; announces what differs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, exists, or_, select, update

from services.directory.documents.use_cases import let_go
from services.directory.models import metadata
from services.directory.people import queries
from services.directory.people.models import (
    Address,
    Entry,
    FormerName,
    Person,
    addresses,
    entries,
    former_names,
    people,
)
from services.directory.people.values import (
    AddressKind,
    FormerKind,
    FoundBy,
    Names,
    SeenBy,
    Since,
    names_of,
)
from services.directory.photos.queries import keys_of
from shared.clock import local_date
from shared.contracts.directory import PersonRecord
from shared.database.lists import in_list
from shared.database.search import fold, spellings
from shared.database.tables import RowOf, row_of
from shared.database.versions import change_version
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.retention.holds import held_of

_NOTHING_CHOSEN: Any = {
    "chosen": False,
    "languages": "",
    "languages_seen_by": SeenBy.OFFICE,
    "hours": "",
    "hours_seen_by": SeenBy.OFFICE,
    "note": "",
}
_PEOPLE_TO_CHANGE = (
    select(people).where(in_list(people.c.id, "ids")).order_by(people.c.id).with_for_update()
)
_PEOPLE_TO_LOCK = _PEOPLE_TO_CHANGE.with_only_columns(people.c.id)


async def save_people(uow: UnitOfWork, given: Mapping[UUID, Names], cause: Cause) -> None:
    """Bring people's names and addresses to this state, and announce what differs.

    Raises ``StaleDataError`` if somebody else changes one of them.
    """
    known = await queries.people_by_id(uow.session, cause.tenant, given)
    fresh = [key for key in given if key not in known]
    await insert_rows(uow.session, people, [_person(key, given[key], cause) for key in fresh])
    for key in fresh:
        uow.announce(PersonRecord(person_id=key, version=1, **given[key]), cause)
    for key, row in known.items():
        if names_of(row) != given[key]:
            await _keep_former(uow, row, given[key], Since(local_date(uow.now)))
            await _bring_to(uow, row, given[key], cause)


async def correct(
    uow: UnitOfWork, person_id: UUID, given: Mapping[str, str], since: Since, cause: Cause
) -> None:
    """Bring some of somebody's names and address to this state, and keep what was.

    Raises ``NoResultFound``.
    """
    row = await _locked(uow, cause.tenant, person_id)
    before = names_of(row)
    names = Names(
        given_name=given.get("given_name", before["given_name"]),
        family_name=given.get("family_name", before["family_name"]),
        email=given.get("email", before["email"]),
    )
    if before != names:
        await _keep_former(uow, row, names, since)
        await _bring_to(uow, row, names, cause)


async def _locked(uow: UnitOfWork, tenant: str, person_id: UUID) -> Row[Any]:
    theirs = select(people).where(people.c.tenant == tenant, people.c.id == person_id)
    return (await uow.session.execute(theirs.with_for_update())).one()


async def _bring_to(uow: UnitOfWork, row: Row[Any], names: Names, cause: Cause) -> None:
    where = {"id": row.id, "tenant": cause.tenant}
    changed = {**names, **_found_by(names), "matched": False}
    version = await change_version(uow.session, people, where, row.version, changed)
    uow.announce(PersonRecord(person_id=row.id, version=version, **names), cause)


async def _keep_former(uow: UnitOfWork, row: Row[Any], names: Names, since: Since) -> None:
    called, reached = _former(uow, [(row, names)], since)
    await insert_rows(uow.session, former_names, called)
    await insert_rows(uow.session, addresses, reached)


def _former(
    uow: UnitOfWork | BulkUnitOfWork, changed: Iterable[tuple[Row[Any], Names]], since: Since
) -> tuple[list[RowOf[FormerName]], list[RowOf[Address]]]:
    """What people were called and where they were written to, as far as it differs now."""
    called: list[RowOf[FormerName]] = []
    reached: list[RowOf[Address]] = []
    for row, names in changed:
        mine: Any = {"id": new_id(), "tenant": row.tenant, "person_id": row.id}
        days: Any = {"last_day": since.last_day, "recorded_at": uow.now}
        if (row.given_name, row.family_name) != (names["given_name"], names["family_name"]):
            kind = FormerKind.MISTAKEN if since.mistaken else FormerKind.FORMER
            called.append(_former_name(names_of(row), kind, **mine, **days))
        if row.email != names["email"]:
            reached.append(
                row_of(Address)(
                    **mine,
                    kind=AddressKind.MAIL,
                    value=row.email,
                    seen_by=SeenBy.OFFICE,
                    valid_from=None,
                    mistaken=since.mistaken,
                    **days,
                )
            )
    return called, reached


def _former_name(names: Names, kind: FormerKind, **more: Any) -> RowOf[FormerName]:
    named: Any = {name: names[name] for name in ("given_name", "family_name")}
    found_by = _found_by(names)["search_text"]
    return row_of(FormerName)(**named, kind=kind, search_text=found_by, **more)


async def call_born(uow: UnitOfWork, person_id: UUID, before: str, name: str, cause: Cause) -> None:
    """Remember the family name somebody was born with instead of another; none if it is empty.

    Who was merged may have two: the other one stays.
    """
    if before == name:
        return
    row = await _locked(uow, cause.tenant, person_id)
    mine = (former_names.c.tenant == cause.tenant, former_names.c.person_id == person_id)
    born = (former_names.c.kind == FormerKind.BIRTH, former_names.c.family_name.in_([before, name]))
    await uow.session.execute(delete(former_names).where(*mine, *born))
    if name:
        names = names_of(row) | {"family_name": name}
        said = _former_name(
            names,
            FormerKind.BIRTH,
            id=new_id(),
            tenant=cause.tenant,
            person_id=person_id,
            last_day=None,
            recorded_at=uow.now,
        )
        await insert_rows(uow.session, former_names, [said])
    await match_again(uow, cause.tenant, person_id)


async def match_again(uow: UnitOfWork, tenant: str, person_id: UUID) -> None:
    """Something by which somebody is known has changed: it is to be looked who they may be, too."""
    theirs = (people.c.tenant == tenant, people.c.id == person_id)
    await uow.session.execute(update(people).where(*theirs).values(matched=False))


async def entry_of(uow: UnitOfWork, person_id: UUID, tenant: str) -> Entry:
    """What somebody shows, to be changed; it is there from now on."""
    first = row_of(Entry)(person_id=person_id, tenant=tenant, **_NOTHING_CHOSEN)
    await insert_rows(uow.session, entries, [first], ignore_conflicts=True, version=0)
    theirs = (Entry.tenant == tenant, Entry.person_id == person_id)
    return (await uow.session.scalars(select(Entry).where(*theirs))).one()


def add_address(
    uow: UnitOfWork,
    owner: tuple[str, UUID],
    reached: tuple[AddressKind, str],
    seen_by: SeenBy,
    valid_from: date | None,
) -> Address:
    """The person of the municipality is reached there as well."""
    tenant, person_id = owner
    kind, value = reached
    address = Address(
        id=new_id(),
        tenant=tenant,
        person_id=person_id,
        kind=kind,
        value=value,
        seen_by=seen_by,
        valid_from=valid_from,
        recorded_at=uow.now,
    )
    uow.session.add(address)
    return address


async def address_of(uow: UnitOfWork, tenant: str, person_id: UUID, address_id: UUID) -> Address:
    """One of somebody's that is no former one, to be changed; raises ``NoResultFound``."""
    theirs = (Address.tenant == tenant, Address.person_id == person_id, Address.id == address_id)
    held = (~Address.mistaken, Address.last_day.is_(None))
    query = select(Address).where(*theirs, *held).with_for_update()
    return (await uow.session.scalars(query)).one()


def replace_address(uow: UnitOfWork, address: Address, value: str, since: Since) -> None:
    """The former one stays, with its last day or as a mistake."""
    if address.value == value:
        return
    end_address(address, since)
    owner, reached = (address.tenant, address.person_id), (address.kind, value)
    valid_from = address.valid_from if since.mistaken else since.valid_from or since.today
    add_address(uow, owner, reached, address.seen_by, valid_from)


def end_address(address: Address, since: Since) -> None:
    """It holds no longer; as a mistake, it never did."""
    address.last_day, address.mistaken = since.last_day, since.mistaken


async def lock_person(uow: UnitOfWork, person_id: UUID) -> None:
    """One change of somebody after the other; raises ``NoResultFound``."""
    (await uow.session.execute(_PEOPLE_TO_LOCK, {"ids": [person_id]})).scalar_one()


async def lock_people(uow: UnitOfWork, ids: Collection[UUID]) -> None:
    """The same of several, in one order: nobody waits for who waits for them."""
    await uow.session.execute(_PEOPLE_TO_LOCK, {"ids": list(ids)})


async def forget_people(uow: UnitOfWork, ids: Collection[UUID], cause: Cause) -> None:
    """Erase those of these people, here and in every copy, to whom nothing refers any more.

    Whom they stand for goes with them; who is held stays.
    """
    referring = [
        key.parent
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column is people.c.id and key.ondelete != "CASCADE"
    ]
    held = or_(*(exists().where(column == people.c.id) for column in referring))
    merged = await queries.standing_for(uow.session, cause.tenant, ids)
    every = {key: {key, *some} for key, some in merged.items()}
    theirs = (people.c.tenant == cause.tenant, in_list(people.c.id, "ids"))
    asked = {"ids": [key for some in every.values() for key in some]}
    stay = set(await uow.session.scalars(select(people.c.id).where(*theirs, held), asked))
    stay |= await held_of(uow.session, cause.tenant, asked["ids"], local_date(uow.now))
    gone = {"ids": [key for some in every.values() if stay.isdisjoint(some) for key in some]}
    await let_go(uow, [*(await keys_of(uow.session, cause.tenant, gone["ids"])).values()])
    erased = await uow.session.scalars(delete(people).where(*theirs).returning(people.c.id), gone)
    for person_id in erased:
        uow.erase(PersonRecord, person_id, cause)


def add_people(uow: BulkUnitOfWork, given: Sequence[tuple[UUID, Names, Cause]]) -> None:
    """Store and announce people: id, names and address, and why they become known."""
    uow.insert(people, [_person(*each) for each in given])
    for key, names, cause in given:
        uow.announce(PersonRecord(person_id=key, version=1, **names), cause)


async def change_people(uow: BulkUnitOfWork, given: Mapping[UUID, tuple[Names, Cause]]) -> None:
    """Bring people who are known to this state, and announce what differs."""
    known = {row.id: row for row in await uow.lock(_PEOPLE_TO_CHANGE, {"ids": list(given)})}
    rows: list[RowOf[Person]] = []
    changed: list[tuple[Row[Any], Names]] = []
    for key, (names, cause) in given.items():
        if names_of(known[key]) != names:
            version = known[key].version + 1
            changed.append((known[key], names))
            rows.append(_person(key, names, cause, version))
            uow.announce(PersonRecord(person_id=key, version=version, **names), cause)
    uow.upsert(people, rows, newer="version")
    called, reached = _former(uow, changed, Since(local_date(uow.now)))
    uow.insert(former_names, called)
    uow.insert(addresses, reached)


def _person(key: UUID, names: Names, cause: Cause, version: int = 1) -> RowOf[Person]:
    found_by = _found_by(names)
    return row_of(Person)(
        id=key, tenant=cause.tenant, **names, **found_by, version=version, matched=False
    )


def _found_by(names: Names) -> FoundBy:
    texts = (spellings(names["given_name"]), spellings(names["family_name"]))
    return FoundBy(name_key=fold(names["family_name"]), search_text="\n".join(texts))
