"""How much somebody has not read, in one statement, which is built once for each database.

It counts what the inbox lists as unread; that one is built for each reader, which takes longer than
asking, and asks first for whom they stand and which organizations name them.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Select,
    String,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.inbox.queries import READ, acting_of
from services.notifications.inbox.values import KEPT
from services.notifications.mails.values import every_kind
from services.notifications.merges.queries import everybody_behind
from services.notifications.models import messages as table
from services.notifications.recipients.queries import PLACES, employment_goes_on
from shared.clock import local_date
from shared.context import Context
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind, Role
from shared.database.lists import among, elements_of, in_list
from shared.database.types import Moment
from shared.messaging.event import EVERYONE
from shared.web.sessions.person import SignedIn

_PERSON, _SINCE = bindparam("person", type_=Uuid), bindparam("since", type_=Moment)
_TENANT, _HERE = bindparam("tenant", type_=String), bindparam("here", type_=String)
_TODAY: ColumnElement[Any] = bindparam("today", type_=Date)
_TOWNS = PLACES.alias("towns")
_TOWN, _OFFICE = OrganizationKind.MUNICIPALITY.value, Role.COORDINATOR.value


async def unread(session: AsyncSession, someone: SignedIn, here: Context) -> int:
    """Of what they are told, as they act now."""
    statement = _statement(sqlite=here.database.engine.sqlite)
    return (await session.execute(statement, _values(someone, here))).scalar_one()


def shown_to(someone: SignedIn) -> str:
    """The municipality whose messages count; empty for all."""
    chosen = someone.chosen.municipality
    return "" if chosen == EVERYONE else chosen


def _values(someone: SignedIn, here: Context) -> Mapping[str, Any]:
    now, near, municipality = here.clock.now(), someone.near, someone.municipality
    acting = acting_of(someone)
    return {
        "person": someone.person_id,
        "tenant": shown_to(someone),
        "here": municipality,
        "since": now - KEPT,
        "today": local_date(now),
        "heads": [
            g.organization_id for g in near if g.role is AccessRole.HEAD and g.organization_id
        ],
        "carriers": [
            g.organization_id for g in near if g.role is AccessRole.CARRIER and g.organization_id
        ],
        "office": [_OFFICE for g in near if g.role is AccessRole.COORDINATOR],
        "everywhere": [kind for kind, places in acting.items() if EVERYONE in places],
        "acting": [kind for kind, places in acting.items() if municipality in places],
    }


@cache
def _statement(*, sqlite: bool) -> Select[int]:
    who = everybody_behind(_PERSON)
    ids = select(who.c.id)
    mine = or_(
        and_(among(table.c.person_id, ids, sqlite=sqlite), _as_acting()),
        and_(among(table.c.worker_id, ids, sqlite=sqlite), table.c.role == Role.WORKER.value),
        _to_contact(who, sqlite=sqlite),
        _to_grant(),
    )
    read = exists().where(READ.c.message_id == table.c.id, READ.c.person_id.in_(ids))
    return (
        select(func.count())
        .select_from(table)
        .where(
            or_(_TENANT == "", table.c.tenant == _TENANT),
            table.c.created_at >= _SINCE,
            or_(table.c.expires_on.is_(None), table.c.expires_on >= _TODAY),
            or_(table.c.employment_id.is_(None), employment_goes_on(table.c.employment_id, _TODAY)),
            mine,
            not_(read),
        )
    )


def _as_acting() -> ColumnElement[bool]:
    """Of kinds that go to those who act: where they do."""
    kinds = [kind.value for kind, mail in every_kind().items() if mail.audience is not None]
    there = and_(table.c.tenant == _HERE, in_list(table.c.kind, "acting"))
    return or_(table.c.kind.not_in(kinds), in_list(table.c.kind, "everywhere"), there)


def _to_grant() -> ColumnElement[bool]:
    """What they are told because they may act as one."""
    place, role = table.c.organization_id, table.c.role
    return and_(
        table.c.tenant == _HERE,
        or_(
            and_(role == Role.HEAD.value, in_list(place, "heads")),
            and_(role == Role.CARRIER.value, in_list(place, "carriers")),
            in_list(role, "office"),
        ),
    )


def _to_contact(who: CTE, *, sqlite: bool) -> ColumnElement[bool]:
    """What organizations name them for; for the whole municipality where that names them."""
    posts = _posts(who, sqlite=sqlite)
    at = exists().where(
        posts.c.role == table.c.role,
        posts.c.tenant == table.c.tenant,
        posts.c.organization_id == table.c.organization_id,
    )
    whole = _whole(posts, sqlite=sqlite)
    there = and_(
        PLACES.c.organization_id == table.c.organization_id, PLACES.c.tenant == table.c.tenant
    )
    elsewhere = _named_for(table.c.role, there, sqlite=sqlite).correlate(table).exists()
    rest = and_(
        exists().where(whole.c.role == table.c.role, whole.c.tenant == table.c.tenant),
        or_(table.c.organization_id.is_(None), not_(elsewhere)),
    )
    roles = select(posts.c.role).union(select(whole.c.role)).subquery()
    some = among(table.c.role, select(roles.c.role), sqlite=sqlite)
    towns = among(table.c.tenant, select(posts.c.tenant).distinct(), sqlite=sqlite)
    return and_(towns, some, or_(at, rest))


def _posts(who: CTE, *, sqlite: bool) -> CTE:
    """In which roles which organizations of theirs name them; the first named of a role acts.

    Of those who act everywhere, where a municipality itself names them.
    """
    each = elements_of(PLACES.c.contacts, sqlite=sqlite)
    role = each.field("role")
    towns = select(_TOWNS.c.tenant).where(_TOWNS.c.kind == _TOWN, _names(_TOWNS.c.contacts, who))
    near = or_(PLACES.c.tenant == _TENANT, and_(_TENANT == "", PLACES.c.tenant.in_(towns)))
    order = func.row_number().over(
        partition_by=(PLACES.c.organization_id, role), order_by=each.place
    )
    first = (
        select(
            PLACES.c.organization_id,
            PLACES.c.tenant,
            PLACES.c.kind,
            role.label("role"),
            _plain(each.field("person_id")).label("person"),
            order.label("place"),
        )
        .select_from(PLACES.join(each.rows, true()))
        .where(near, _names(PLACES.c.contacts, who))
        .subquery()
    )
    theirs = first.c.person.in_(select(_plain(who.c.id)))
    return (
        select(first.c.organization_id, first.c.tenant, first.c.kind, first.c.role)
        .where(first.c.place == 1, theirs)
        .cte("posts")
    )


def _whole(posts: CTE, *, sqlite: bool) -> CTE:
    """Roles that they hold for the municipality: with the office's a buddy's, if it has none."""
    buddy = Role.BUDDY.value
    own = select(posts.c.role, posts.c.tenant).where(posts.c.kind == _TOWN)
    town = and_(PLACES.c.kind == _TOWN, PLACES.c.tenant == posts.c.tenant)
    there_is_one = _named_for(literal(buddy), town, sqlite=sqlite).correlate(posts).exists()
    stands_in = select(literal(buddy).label("role"), posts.c.tenant).where(
        posts.c.kind == _TOWN, posts.c.role == _OFFICE, not_(there_is_one)
    )
    return own.union(stands_in).cte("whole")


def _names(contacts: ColumnElement[Any], who: CTE) -> ColumnElement[bool]:
    """Whether one of them stands there, in whichever role."""
    return exists().where(_plain(contacts).contains(_plain(who.c.id)))


def _named_for(
    role: ColumnElement[str], place: ColumnElement[bool], *, sqlite: bool
) -> Select[Any]:
    """The organizations that name somebody in this role."""
    each = elements_of(PLACES.c.contacts, sqlite=sqlite)
    rows = select(PLACES.c.organization_id).select_from(PLACES.join(each.rows, true()))
    return rows.where(place, each.field("role") == role)


def _plain(column: ColumnElement[Any]) -> ColumnElement[str]:
    """Ids as SQLite stores them, which is also how they can be found in a text."""
    return func.replace(cast(column, Text), "-", "")
