"""What somebody is told, what of it they have read, and how many they have not."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.values import Needless, Occasion, Verdict
from services.notifications.inbox.models import inbox_items
from services.notifications.inbox.rules import audiences, posts_of
from services.notifications.inbox.values import KEPT, Desk, Post, View
from services.notifications.mails.values import Topic, every_kind, title_of
from services.notifications.merges.queries import every_id, standing_for
from services.notifications.models import Message
from services.notifications.models import messages as table
from services.notifications.recipients.queries import employment_goes_on, naming
from services.notifications.values import Candidate
from shared.clock import local_date
from shared.context import Context
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, Shown, paginate
from shared.messaging.event import EVERYONE
from shared.web.sessions.person import SignedIn

_COLUMNS = (
    Shown("kind", "Art", lambda each: title_of(LetterKind(each.kind))),
    Shown("created_at", "Zeitpunkt", attrgetter("created_at")),
)
READ = select(inbox_items.c.message_id, inbox_items.c.person_id).subquery()
"""What somebody has read, for statements of others."""
_READ_OF = select(inbox_items.c.message_id, inbox_items.c.person_id).where(
    in_list(inbox_items.c.message_id, "messages")
)


async def desk_of(session: AsyncSession, someone: SignedIn, here: Context) -> Desk:
    """Where whoever is signed in is told of something, as they act now.

    Whoever acts everywhere is told what they are a contact of a municipality for.
    """
    tenant = "" if someone.chosen.municipality == EVERYONE else someone.chosen.municipality
    ids = await every_id(session, someone.person_id)
    places = await naming(session, tenant, ids)
    posts = posts_of(places, ids, someone.near)
    now = here.clock.now()
    return Desk(someone.person_id, ids, tenant, posts, acting_of(someone), now)


def acting_of(someone: SignedIn) -> Mapping[LetterKind, Collection[str]]:
    """Of kinds that go to those who act: the municipalities in which they do."""
    return audiences(someone.near)


async def page_of(
    session: AsyncSession,
    desk: Desk,
    wanted: KeysetRequest,
    view: View | None = None,
    topic: Topic | None = None,
) -> Page[Message]:
    """A page of them, the newest first."""
    query = select(Message).where(_mine(desk), _of_topic(topic))
    if view is View.UNREAD:
        query = query.where(not_(_noted(desk)))
    elif view is View.DONE:
        query = query.where(_noted(desk, done=True))
    newest_first = replace(wanted, sort=f"-{Message.created_at.key}")
    by = (Message.created_at, Message.id)
    return await paginate(session, query, newest_first, by=by, columns=_COLUMNS)


async def unread(session: AsyncSession, desk: Desk) -> int:
    """How many they have not read."""
    query = select(func.count()).select_from(table).where(_mine(desk), not_(_noted(desk)))
    return (await session.execute(query)).scalar_one()


async def one(session: AsyncSession, desk: Desk, message_id: UUID) -> Message:
    """Raises ``NoResultFound`` if it is not told to them, or not any more."""
    query = select(Message).where(Message.id == message_id, _mine(desk))
    return (await session.scalars(query)).one()


def unread_until(desk: Desk, newest: Message, topic: Topic | None) -> Select[tuple[str, UUID]]:
    """Those that were there when this one was the newest shown."""
    return select(table.c.tenant, table.c.id).where(
        _mine(desk),
        _of_topic(topic),
        not_(_noted(desk)),
        table.c.created_at <= newest.created_at,
    )


async def marks(
    session: AsyncSession, desk: Desk, message_ids: Collection[UUID]
) -> Mapping[UUID, bool]:
    """Those of them that were read, and whether they are done."""
    query = select(inbox_items.c.message_id, inbox_items.c.done_at).where(
        in_list(inbox_items.c.message_id, "ids"), inbox_items.c.person_id.in_(desk.ids)
    )
    found: dict[UUID, bool] = {}
    for row in await session.execute(query, {"ids": list(message_ids)}):
        found[row.message_id] = found.get(row.message_id, False) or row.done_at is not None
    return found


async def judge_read(occasion: Occasion, candidates: Sequence[Candidate]) -> Mapping[UUID, Verdict]:
    """Nobody gets a mail of what they have read on the page."""
    rows = await occasion.session.execute(
        _READ_OF, {"messages": [each.owed.id for each in candidates]}
    )
    read = {(row.message_id, row.person_id) for row in rows}
    if not read:
        return {}
    people = {each.person_id for each in candidates if each.person_id is not None}
    standing = await standing_for(occasion.session, people)
    return {
        each.owed.id: Needless()
        for each in candidates
        if each.person_id
        and not read.isdisjoint(
            {(each.owed.id, each.person_id), (each.owed.id, standing[each.person_id])}
        )
    }


def _mine(desk: Desk) -> ColumnElement[bool]:
    """What is told to them, is not too old, and still of use."""
    today = local_date(desk.now)
    return and_(
        table.c.tenant == desk.tenant if desk.tenant else true(),
        table.c.created_at >= desk.now - KEPT,
        or_(table.c.expires_on.is_(None), table.c.expires_on >= today),
        or_(_to_person(desk), _about_worker(desk), *map(_to_post, desk.posts)),
        or_(table.c.employment_id.is_(None), employment_goes_on(table.c.employment_id, today)),
    )


def _to_person(desk: Desk) -> ColumnElement[bool]:
    return and_(
        table.c.person_id.in_(desk.ids),
        or_(table.c.kind.not_in([each.value for each in desk.acting]), *_acting(desk)),
    )


def _acting(desk: Desk) -> Iterator[ColumnElement[bool]]:
    alike: dict[frozenset[str], list[str]] = {}
    for kind, tenants in desk.acting.items():
        alike.setdefault(frozenset(tenants), []).append(kind.value)
    for places, kinds in alike.items():
        there = true() if EVERYONE in places else table.c.tenant.in_(sorted(places))
        yield and_(table.c.kind.in_(kinds), there)


def _about_worker(desk: Desk) -> ColumnElement[bool]:
    return and_(table.c.role == Role.WORKER.value, table.c.worker_id.in_(desk.ids))


def _to_post(post: Post) -> ColumnElement[bool]:
    place = table.c.organization_id
    here: ColumnElement[bool] = place.in_(post.organizations)
    if post.rest:
        here = or_(here, place.is_(None), place.not_in(post.elsewhere))
    return and_(table.c.tenant == post.tenant, table.c.role == post.role.value, here)


def _of_topic(topic: Topic | None) -> ColumnElement[bool]:
    if topic is None:
        return true()
    return table.c.kind.in_([kind for kind, mail in every_kind().items() if mail.topic is topic])


def _noted(desk: Desk, *, done: bool = False) -> ColumnElement[bool]:
    """Whether it was read, or is done, under any of their ids."""
    items = (inbox_items.c.message_id == table.c.id, inbox_items.c.person_id.in_(desk.ids))
    return exists().where(*items, inbox_items.c.done_at.is_not(None) if done else true())
