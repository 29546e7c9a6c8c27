"""Statements about people, built once for all who see the same: that takes longer than asking."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Subquery, Uuid, bindparam, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from services.directory.accounts import queries as accounts
from services.directory.bonds import queries as bonds
from services.directory.people import queries as people
from services.directory.people.values import Asker, Bonds, SeenBy
from services.directory.presences.queries import presences_in
from shared.database.lists import in_list


class Kind(NamedTuple):
    """What of an asker decides how they are answered."""

    seen_by: SeenBy
    is_person: bool
    of_carrier: bool


def kind_of(asker: Asker) -> Kind:
    return Kind(asker.seen_by, asker.person_id is not None, asker.carrier_id is not None)


def values_of(asker: Asker) -> Mapping[str, Any]:
    """For the statements of the asker's kind."""
    given = {
        "asker_tenant": asker.tenant,
        "asker_today": asker.today,
        "asker_person": asker.person_id,
        "asker_carrier": asker.carrier_id,
    }
    return {name: value for name, value in given.items() if value is not None}


@cache
def seen(kind: Kind) -> Subquery:
    """Everybody whom the asker may see."""
    asker = _any_asker(kind)
    return people.seen_people(asker, bonds_of(asker))


@cache
def seen_among(kind: Kind) -> Select[Any]:
    """Those of ``ids``."""
    found = seen(kind)
    return select(found).where(in_list(found.c.id, "ids"))


@cache
def _ids_among(kind: Kind) -> Select[Any]:
    found = seen(kind)
    return select(found.c.id).where(in_list(found.c.id, "ids"))


@cache
def addresses_among(kind: Kind) -> Select[Any]:
    """Of ``ids``, as far as the asker may see them."""
    asker = _any_asker(kind)
    query = people.seen_addresses(asker, bonds_of(asker))
    return query.where(in_list(query.selected_columns["person_id"], "ids"))


@cache
def presences_among(kind: Kind) -> Select[Any]:
    """Of ``ids``, as far as the asker may see when they are where."""
    asker = _any_asker(kind)
    query = presences_in(asker.tenant, people.whose_hours_are_seen(asker, bonds_of(asker)))
    return query.where(in_list(query.selected_columns["person_id"], "ids"))


@cache
def names_among(kind: Kind) -> Select[Any]:
    """Names and addresses of ``ids``, as far as the asker may see them."""
    found = seen(kind)
    query = select(found.c.id, found.c.given_name, found.c.family_name, found.c.email)
    return query.where(in_list(found.c.id, "ids"))


@cache
def hours_seen_among(kind: Kind) -> Select[Any]:
    """Of ``ids`` those who show the asker when they are at work."""
    asker = _any_asker(kind)
    query = people.whose_hours_are_seen(asker, bonds_of(asker))
    return query.where(in_list(query.selected_columns["id"], "ids"))


async def who_is_seen(session: AsyncSession, asker: Asker, ids: Collection[UUID]) -> set[UUID]:
    """Of these people those whom the asker may see."""
    given = {**values_of(asker), "ids": list(ids)}
    return {*await session.scalars(_ids_among(kind_of(asker)), given)} if ids else set()


async def names_and_mails(
    session: AsyncSession, asker: Asker, ids: Collection[UUID]
) -> Mapping[UUID, tuple[str, str]]:
    """What the asker may see of these people's names and addresses; who is not seen is missing."""
    given = {**values_of(asker), "ids": list(ids)}
    rows = await session.execute(names_among(kind_of(asker)), given) if given["ids"] else ()
    return {row.id: (f"{row.given_name} {row.family_name}", row.email or "") for row in rows}


async def whose_hours_are_seen(
    session: AsyncSession, asker: Asker, ids: Collection[UUID]
) -> set[UUID]:
    """Of these people the ones who show the asker when they are at work."""
    given = {**values_of(asker), "ids": list(ids)}
    return {*await session.scalars(hours_seen_among(kind_of(asker)), given)}


def bonds_of(asker: Asker) -> Bonds:
    """Conditions of this asker's."""
    acts = bonds.acts()
    holds = accounts.holds(asker.tenant, None, asker.today)
    stands = or_(acts, bonds.works(asker.today), bonds.related(asker.today), holds)
    employed: ColumnElement[bool] = false()
    if asker.carrier_id is not None:
        employed = bonds.employed_by(asker.carrier_id, asker.today)
    return Bonds(acts, stands, employed)


def _any_asker(kind: Kind) -> Asker:
    """Whose values are given when a statement is executed."""
    tenant: TypeEngine[str] = people.PEOPLE.selected_columns["tenant"].type
    return Asker(
        tenant=_later("asker_tenant", tenant),
        seen_by=kind.seen_by,
        today=_later("asker_today", Date()),
        person_id=_later("asker_person", Uuid()) if kind.is_person else None,
        carrier_id=_later("asker_carrier", Uuid()) if kind.of_carrier else None,
    )


def _later(name: str, of_type: TypeEngine[Any]) -> Any:
    return bindparam(name, type_=of_type)
