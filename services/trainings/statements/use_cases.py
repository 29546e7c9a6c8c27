"""Writes statements, takes comments and votes, and publishes what came of them."""

from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import NoResultFound

from services.trainings.statements import queries, rules
from services.trainings.statements.forms import CommentForm, OpenForm, StatementForm, TextForm
from services.trainings.statements.models import (
    Statement,
    StatementComment,
    StatementEdition,
    statement_tallies,
    statement_voters,
)
from services.trainings.statements.values import Ballot, Choice, StatementState
from shared.clock import local_date
from shared.contracts.statements import StatementRecord, VoteAsked, VoteCounted
from shared.database.versions import Overtaken
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me

BATCH = 20
_COLUMNS = {Choice.FOR: "in_favour", Choice.AGAINST: "against", Choice.ABSTAIN: "abstained"}


async def add(uow: UnitOfWork, me: Me, given: StatementForm) -> Statement:
    """A draft that the office alone sees; raises ``Problem``."""
    row = Statement(tenant=me.tenant, id=new_id(), title=given.title, audience=given.audience)
    if given.gathering:
        offered = await queries.gatherings_offered(uow.session, me.tenant)
        if given.gathering not in [key for key, _ in offered]:
            errors = [FieldError("gathering", "is not offered")]
            raise Problem(409, "gathering-unknown", "No such gathering", errors=errors)
        row.gathering_id = UUID(given.gathering)
    row.edition = 1
    uow.session.add(row)
    await uow.session.flush()
    _write(uow, me, row, given.text)
    return row


async def write(uow: UnitOfWork, me: Me, statement_id: UUID, given: TextForm) -> None:
    """Another edition, until it is voted on; raises ``Problem``, ``Overtaken``."""
    row = await hold(uow, me.tenant, statement_id)
    rules.refuse_state(row.state, StatementState.DRAFT, StatementState.DISCUSSED)
    stored = await queries.known(uow.session, row)
    if row.version != given.version:
        raise Overtaken(given, stored)
    row.title = given.title
    if given.text != stored["text"]:
        row.edition += 1
        _write(uow, me, row, given.text)


async def discuss(uow: UnitOfWork, me: Me, statement_id: UUID) -> None:
    """Those who take part see and comment it; raises ``Problem``."""
    row = await hold(uow, me.tenant, statement_id)
    rules.refuse_state(row.state, StatementState.DRAFT)
    row.state = StatementState.DISCUSSED


async def comment(uow: UnitOfWork, me: Me, statement_id: UUID, given: CommentForm) -> None:
    """As long as it is discussed; raises ``Problem``."""
    row = await _held_by_part(uow, me, statement_id)
    rules.refuse_state(row.state, StatementState.DISCUSSED)
    uow.session.add(
        StatementComment(
            tenant=row.tenant,
            id=new_id(),
            statement_id=row.id,
            number=row.edition,
            author_id=me.person_id,
            at=uow.now,
            text=given.text,
        )
    )


async def open_vote(uow: UnitOfWork, me: Me, statement_id: UUID, given: OpenForm) -> None:
    """The text stays as it is from now on; raises ``Problem``."""
    row = await hold(uow, me.tenant, statement_id)
    rules.refuse_state(row.state, StatementState.DISCUSSED)
    row.closes_at = rules.closing(given.last_day, local_date(uow.now))
    row.ballot, row.state = given.ballot, StatementState.VOTE
    none = dict.fromkeys(_COLUMNS.values(), 0)
    begun = insert(statement_tallies).values(tenant=row.tenant, statement_id=row.id, **none)
    await uow.session.execute(begun)
    if row.closes_at - uow.now <= rules.REMINDED:
        row.reminded_at = uow.now
    await _record(uow, row, me.cause)
    for person_id in sorted(await queries.entitled(uow.session, row)):
        uow.announce(VoteAsked(statement_id=row.id, person_id=person_id), me.cause)


async def vote(uow: UnitOfWork, me: Me, statement_id: UUID, choice: Choice) -> None:
    """Once, until the closing moment; raises ``Problem``.

    Of a secret ballot nothing joins who has voted to what was said.
    """
    row = await _held_by_part(uow, me, statement_id)
    rules.refuse_state(row.state, StatementState.VOTE)
    if not rules.is_open(row.state, row.closes_at, uow.now):
        raise Problem(409, "vote-over", "The vote is over")
    if await queries.has_voted(uow.session, me, statement_id):
        raise Problem(409, "voted", "They have voted already")
    said = choice if row.ballot is Ballot.NAMED else None
    voter = {"tenant": row.tenant, "statement_id": row.id, "person_id": me.person_id}
    await uow.session.execute(insert(statement_voters).values(**voter, choice=said))
    mine = (
        statement_tallies.c.tenant == row.tenant,
        statement_tallies.c.statement_id == row.id,
    )
    counted = {
        name: statement_tallies.c[name] + int(each is choice) for each, name in _COLUMNS.items()
    }
    await uow.session.execute(update(statement_tallies).where(*mine).values(counted))


async def publish(uow: UnitOfWork, me: Me, statement_id: UUID) -> None:
    """With its result, once the vote is over; of a secret one it is forgotten who took part."""
    row = await hold(uow, me.tenant, statement_id)
    rules.refuse_state(row.state, StatementState.VOTE)
    if rules.is_open(row.state, row.closes_at, uow.now):
        raise Problem(409, "vote-running", "The vote is not over")
    row.state, row.published_at = StatementState.PUBLISHED, uow.now
    await _tell_result(uow, row, me.cause)
    if row.ballot is Ballot.HIDDEN:
        await _forget_voters(uow, row)


async def drop(uow: UnitOfWork, me: Me, statement_id: UUID) -> None:
    """It is gone on with no more, and whatever was said in a vote is forgotten."""
    row = await hold(uow, me.tenant, statement_id)
    rules.refuse_state(
        row.state, StatementState.DRAFT, StatementState.DISCUSSED, StatementState.VOTE
    )
    if rules.is_counted(row.state, row.closes_at, uow.now):
        raise Problem(409, "vote-over", "What was decided is not dropped")
    voted_on, row.state = row.state is StatementState.VOTE, StatementState.DROPPED
    if voted_on:
        await _record(uow, row, me.cause)
    await _forget_voters(uow, row)
    mine = (
        statement_tallies.c.tenant == row.tenant,
        statement_tallies.c.statement_id == row.id,
    )
    await uow.session.execute(delete(statement_tallies).where(*mine))


async def tell(uow: UnitOfWork) -> bool:
    """Reminds of votes that close soon, and says what came of those that have; whether of more."""
    held = queries.to_look_at(uow.now).limit(BATCH).with_for_update(skip_locked=True)
    rows = (await uow.session.scalars(held)).all()
    for row in rows:
        cause = Cause(row.tenant, new_id())
        if not rules.is_open(row.state, row.closes_at, uow.now):
            row.reminded_at = row.reminded_at or uow.now
            await _tell_result(uow, row, cause)
            continue
        row.reminded_at = uow.now
        await _record(uow, row, cause)
        for person_id in sorted(await queries.to_remind(uow.session, row)):
            again = VoteAsked(statement_id=row.id, person_id=person_id, again=True)
            uow.announce(again, cause)
    return len(rows) == BATCH


async def hold(uow: UnitOfWork, tenant: str, statement_id: UUID) -> Statement:
    """Nobody else changes it or votes until the transaction ends; raises ``NoResultFound``."""
    mine = (Statement.tenant == tenant, Statement.id == statement_id)
    query = select(Statement).where(*mine).with_for_update()
    return (await uow.session.scalars(query.execution_options(populate_existing=True))).one()


async def _held_by_part(uow: UnitOfWork, me: Me, statement_id: UUID) -> Statement:
    """Raises ``NoResultFound`` for who does not take part."""
    row = await hold(uow, me.tenant, statement_id)
    if not await queries.takes_part(uow.session, me, statement_id):
        raise NoResultFound
    return row


async def _record(uow: UnitOfWork, row: Statement, cause: Cause) -> None:
    """How it is with a statement, whose title mails say."""
    assert row.closes_at is not None
    await uow.session.flush()
    stands = StatementRecord(
        statement_id=row.id,
        version=row.version,
        title=row.title,
        closes_at=row.closes_at,
        published=row.state is StatementState.PUBLISHED,
        dropped=row.state is StatementState.DROPPED,
    )
    uow.announce(stands, cause)


async def _tell_result(uow: UnitOfWork, row: Statement, cause: Cause) -> None:
    row.counted_at = row.counted_at or uow.now
    await _record(uow, row, cause)
    found = await queries.result(uow.session, row, uow.now)
    assert found is not None
    published = row.state is StatementState.PUBLISHED
    for person_id in sorted(await queries.entitled(uow.session, row)):
        about = {"statement_id": row.id, "person_id": person_id}
        counted = VoteCounted(**about, accepted=found.accepted, published=published)
        uow.announce(counted, cause)


def _write(uow: UnitOfWork, me: Me, row: Statement, text: str) -> None:
    uow.session.add(
        StatementEdition(
            tenant=row.tenant,
            statement_id=row.id,
            number=row.edition,
            author_id=me.person_id,
            at=uow.now,
            text=text,
        )
    )


async def _forget_voters(uow: UnitOfWork, row: Statement) -> None:
    mine = (statement_voters.c.tenant == row.tenant, statement_voters.c.statement_id == row.id)
    await uow.session.execute(delete(statement_voters).where(*mine))
