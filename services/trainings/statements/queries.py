"""Statements as somebody may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering, Registration
from services.trainings.people import queries as people
from services.trainings.statements import rules
from services.trainings.statements.forms import StatementSearch
from services.trainings.statements.models import (
    Statement,
    StatementComment,
    StatementEdition,
    StatementTally,
    StatementVoter,
)
from services.trainings.statements.values import (
    LISTED,
    Ballot,
    Choice,
    Comment,
    Edition,
    Listed,
    StatementState,
    Tally,
)
from services.trainings.values import ROLES
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import GatheringState, Place
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.database.reach import crossing
from shared.messaging.event import SANDBOX
from shared.web.kit.person import OF_NETWORK
from shared.web.sessions.person import Me

MOST_COMMENTS, MOST_GATHERINGS = 200, 50


async def page_of(
    session: AsyncSession, me: Me, search: StatementSearch, wanted: KeysetRequest, now: datetime
) -> Page[Listed]:
    """All for the office; for others what is published, and what is theirs to discuss."""
    query = select(Statement).where(Statement.tenant == me.tenant)
    if me.role is not AccessRole.COORDINATOR:
        theirs = _taking_part(me) & Statement.state.in_(_KNOWN)
        query = query.where(or_(Statement.state == StatementState.PUBLISHED, theirs))
    if search.text:
        query = query.where(Statement.matches(search.text))
    found = await paginate(session, query, wanted, by=(Statement.title_key, Statement.id))
    return replace(await described(session, found, partial(_listed, now)), columns=LISTED)


async def one(session: AsyncSession, tenant: str, statement_id: UUID) -> Statement:
    """Raises ``NoResultFound``."""
    mine = (Statement.tenant == tenant, Statement.id == statement_id)
    return (await session.scalars(select(Statement).where(*mine))).one()


async def takes_part(session: AsyncSession, me: Me, statement_id: UUID) -> bool:
    """Whether they may comment and vote: by their seat, or their role."""
    query = select(Statement.id).where(Statement.id == statement_id, _taking_part(me))
    return (await session.scalars(query)).first() is not None


async def visible(session: AsyncSession, me: Me, statement_id: UUID) -> Statement:
    """Raises ``NoResultFound`` for what is not theirs to see."""
    row = await one(session, me.tenant, statement_id)
    if me.role is AccessRole.COORDINATOR or row.state is StatementState.PUBLISHED:
        return row
    if row.state not in _KNOWN or not await takes_part(session, me, statement_id):
        raise NoResultFound
    return row


async def known(session: AsyncSession, row: Statement) -> Mapping[str, object]:
    """What the form of its text shows."""
    mine = (
        StatementEdition.tenant == row.tenant,
        StatementEdition.statement_id == row.id,
        StatementEdition.number == row.edition,
    )
    text = (await session.scalars(select(StatementEdition.text).where(*mine))).one()
    return {"title": row.title, "text": text, "version": row.version}


async def editions(session: AsyncSession, row: Statement) -> list[Edition]:
    """The newest first."""
    mine = (StatementEdition.tenant == row.tenant, StatementEdition.statement_id == row.id)
    query = select(StatementEdition).where(*mine).order_by(StatementEdition.number.desc())
    rows = (await session.scalars(query)).all()
    names = await people.names_of(session, row.tenant, {each.author_id for each in rows})
    return [
        Edition(each.number, each.at, names.get(each.author_id, people.NOBODY), each.text)
        for each in rows
    ]


async def comments(session: AsyncSession, row: Statement) -> list[Comment]:
    """The newest first."""
    mine = (StatementComment.tenant == row.tenant, StatementComment.statement_id == row.id)
    query = select(StatementComment).where(*mine)
    newest = (StatementComment.at.desc(), StatementComment.id.desc())
    query = query.order_by(*newest).limit(MOST_COMMENTS)
    rows = (await session.scalars(query)).all()
    names = await people.names_of(session, row.tenant, {each.author_id for each in rows})
    return [
        Comment(each.number, each.at, names.get(each.author_id, people.NOBODY), each.text)
        for each in rows
    ]


async def has_voted(session: AsyncSession, me: Me, statement_id: UUID) -> bool:
    """Also as whoever was merged into them."""
    same = await people.same_as(session, me.tenant, me.person_id)
    query = select(StatementVoter.person_id).where(
        StatementVoter.tenant == me.tenant,
        StatementVoter.statement_id == statement_id,
        StatementVoter.person_id.in_(same),
    )
    return (await session.scalars(query)).first() is not None


async def entitled(session: AsyncSession, row: Statement) -> set[UUID]:
    """Who takes part and may sign in, whether they have voted or not."""
    roles = OF_NETWORK
    if row.gathering_id is None:
        return await people.with_roles(session, row.tenant, ROLES[row.audience] & {*roles})
    seats = select(Registration.person_id).where(
        Registration.tenant == row.tenant,
        Registration.gathering_id == row.gathering_id,
        Registration.place == Place.CONFIRMED,
    )
    found = set(await session.scalars(seats))
    return found & await people.with_roles(session, row.tenant, roles)


async def to_remind(session: AsyncSession, row: Statement) -> set[UUID]:
    """In a named ballot who has not voted; in a secret one everybody, so that nothing tells who."""
    found = await entitled(session, row)
    if row.ballot is not Ballot.NAMED:
        return found
    mine = (StatementVoter.tenant == row.tenant, StatementVoter.statement_id == row.id)
    voted = set(await session.scalars(select(StatementVoter.person_id).where(*mine)))
    return found - await people.survivors(session, row.tenant, voted)


def to_look_at(now: datetime) -> Select[Statement]:
    """Votes of any municipality that close soon, or have closed, and of which nobody is told."""
    soon = and_(Statement.reminded_at.is_(None), Statement.closes_at <= now + rules.REMINDED)
    closed = and_(Statement.counted_at.is_(None), Statement.closes_at <= now)
    query = select(Statement).where(
        Statement.state == StatementState.VOTE, Statement.tenant != SANDBOX, or_(soon, closed)
    )
    return crossing(query.order_by(Statement.closes_at, Statement.id))


async def result(session: AsyncSession, row: Statement, now: datetime) -> Tally | None:
    """Nothing before the vote is over."""
    if row.ballot is None or not rules.is_counted(row.state, row.closes_at, now):
        return None
    mine = (StatementTally.tenant == row.tenant, StatementTally.statement_id == row.id)
    found = (await session.scalars(select(StatementTally).where(*mine))).one()
    return rules.tally(row.ballot, found.in_favour, found.against, found.abstained)


async def named(session: AsyncSession, row: Statement) -> Mapping[Choice, list[str]]:
    """Who said what in a named ballot, by name."""
    mine = (StatementVoter.tenant == row.tenant, StatementVoter.statement_id == row.id)
    query = select(StatementVoter).where(*mine, StatementVoter.choice.is_not(None))
    rows = (await session.scalars(query)).all()
    names = await people.names_of(session, row.tenant, {each.person_id for each in rows})
    said = [(each.choice, names.get(each.person_id, people.NOBODY)) for each in rows]
    return {choice: sorted(name for what, name in said if what is choice) for choice in Choice}


async def gatherings_offered(session: AsyncSession, tenant: str) -> Sequence[tuple[str, str]]:
    """The newest that may have a statement: their ids and titles with the day."""
    held = Gathering.state.in_((GatheringState.OPEN, GatheringState.CLOSED))
    query = select(Gathering).where(Gathering.tenant == tenant, held)
    query = query.order_by(Gathering.starts_at.desc(), Gathering.id).limit(MOST_GATHERINGS)
    return [
        (str(each.id), f"{each.title}, {each.starts_at:%d.%m.%Y}" if each.starts_at else each.title)
        for each in await session.scalars(query)
    ]


_KNOWN = (StatementState.DISCUSSED, StatementState.VOTE)


def _taking_part(me: Me) -> ColumnElement[bool]:
    audiences = [audience for audience, roles in ROLES.items() if me.role in roles]
    seats = select(Registration.gathering_id).where(
        Registration.tenant == me.tenant,
        Registration.person_id == me.person_id,
        Registration.place == Place.CONFIRMED,
    )
    by_role = Statement.gathering_id.is_(None) & Statement.audience.in_(audiences)
    return (Statement.tenant == me.tenant) & or_(by_role, Statement.gathering_id.in_(seats))


async def _listed(now: datetime, _session: AsyncSession, rows: Sequence[Statement]) -> list[Listed]:
    return [
        Listed(
            id=each.id,
            title=each.title,
            standing=rules.standing(each.state, each.closes_at, now),
            last_day=each.last_day,
            published_at=each.published_at,
        )
        for each in rows
    ]
