"""Posts with how much of them is vacant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.queries import among, carriers_of
from services.directory.employments.values import Wanted
from services.directory.leaves.queries import of_employments
from services.directory.leaves.values import Away, absent, at_work
from services.directory.organizations.queries import organizations_by_id, schools_called
from services.directory.placements.queries import in_force, placed_at
from services.directory.placements.values import spans
from services.directory.posts.forms import PostSearch
from services.directory.posts.models import Post
from services.directory.posts.rules import application_card, vacancies
from services.directory.posts.values import Filled, Pair, Planned, Standing, Vacancy
from services.directory.values import day_after
from shared.contracts.cards import Card
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate


@dataclass(frozen=True)
class Described:
    """A post with the names around it, and what is vacant of it today."""

    post: Post
    school: str
    carrier: str
    vacancy: Vacancy

    @property
    def id(self) -> UUID:
        return self.post.id

    @property
    def school_id(self) -> UUID:
        return self.post.school_id

    @property
    def carrier_id(self) -> UUID:
        return self.post.carrier_id

    @property
    def fte(self) -> Decimal:
        return self.post.fte

    @property
    def valid_from(self) -> date:
        return self.post.valid_from

    @property
    def last_day(self) -> date | None:
        return self.post.last_day

    @property
    def filled(self) -> Decimal:
        return self.vacancy.filled

    @property
    def vacant(self) -> Decimal:
        return self.vacancy.vacant

    @property
    def temporary(self) -> Decimal:
        return self.vacancy.temporary

    @property
    def vacant_since(self) -> date | None:
        return self.vacancy.since


COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("school", "Schule"),
        ("carrier", "Anstellungsträger"),
        ("fte", "Stellenanteil"),
        ("filled", "Besetzt"),
        ("vacant", "Unbesetzt"),
        ("temporary", "Davon vorübergehend"),
        ("vacant_since", "Seit"),
        ("valid_from", "Ab"),
        ("last_day", "Letzter Tag"),
    )
)

_EVERY = select(
    Post.school_id, Post.carrier_id, Post.id, Post.fte, Post.valid_from, Post.valid_to
).where(Post.tenant == bindparam("tenant"))
VACANT = select(func.count()).where(
    Post.tenant == bindparam("tenant"), Post.vacant_since.is_not(None)
)
"""How many of ``tenant`` are not filled, as announced last."""


async def page_of(
    session: AsyncSession,
    tenant: str,
    search: PostSearch,
    page: KeysetRequest,
    today: date,
    carrier_id: UUID | None = None,
) -> Page[Described]:
    """The municipality's, or those with one carrier, by the day they begin."""
    query = select(Post).where(Post.tenant == tenant)
    if carrier_id is not None:
        query = query.where(Post.carrier_id == carrier_id)
    if search.school:
        query = query.where(Post.school_id.in_(schools_called(tenant, search.school)))
    if search.standing is not None:
        vacant = Post.vacant_since.is_not(None)
        query = query.where(vacant if search.standing is Standing.VACANT else ~vacant)
    found = await paginate(session, query, page, by=(Post.valid_from, Post.id), columns=COLUMNS)

    async def describe(later: AsyncSession, rows: Sequence[Post]) -> list[Described]:
        return await described_posts(later, tenant, rows, today)

    return await described(session, found, describe)


async def every_post(session: AsyncSession, tenant: str) -> Sequence[tuple[Pair, Planned]]:
    """The municipality's with school and carrier, also those that are over."""
    found = await session.execute(_EVERY, {"tenant": tenant})
    return [
        ((row.school_id, row.carrier_id), Planned(row.id, row.fte, row.valid_from, row.valid_to))
        for row in found
    ]


def changed(tenant: str) -> Select[Any]:
    """How many there are, and how often one was changed."""
    counted: list[Any] = [func.count(), func.sum(Post.version)]
    return select(*counted).where(Post.tenant == tenant)


async def tenants_with(session: AsyncSession) -> Sequence[str]:
    """Municipalities that have any."""
    return (await session.scalars(select(Post.tenant).distinct())).all()


async def one(session: AsyncSession, tenant: str, post_id: UUID) -> Post:
    """One of them; raises ``NoResultFound``."""
    query = select(Post).where(Post.tenant == tenant, Post.id == post_id)
    return (await session.scalars(query)).one()


async def described_posts(
    session: AsyncSession, tenant: str, posts: Sequence[Post], today: date
) -> list[Described]:
    """The same with names, and with what is vacant."""
    ids = {each.school_id for each in posts} | {each.carrier_id for each in posts}
    named = await organizations_by_id(session, tenant, ids)
    vacant = await vacancies_of(session, tenant, posts, today)
    return [
        Described(each, named[each.school_id].name, named[each.carrier_id].name, vacant[each.id])
        for each in posts
    ]


async def vacancies_of(
    session: AsyncSession, tenant: str, posts: Sequence[Post], today: date
) -> dict[UUID, Vacancy]:
    """Of each post; others of the same school and carrier are counted, too."""
    schools = {each.school_id for each in posts}
    mine = (Post.tenant == tenant, Post.school_id.in_(schools))
    every = (await session.scalars(select(Post).where(*mine))).all()
    filled = await _filled(session, tenant, schools, today)
    planned: dict[Pair, list[Planned]] = {}
    for each in every:
        planned.setdefault((each.school_id, each.carrier_id), []).append(each.planned)
    found: dict[UUID, Vacancy] = {}
    for pair in {(each.school_id, each.carrier_id) for each in posts}:
        found |= vacancies(planned[pair], filled.get(pair, []), today)
    return found


async def _filled(
    session: AsyncSession, tenant: str, schools: set[UUID], today: date
) -> dict[Pair, list[Filled]]:
    wanted = Wanted(tenant, None, today)
    employments = await among(session, wanted, placed_at(schools))
    ids = [each.id for each in employments]
    placed, carriers = await in_force(session, tenant, ids), await carriers_of(session, tenant, ids)
    leaves = await of_employments(session, tenant, ids)
    found: dict[Pair, list[Filled]] = {}
    for each in employments:
        for first, last, group in spans(placed[each.id], each.end):
            for one in group:
                if one.school_id in schools:
                    parts = _parts(one.weekly_hours, (first, last), leaves.get(each.id, ()))
                    found.setdefault((one.school_id, carriers[each.id]), []).extend(parts)
    return found


def _parts(hours: Decimal, days: tuple[date, date | None], leaves: Sequence[Away]) -> list[Filled]:
    parts = [(part, False) for part in at_work(days, leaves)]
    parts += [(part, True) for part in absent(days, leaves)]
    return [Filled(hours, first, last and day_after(last), away) for (first, last), away in parts]


def application_due(today: date, employed: int) -> list[Card]:
    """What the start page says of the next school year's, where anybody works."""
    return application_card(today) if employed else []
