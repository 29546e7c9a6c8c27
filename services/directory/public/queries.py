"""What is public; read anew each time, so that what somebody closes is gone at once."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments import queries as employments
from services.directory.employments.values import State, Wanted
from services.directory.entries import queries as entries
from services.directory.entries.values import Seen
from services.directory.organizations import queries as organizations
from services.directory.people.values import Asker, SeenBy
from services.directory.placements.queries import placed_at
from services.directory.public.forms import ContactSearch, OfferSearch, PlaceSearch, SchoolSearch
from services.directory.public.rules import topics_of
from services.directory.public.values import PAGE_OF_PEOPLE, Offer, Place, PublicSchool, SchoolPage
from services.directory.publishing import queries as publishing
from shared.contracts.directory import OrganizationKind, Role, SchoolType
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.database.reach import crossing
from shared.database.search import holds_words

_organizations = organizations.ORGANIZATIONS.selected_columns
_ID = _organizations.id.label("id")
_IN_ORDER = (_organizations.name_key.label("name"), _ID)
_WITH_OFFERS = or_(_organizations.topics.is_not(None), _organizations.offers.is_not(None))
PLACES = (attribute("name", "Kommune"),)
SCHOOLS = (attribute("name", "Schule"), attribute("kind_of_school", "Schulform"))
OFFERS = (
    attribute("name", "Name"),
    attribute("kind", "Art"),
    attribute("topics", "Themen"),
    attribute("offers", "Angebote"),
    attribute("phone", "Telefon"),
)


async def place(session: AsyncSession, served: Collection[str], municipality: str) -> Place:
    """Raises ``NoResultFound`` where there is no public directory."""
    if municipality not in served:
        raise NoResultFound
    decided = await publishing.published(session, municipality)
    if not decided.offered:
        raise NoResultFound
    named = await organizations.municipalities(session, [municipality])
    return Place(municipality, named[municipality], decided.indexed)


async def places(
    session: AsyncSession, served: Collection[str], search: PlaceSearch, page: KeysetRequest
) -> Page[Place]:
    """Municipalities with a public directory, by name."""
    query = select(_organizations.tenant).where(
        _organizations.kind == OrganizationKind.MUNICIPALITY.value,
        _organizations.tenant.in_(served),
        _organizations.tenant.not_in(publishing.withdrawn()),
        *_named(search.text),
    )

    async def describe(later: AsyncSession, found: Sequence[str]) -> list[Place]:
        names = await organizations.municipalities(later, found) if found else {}
        return [Place(each, names[each]) for each in found]

    found = await paginate(session, crossing(query), page, by=_IN_ORDER, columns=PLACES)
    return await described(session, found, describe)


async def people_of(
    session: AsyncSession,
    municipality: str,
    today: date,
    search: ContactSearch,
    page: KeysetRequest,
) -> Page[Seen]:
    """Those who are public, by name; never as a file."""
    few = replace(page, export="", size=min(page.size, PAGE_OF_PEOPLE))
    wanted = entries.search_for(search.text, search.role, search.kind)
    return await entries.page_of(session, anybody(municipality, today), wanted, few)


async def schools_of(
    session: AsyncSession,
    municipality: str,
    today: date,
    search: SchoolSearch,
    page: KeysetRequest,
) -> Page[PublicSchool]:
    """The municipality's schools by name."""
    query = select(_organizations.id).where(
        _organizations.tenant == municipality,
        _organizations.kind == OrganizationKind.SCHOOL.value,
        _organizations.school_number.is_not(None),
        _open(today),
        *_named(search.text),
    )
    if search.school_type is not None:
        query = query.where(_organizations.school_type == search.school_type.value)
    found = await paginate(session, query, page, by=_IN_ORDER, columns=SCHOOLS)
    return await described(session, found, partial(_schools, municipality))


async def offers_of(
    session: AsyncSession,
    municipality: str,
    today: date,
    search: OfferSearch,
    page: KeysetRequest,
) -> Page[Offer]:
    """The municipality's organizations that have topics or offers, by name."""
    mine = (_organizations.tenant == municipality, _open(today))
    query = select(_organizations.id).where(*mine, _WITH_OFFERS, *_named(search.text))
    if search.kind is not None:
        query = query.where(_organizations.kind == search.kind.value)
    found = await paginate(session, query, page, by=_IN_ORDER, columns=OFFERS)
    return await described(session, found, partial(_offers, municipality))


async def topics(session: AsyncSession, municipality: str, today: date) -> Sequence[str]:
    """On which there are offers."""
    query = select(_organizations.topics).where(
        _organizations.tenant == municipality, _organizations.topics.is_not(None), _open(today)
    )
    return topics_of(await session.scalars(query))


async def at_school(
    session: AsyncSession, municipality: str, school_number: str, today: date
) -> SchoolPage:
    """The school, and who is public of those who are there; raises ``NoResultFound``."""
    number = organizations.schools_numbered(municipality, school_number).where(_open(today))
    school_id = (await session.scalars(number)).one()
    [school] = await _schools(municipality, session, [school_id])
    wanted = Wanted(municipality, None, today, State.CURRENT)
    working = await employments.among(session, wanted, placed_at([school_id]))
    acting = (await organizations.acting(session, municipality, [school_id])).get(school_id, {})
    ids = {*(each.worker_id for each in working), *(row.id for row in acting.values())}
    seen = await entries.seen_of(session, anybody(municipality, today), list(ids))
    found = sorted(seen.values(), key=lambda each: (each.family_name, each.given_name))
    workers = [each for each in found if _is_there(each, school_number, only=Role.WORKER)]
    others = [each for each in found if _is_there(each, school_number) and each not in workers]
    return SchoolPage(school, workers, others)


async def schools_to_index(
    session: AsyncSession, tenants: Collection[str], today: date
) -> Sequence[tuple[str, str]]:
    """Municipality and number of each school of these."""
    query = select(_organizations.tenant, _organizations.school_number).where(
        in_list(_organizations.tenant, "tenants"),
        _organizations.school_number.is_not(None),
        _open(today),
    )
    order = (_organizations.tenant, _organizations.school_number)
    found = await session.execute(crossing(query.order_by(*order)), {"tenants": list(tenants)})
    return [(row.tenant, row.school_number) for row in found]


def _open(today: date) -> ColumnElement[bool]:
    """Who looks for somebody now has no use for what opens later."""
    opens = _organizations.valid_from
    return and_(organizations.not_closed(today), or_(opens.is_(None), opens <= today))


def anybody(municipality: str, today: date) -> Asker:
    """Who has not signed in."""
    return Asker(municipality, SeenBy.PUBLIC, today)


def _is_there(person: Seen, school_number: str, only: Role | None = None) -> bool:
    at = [each for each in person.functions if each.school_number == school_number]
    return any(only is None or each.code == only for each in at)


def _named(text: str) -> Sequence[ColumnElement[bool]]:
    return [holds_words(_organizations.search_text, text)] if text else []


async def _schools(
    municipality: str, session: AsyncSession, ids: Sequence[UUID]
) -> list[PublicSchool]:
    rows = await organizations.organizations_by_id(session, municipality, ids)
    return [
        PublicSchool(
            key,
            rows[key].school_number,
            rows[key].name,
            SchoolType(rows[key].school_type) if rows[key].school_type else None,
            rows[key].all_day_school,
            rows[key].phone or "",
        )
        for key in ids
    ]


async def _offers(municipality: str, session: AsyncSession, ids: Sequence[UUID]) -> list[Offer]:
    rows = await organizations.organizations_by_id(session, municipality, ids)
    return [
        Offer(
            key,
            rows[key].name,
            OrganizationKind(rows[key].kind),
            rows[key].topics or "",
            rows[key].offers or "",
            rows[key].phone or "",
        )
        for key in ids
    ]
