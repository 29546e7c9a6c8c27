"""Keeps topics and who supports them, and tells supporters what became of one, once."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import delete, select

from services.trainings.gatherings.values import OPENED
from services.trainings.people import queries as people
from services.trainings.proposals import queries, rules
from services.trainings.proposals.forms import DeclineForm, ProposalForm
from services.trainings.proposals.models import (
    CountedTopic,
    Proposal,
    ProposalSupport,
    counted_topics,
    supports,
)
from services.trainings.proposals.values import Origin, Seals
from shared.contracts.accounts import AccessRole
from shared.contracts.surveys import TopicsCounted
from shared.contracts.topics import TopicAnswered, TopicOutcome
from shared.database.tables import RowOf, row_of
from shared.database.writes import insert_rows, upsert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork
from shared.small_numbers.sizes import LEAST
from shared.web.sessions.person import Me

CHANNEL = OPENED
"""Notified, too, when a topic is declined, or one of a survey may be taken over."""
Seal = Callable[[bytes], str]
"""What only whoever writes the mails can read."""


async def propose(uow: UnitOfWork, me: Me, given: ProposalForm) -> Proposal:
    """The network sees it at once; who has proposed it stands nowhere beside it."""
    is_office = me.role is AccessRole.COORDINATOR
    row = Proposal(
        tenant=me.tenant,
        id=new_id(),
        title=given.title,
        about=given.about,
        kind=given.kind,
        origin=Origin.OFFICE if is_office else Origin.NETWORK,
    )
    uow.session.add(row)
    await uow.session.flush()
    return row


async def change(uow: UnitOfWork, me: Me, proposal_id: UUID, given: ProposalForm) -> None:
    """Say it in other words; raises ``Problem``, ``Overtaken``."""
    row = await _hold(uow, me.tenant, proposal_id)
    rules.refuse_answered(row)
    row.update(given)


async def decline(uow: UnitOfWork, me: Me, proposal_id: UUID, given: DeclineForm) -> None:
    """For good, with a reason that everybody reads; raises ``Problem``."""
    row = await _hold(uow, me.tenant, proposal_id)
    rules.refuse_planned(row, await queries.gathering_state(uow.session, row))
    row.declined_at, row.reason = uow.now, given.reason
    row.gathering_id = None
    uow.notify(CHANNEL)


async def plan(uow: UnitOfWork, me: Me, proposal_id: UUID, gathering_id: UUID) -> None:
    """Tie it to the gathering that was made of it; raises ``Problem``."""
    row = await _hold(uow, me.tenant, proposal_id)
    rules.refuse_planned(row, await queries.gathering_state(uow.session, row))
    row.gathering_id = gathering_id


async def support(uow: UnitOfWork, me: Me, proposal_id: UUID) -> None:
    """Twice is the same as once; raises ``Problem``."""
    row, seals = await _hold(uow, me.tenant, proposal_id), Seals(uow.key)
    rules.refuse_answered(row)
    if await queries.supports(uow.session, seals, me, row.id):
        return
    await insert_rows(uow.session, supports, [_support(seals, row.tenant, row.id, me.person_id)])


async def take_back(uow: UnitOfWork, me: Me, proposal_id: UUID) -> None:
    """As if it had never been; raises ``Problem``."""
    row = await _hold(uow, me.tenant, proposal_id)
    rules.refuse_answered(row)
    ids = await people.same_as(uow.session, me.tenant, me.person_id)
    gone = delete(supports).where(
        supports.c.tenant == me.tenant,
        supports.c.proposal_id == row.id,
        supports.c.person_mac.in_(Seals(uow.key).macs(row.id, ids)),
    )
    await uow.session.execute(gone)


async def unite(uow: UnitOfWork, tenant: str, survivor_id: UUID, merged_id: UUID) -> None:
    """Two people who are one support a topic once; it stays so if the merge is undone."""
    seals = Seals(uow.key)
    macs = {
        seals.mac(each, merged_id): each for each in await queries.unanswered(uow.session, tenant)
    }
    theirs = delete(supports).where(
        supports.c.tenant == tenant,
        supports.c.proposal_id.in_(set(macs.values())),
        supports.c.person_mac.in_(macs),
    )
    found = await uow.session.execute(theirs.returning(supports.c.proposal_id))
    rows = [_support(seals, tenant, key, survivor_id) for key in found.scalars()]
    await insert_rows(uow.session, supports, rows, ignore_conflicts=True)


async def note_counts(uow: UnitOfWork, counted: Sequence[Received[TopicsCounted]]) -> None:
    """How many have chosen each topic of a survey; what is too few is left out once more."""
    found = {
        each.topic_id: (event.tenant, each.people)
        for event in counted
        for each in event.body.counts
        if each.people >= LEAST
    }
    row = row_of(CountedTopic)
    rows = [row(tenant=tenant, topic_id=key, people=n) for key, (tenant, n) in found.items()]
    await upsert_rows(uow.session, counted_topics, rows)
    uow.notify(CHANNEL)


async def adopt(uow: UnitOfWork) -> None:
    """Make proposals of counted topics whose titles are known."""
    for tenant, topic_id, title, counted in await queries.adoptable(uow.session):
        row = Proposal(tenant=tenant, id=topic_id, title=title, origin=Origin.SURVEY)
        row.counted = counted
        uow.session.add(row)


async def answer(uow: UnitOfWork, seal_content: Seal) -> bool:
    """Tell the supporters of what is due, and forget them; whether there may be more."""
    due = await queries.due(uow.session)
    for tenant, proposal_id in due:
        row = await _hold(uow, tenant, proposal_id)
        if row.told_at is None:
            await _answer(uow, row, seal_content)
    return len(due) == queries.AT_ONCE


async def _answer(uow: UnitOfWork, row: Proposal, seal_content: Seal) -> None:
    seals = Seals(uow.key)
    mine = (supports.c.tenant == row.tenant, supports.c.proposal_id == row.id)
    boxes = (await uow.session.scalars(select(supports.c.person_box).where(*mine))).all()
    ids = {found for each in boxes if (found := seals.opened(row.id, each))}
    told = await queries.standing_in(uow.session, ids)
    row.supported, row.told_at = len(boxes), uow.now
    await uow.session.execute(delete(supports).where(*mine))
    is_declined = row.declined_at is not None
    answered = TopicAnswered(
        proposal_id=row.id,
        outcome=TopicOutcome.DECLINED if is_declined else TopicOutcome.PLANNED,
        gathering_id=row.gathering_id,
        sealed=seal_content(rules.content(row, [*told])),
    )
    uow.announce(answered, Cause(row.tenant, new_id()))


async def _hold(uow: UnitOfWork, tenant: str, proposal_id: UUID) -> Proposal:
    """Locked until the transaction ends; raises ``NoResultFound``."""
    mine = (Proposal.tenant == tenant, Proposal.id == proposal_id)
    query = select(Proposal).where(*mine).with_for_update()
    return (await uow.session.scalars(query.execution_options(populate_existing=True))).one()


def _support(
    seals: Seals, tenant: str, proposal_id: UUID, person_id: UUID
) -> RowOf[ProposalSupport]:
    return row_of(ProposalSupport)(
        tenant=tenant,
        proposal_id=proposal_id,
        person_mac=seals.mac(proposal_id, person_id),
        person_box=seals.box(proposal_id, person_id),
    )
