"""Announcements as the office lists them, as their recipients read them, and as mails tell them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, case, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.notifications.acting.queries import serving
from services.notifications.announcements.models import (
    Announcement,
    Edition,
    Group,
    Recipient,
)
from services.notifications.announcements.values import (
    ADDRESSED,
    ROLES,
    SUMMARY,
    TO_CONFIRM,
    Addressed,
    Reply,
    Standing,
    Summary,
    Told,
)
from services.notifications.mails.values import ANNOUNCEMENT_KINDS
from services.notifications.merges.queries import every_id, everybody_behind, standing_for
from services.notifications.recipients.queries import NAMES
from services.notifications.values import Directory, News, Notice, Owed
from shared.clock import local_date
from shared.contracts.notifications import AnnouncedTo
from shared.contracts.words import word
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.web.problem import Problem

_NEWEST = and_(Edition.announcement_id == Announcement.id, Edition.number == Announcement.edition)
_CONFIRMED = Recipient.confirmed_edition == Announcement.edition
_OTHER = aliased(Recipient)


async def page_of(session: AsyncSession, tenant: str, page: KeysetRequest) -> Page[Summary]:
    """The municipality's own, the newest first."""
    newest_first = replace(page, sort=f"-{Announcement.id.key}")
    query = select(Announcement).where(Announcement.tenant == tenant)
    found = await paginate(session, query, newest_first, by=(Announcement.id,), columns=SUMMARY)
    return await described(session, found, _summaries)


async def one(session: AsyncSession, tenant: str, announcement_id: UUID) -> Announcement:
    """One of the municipality's; raises ``Problem``."""
    mine = (Announcement.tenant == tenant, Announcement.id == announcement_id)
    found: Announcement | None = (await session.scalars(select(Announcement).where(*mine))).first()
    if found is None:
        raise Problem(404, "announcement-not-found", "There is no such announcement")
    return found


async def editions_of(session: AsyncSession, announcement: Announcement) -> Sequence[Edition]:
    """What was published, the newest first."""
    mine = select(Edition).where(
        Edition.tenant == announcement.tenant, Edition.announcement_id == announcement.id
    )
    return (await session.scalars(mine.order_by(Edition.number.desc()))).all()


async def counts(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> Mapping[UUID, tuple[int, int]]:
    """How many each is for, and how many have confirmed its newest edition."""
    query = (
        select(Recipient.announcement_id, func.count(), func.sum(case((_CONFIRMED, 1), else_=0)))
        .join(Announcement, Announcement.id == Recipient.announcement_id)
        .where(Recipient.tenant == tenant, Recipient.announcement_id.in_(ids))
        .group_by(Recipient.announcement_id)
    )
    return {key: (many, confirmed) for key, many, confirmed in await session.execute(query)}


async def page_of_recipients(
    session: AsyncSession, announcement: Announcement, page: KeysetRequest
) -> Page[Told]:
    """By name; where nobody has to confirm, nothing is known of them but that."""
    query = (
        select(Recipient)
        .outerjoin(NAMES, NAMES.c.person_id == Recipient.person_id)
        .where(
            Recipient.tenant == announcement.tenant,
            Recipient.announcement_id == announcement.id,
        )
    )
    by = (NAMES.c.family_name, NAMES.c.given_name, Recipient.id)
    columns = TO_CONFIRM if announcement.to_confirm else TO_CONFIRM[:1]
    found = await paginate(session, query, page, by=by, columns=columns)

    async def tell(session: AsyncSession, rows: Sequence[Recipient]) -> list[Told]:
        names = await names_of(session, [each.person_id for each in rows])
        edition = announcement.edition
        return [
            Told(
                each.person_id,
                names.get(each.person_id, "nicht mehr im Verzeichnis"),
                Reply.CONFIRMED if each.confirmed_edition == edition else Reply.OPEN,
            )
            for each in rows
        ]

    return await described(session, found, tell)


async def names_of(session: AsyncSession, people: Collection[UUID]) -> Mapping[UUID, str]:
    """What these are called, as far as it is known."""
    query = select(NAMES).where(in_list(NAMES.c.person_id, "people"))
    rows = await session.execute(query, {"people": list(people)})
    return {row.person_id: f"{row.given_name} {row.family_name}".strip() for row in rows}


async def groups_of(session: AsyncSession, tenant: str) -> Sequence[Group]:
    """The municipality's by name."""
    mine = select(Group).where(Group.tenant == tenant)
    return (await session.scalars(mine.order_by(Group.name))).all()


async def acting(
    session: AsyncSession, announcement: Announcement, now: datetime
) -> frozenset[UUID]:
    """Whom it would reach by what they act as; nobody where a group says who."""
    roles = ROLES.get(announcement.audience, ())
    found = await serving(session, announcement.tenant, local_date(now), roles) if roles else ()
    return frozenset(found) - {announcement.author_id}


async def recipients_of(session: AsyncSession, row: Announcement) -> set[UUID]:
    """Everybody it is for already."""
    mine = (Recipient.tenant == row.tenant, Recipient.announcement_id == row.id)
    return {*(await session.scalars(select(Recipient.person_id).where(*mine)))}


async def own_page(
    session: AsyncSession, tenant: str, ids: Collection[UUID], page: KeysetRequest
) -> Page[Addressed]:
    """What somebody was told in the municipality, the newest first; the rest nobody sees."""
    query = (
        select(Recipient)
        .join(Announcement, Announcement.id == Recipient.announcement_id)
        .where(Recipient.tenant == tenant, *_once(ids))
    )
    newest_first = replace(page, sort=f"-{Announcement.published_at.key}")
    by = (Announcement.published_at, Recipient.id)
    found = await paginate(session, query, newest_first, by=by, columns=ADDRESSED)

    async def read(session: AsyncSession, rows: Sequence[Recipient]) -> list[Addressed]:
        mine = _told_of(Recipient.tenant == tenant, Recipient.id.in_([r.id for r in rows]))
        told = {each.recipient_id: each for each in await _addressed(session, mine)}
        return [told[each.id] for each in rows]

    return await described(session, found, read)


async def own(session: AsyncSession, tenant: str, ids: Collection[UUID], key: UUID) -> Addressed:
    """One of them by the announcement's id; raises ``Problem``."""
    query = _told_of(Recipient.tenant == tenant, *_once(ids), Recipient.announcement_id == key)
    if found := await _addressed(session, query):
        return found[0]
    raise Problem(404, "announcement-not-found", "There is no such announcement for you")


async def by_link(session: AsyncSession, recipient_id: UUID) -> Addressed | None:
    """What a link shows; None if it is gone."""
    found = await _addressed(session, _told_of(Recipient.id == recipient_id))
    return found[0] if found else None


async def unconfirmed(session: AsyncSession, tenant: str, person_id: UUID) -> int:
    """How many wait for somebody to confirm that they have read them."""
    ids = select(everybody_behind(literal(person_id, Uuid())).c.id)
    query = (
        select(func.count())
        .select_from(Recipient)
        .join(Announcement, Announcement.id == Recipient.announcement_id)
        .where(Recipient.tenant == tenant, *_once(ids), ~_CONFIRMED)
        .where(Announcement.to_confirm, Announcement.ended_at.is_(None))
    )
    return (await session.execute(query)).scalar_one()


async def with_news(session: AsyncSession, directory: Directory, owed: Sequence[Owed]) -> Directory:
    """The same with the announcements these messages of a municipality tell of, as they are."""
    notices = [each for each in owed if isinstance(each, Notice)]
    ids = [each.subject_id for each in notices if each.kind in ANNOUNCEMENT_KINDS]
    if not ids:
        return directory
    here = Recipient.tenant == notices[0].tenant
    query = _told_of(in_list(Recipient.id.expression, "ids"), here)
    rows = await session.execute(query, {"ids": ids})
    news = {
        told.id: News(edition.subject, edition.text, announcement.to_confirm, edition.number)
        for told, announcement, edition in rows
    }
    return replace(directory, news=news)


async def standings(session: AsyncSession, ids: Collection[UUID]) -> Mapping[UUID, Standing]:
    """How it is with announcements for these recipients; without those that are gone."""
    query = _told_of(in_list(Recipient.id.expression, "ids"))
    rows = (await session.execute(query, {"ids": list(ids)})).all()
    standing = await standing_for(session, {told.person_id for told, *_ in rows})
    merged = [told for told, *_ in rows if standing[told.person_id] != told.person_id]
    doubled = {each.id for each in merged if await _is_told_anyway(session, each, standing)}
    return {
        told.id: Standing(
            tenant=told.tenant,
            person_id=standing[told.person_id],
            told_anyway=told.id in doubled,
            edition=announcement.edition,
            has_ended=announcement.ended_at is not None,
            confirmed=announcement.to_confirm and told.confirmed_edition == announcement.edition,
            roles=ROLES.get(announcement.audience, ()),
        )
        for told, announcement, _ in rows
    }


async def _is_told_anyway(
    session: AsyncSession, merged: Recipient, standing: Mapping[UUID, UUID]
) -> bool:
    """By whoever stands for them, or else by the first of those for whom they stand."""
    survivor = standing[merged.person_id]
    same = await every_id(session, survivor)
    mine = (Recipient.tenant == merged.tenant, Recipient.person_id.in_(same))
    query = select(Recipient.person_id).where(
        Recipient.announcement_id == merged.announcement_id, *mine
    )
    told = {*await session.scalars(query)}
    return merged.person_id != (survivor if survivor in told else min(told))


def _told_of(*mine: ColumnElement[bool]) -> Select[Recipient, Announcement, Edition]:
    """The recipients first: PostgreSQL would go through all of an announcement's for a few."""
    some = select(Recipient).where(*mine).cte("some")
    told = aliased(Recipient, some.prefix_with("MATERIALIZED", dialect="postgresql"))
    theirs = Announcement.id == told.announcement_id
    return select(told, Announcement, Edition).join(Announcement, theirs).join(Edition, _NEWEST)


def _once(ids: Collection[UUID] | Select[Any]) -> tuple[ColumnElement[bool], ...]:
    """Of what two were told who are one, only what they have confirmed last, or were told first."""
    same = (_OTHER.announcement_id == Recipient.announcement_id, _OTHER.person_id.in_(ids))
    equal = _OTHER.confirmed_edition == Recipient.confirmed_edition
    before = or_(
        _OTHER.confirmed_edition > Recipient.confirmed_edition,
        and_(equal, _OTHER.id < Recipient.id),
    )
    return Recipient.person_id.in_(ids), ~exists().where(*same, before)


async def _summaries(session: AsyncSession, rows: Sequence[Announcement]) -> list[Summary]:
    numbers = await counts(session, rows[0].tenant, [each.id for each in rows])
    found = []
    for each in rows:
        reached, confirmed = numbers.get(each.id, (0, 0))
        found.append(
            Summary(
                each.id,
                each.subject,
                each.group_name or word(AnnouncedTo, each.audience),
                each.state,
                each.published_at,
                reached,
                confirmed if each.to_confirm else None,
            )
        )
    return found


async def _addressed(
    session: AsyncSession, query: Select[Recipient, Announcement, Edition]
) -> list[Addressed]:
    return [
        Addressed(
            id=announcement.id,
            recipient_id=told.id,
            tenant=announcement.tenant,
            person_id=told.person_id,
            subject=edition.subject,
            text=edition.text,
            edition=edition.number,
            published_at=edition.published_at,
            to_confirm=announcement.to_confirm,
            has_ended=announcement.ended_at is not None,
            confirmed_at=told.confirmed_at if told.confirmed_edition == edition.number else None,
        )
        for told, announcement, edition in await session.execute(query)
    ]
