"""Users of one carrier's identity system, and what they raise."""

from collections.abc import Sequence
from uuid import UUID

from scim2_models import SearchRequest
from sqlalchemy import ColumnElement, Select, bindparam, false, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.queries import of_workers
from services.directory.employments.values import Employment
from services.directory.organizations.queries import names_of_organizations
from services.directory.people.queries import names_of
from services.directory.scim.models import PersonKey, ScimQuestion, ScimUser
from services.directory.scim.rules import narrowing, user_of
from services.directory.scim.schemas import CarrierUser
from services.directory.scim.values import Question, QuestionKind
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.web.tokens import ApiClient

COLUMNS = (
    attribute("name", "Name"),
    attribute("external_id", "Personalnummer"),
    attribute("carrier", "Anstellungsträger"),
    attribute("kind", "Gemeldet"),
    attribute("asked_at", "Am"),
)


def own(client: ApiClient) -> Select[ScimUser]:
    """The carrier's users that were not deleted."""
    return every(client).where(ScimUser.deleted_at.is_(None))


def every(client: ApiClient) -> Select[ScimUser]:
    """Those that were deleted as well."""
    return select(ScimUser).where(
        ScimUser.tenant == client.tenant, ScimUser.carrier_id == client.organization_id
    )


async def one(session: AsyncSession, client: ApiClient, user_id: UUID) -> ScimUser:
    """Raises ``NoResultFound``."""
    return (await session.scalars(own(client).where(ScimUser.id == user_id))).one()


async def found(
    session: AsyncSession, client: ApiClient, search: SearchRequest[CarrierUser], base_url: str
) -> tuple[int, Sequence[CarrierUser]]:
    """How many there are, and those of the page asked for, in the order of their ids.

    By place, as the standard has it: a carrier's users are hundreds.
    """
    start, count = search.start_index_0 or 0, search.count
    query = own(client).order_by(ScimUser.id)
    if search.filter is None:
        total = select(func.count()).select_from(own(client).subquery())
        rows = await session.scalars(query.offset(start).limit(count))
        number = (await session.execute(total)).scalar_one()
        return number, [user_of(row, base_url) for row in rows]
    if (known := narrowing(search.filter.ast)) is not None:
        query = query.where(_is(*known))
    users = [user_of(row, base_url) for row in await session.scalars(query)]
    matching = [user for user in users if search.filter.match(user)]
    return len(matching), matching[start : None if count is None else start + count]


def _is(name: str, value: str) -> ColumnElement[bool]:
    """Nobody is called what was written with escapes and is no text to a database."""
    if not value.isprintable():
        return false()
    if name == "username":
        return ScimUser.user_name_key == value.casefold()
    if name == "externalid":
        return ScimUser.external_id == value
    try:
        return ScimUser.id == UUID(value)
    except ValueError:
        return ScimUser.user_name_key == ""


async def with_number(
    session: AsyncSession, client: ApiClient, external_id: str
) -> ScimUser | None:
    """The carrier's user with an external id, also one that was deleted."""
    query = every(client).where(ScimUser.external_id == external_id)
    return (await session.scalars(query)).one_or_none()


async def called(session: AsyncSession, client: ApiClient, key: str) -> ScimUser | None:
    """The carrier's user with a name, however it is capitalized."""
    return (await session.scalars(own(client).where(ScimUser.user_name_key == key))).one_or_none()


async def key_known(session: AsyncSession, tenant: str, system: str, value: str) -> bool:
    """Whether somebody is known by it."""
    query = select(PersonKey).where(
        PersonKey.tenant == tenant, PersonKey.system == system, PersonKey.value == value
    )
    return (await session.scalars(query)).one_or_none() is not None


async def linked(
    session: AsyncSession, client: ApiClient
) -> list[tuple[ScimUser, list[Employment]]]:
    """The carrier's users that are workers of it, with their employments."""
    users = (await session.scalars(own(client).where(ScimUser.person_id.is_not(None)))).all()
    ids = [each.person_id for each in users if each.person_id]
    theirs = await of_workers(session, client, ids)
    found = [(each, theirs.get(each.person_id, [])) for each in users if each.person_id]
    return [(each, employments) for each, employments in found if employments]


def open_in(tenant: str) -> Select[ScimQuestion]:
    """What identity systems have raised there, and nobody has settled."""
    return select(ScimQuestion).where(
        ScimQuestion.tenant == tenant, ScimQuestion.settled_at.is_(None)
    )


OPEN = select(func.count()).where(
    ScimQuestion.tenant == bindparam("tenant"), ScimQuestion.settled_at.is_(None)
)
"""How many questions of ``tenant`` are open."""


async def page_of(session: AsyncSession, tenant: str, page: KeysetRequest) -> Page[Question]:
    """Open questions of the municipality, the oldest first."""
    by = (ScimQuestion.id,)
    asked = await paginate(session, open_in(tenant), page, by=by, columns=COLUMNS)

    async def describe(later: AsyncSession, rows: Sequence[ScimQuestion]) -> list[Question]:
        return await _described(later, tenant, rows)

    return await described(session, asked, describe)


async def open_question(session: AsyncSession, tenant: str, question_id: UUID) -> Question:
    """Raises ``NoResultFound``."""
    query = open_in(tenant).where(ScimQuestion.id == question_id)
    [found_one] = await _described(session, tenant, [(await session.scalars(query)).one()])
    return found_one


async def _described(
    session: AsyncSession, tenant: str, rows: Sequence[ScimQuestion]
) -> list[Question]:
    people, carriers = {row.person_id for row in rows}, {row.carrier_id for row in rows}
    names = await names_of(session, people)
    names_of_carriers = await names_of_organizations(session, carriers, [tenant])
    known = {
        carrier: await of_workers(session, ApiClient("", tenant, carrier), people)
        for carrier in carriers
    }
    return [
        _question(
            row,
            names.get(row.person_id, ""),
            names_of_carriers.get(row.carrier_id, ""),
            known[row.carrier_id].get(row.person_id, []),
        )
        for row in rows
    ]


def _question(row: ScimQuestion, name: str, carrier: str, known: Sequence[Employment]) -> Question:
    last = next((each for each in reversed(known) if not each.cancelled), None)
    return Question(
        id=row.id,
        kind=QuestionKind(row.kind),
        asked_at=row.asked_at,
        name=name,
        carrier=carrier,
        carrier_id=row.carrier_id,
        employment_id=last.id if last else None,
        external_id=last.external_id if last else "",
    )
