"""Keeps people's names and addresses, and announces what differs."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, exists, select

from services.directory.models import metadata
from services.directory.people import queries
from services.directory.people.models import (
    Person,
    people,
)
from services.directory.people.values import (
    FoundBy,
    Names,
    names_of,
)
from shared.contracts.directory import PersonRecord
from shared.database.lists import in_list
from shared.database.search import fold, spellings
from shared.database.tables import RowOf, row_of
from shared.database.versions import change_version
from shared.database.writes import insert_rows
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

_PEOPLE_TO_CHANGE = (
    select(people).where(in_list(people.c.id, "ids")).order_by(people.c.id).with_for_update()
)


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
        names = given[key]
        if names_of(row) != names:
            where = {"id": key, "tenant": cause.tenant}
            changed = {**names, **_found_by(names)}
            version = await change_version(uow.session, people, where, row.version, changed)
            uow.announce(PersonRecord(person_id=key, version=version, **names), cause)


async def lock_person(uow: UnitOfWork, person_id: UUID) -> None:
    """One change of somebody after the other; raises ``NoResultFound``."""
    theirs = select(people.c.id).where(people.c.id == person_id).with_for_update()
    (await uow.session.execute(theirs)).scalar_one()


async def forget_people(uow: UnitOfWork, ids: Collection[UUID], cause: Cause) -> None:
    """Erase those of these people, here and in every copy, to whom nothing refers any more."""
    referring = [
        key.parent
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column is people.c.id
    ]
    free = [~exists().where(column == people.c.id) for column in referring]
    those = delete(people).where(
        people.c.tenant == cause.tenant, in_list(people.c.id, "ids"), *free
    )
    gone = await uow.session.execute(those.returning(people.c.id), {"ids": list(ids)})
    for person_id in gone.scalars():
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
    for key, (names, cause) in given.items():
        if names_of(known[key]) != names:
            version = known[key].version + 1
            rows.append(_person(key, names, cause, version))
            uow.announce(PersonRecord(person_id=key, version=version, **names), cause)
    uow.upsert(people, rows, newer="version")


def _person(key: UUID, names: Names, cause: Cause, version: int = 1) -> RowOf[Person]:
    found_by = _found_by(names)
    return row_of(Person)(id=key, tenant=cause.tenant, **names, **found_by, version=version)


def _found_by(names: Names) -> FoundBy:
    texts = (spellings(names["given_name"]), spellings(names["family_name"]))
    return FoundBy(name_key=fold(names["family_name"]), search_text="\n".join(texts))
