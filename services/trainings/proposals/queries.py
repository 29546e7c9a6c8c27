"""Topics of a municipality, and whose supporters are to be told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    String,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering, Person
from services.trainings.people import queries as people
from services.trainings.proposals import rules
from services.trainings.proposals.forms import ProposalSearch
from services.trainings.proposals.models import (
    CountedTopic,
    Proposal,
    ProposalSupport,
    SurveyTopic,
)
from services.trainings.proposals.values import LISTED, MANY, Known, Seals, Standing, in_steps
from shared.contracts.gatherings import GatheringState
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.database.reach import crossing
from shared.web.sessions.person import Me

AT_ONCE = 20
_SUPPORTERS = (
    select(func.count())
    .where(
        ProposalSupport.tenant == Proposal.tenant,
        ProposalSupport.proposal_id == Proposal.id,
    )
    .scalar_subquery()
)
_HERE = (Gathering.tenant == Proposal.tenant, Gathering.id == Proposal.gathering_id)
_STANDS = exists().where(
    *_HERE, or_(Gathering.state != GatheringState.CANCELLED, Proposal.told_at.is_not(None))
)
_IS: Mapping[Standing, ColumnElement[bool]] = {
    Standing.OPEN: Proposal.declined_at.is_(None) & ~_STANDS,
    Standing.PLANNED: Proposal.declined_at.is_(None) & _STANDS,
    Standing.DECLINED: Proposal.declined_at.is_not(None),
}
WANTED_COUNT = select(func.count(), literal(0), literal(0), cast(null(), Date)).where(
    Proposal.tenant == bindparam("tenant", type_=String),
    _IS[Standing.OPEN],
    or_(Proposal.counted >= MANY, _SUPPORTERS >= MANY),
)
"""Open topics that many would like; in a row as cards of gatherings are counted."""


async def one(session: AsyncSession, tenant: str, proposal_id: UUID) -> Proposal:
    """Raises ``NoResultFound``."""
    mine = (Proposal.tenant == tenant, Proposal.id == proposal_id)
    return (await session.scalars(select(Proposal).where(*mine))).one()


async def shown(session: AsyncSession, tenant: str, proposal_id: UUID) -> Known:
    """With its gathering; raises ``NoResultFound``."""
    row = await one(session, tenant, proposal_id)
    return (await _described(tenant, session, [row]))[0]


async def page_of(
    session: AsyncSession, tenant: str, search: ProposalSearch, wanted: KeysetRequest
) -> Page[Known]:
    """By their titles: an order by number would tell small numbers."""
    query = select(Proposal).where(Proposal.tenant == tenant)
    if search.text:
        query = query.where(Proposal.matches(search.text))
    if search.kind:
        query = query.where(Proposal.kind == search.kind)
    if search.standing:
        query = query.where(_IS[search.standing])
    found = await paginate(session, query, wanted, by=(Proposal.title_key, Proposal.id))
    return replace(await described(session, found, partial(_described, tenant)), columns=LISTED)


async def supports(session: AsyncSession, seals: Seals, me: Me, proposal_id: UUID) -> bool:
    """Whether whoever looks does, also by an id that was merged into theirs."""
    ids = await people.same_as(session, me.tenant, me.person_id)
    mine = select(ProposalSupport.proposal_id).where(
        ProposalSupport.tenant == me.tenant,
        ProposalSupport.proposal_id == proposal_id,
        ProposalSupport.person_mac.in_(seals.macs(proposal_id, ids)),
    )
    return (await session.scalars(mine)).first() is not None


async def gathering_state(session: AsyncSession, row: Proposal) -> GatheringState | None:
    """Of what was made of it; None where there is nothing."""
    query = select(Gathering.state).where(
        Gathering.tenant == row.tenant, Gathering.id == row.gathering_id
    )
    return (await session.scalars(query)).one_or_none()


async def unanswered(session: AsyncSession, tenant: str) -> Sequence[UUID]:
    """Topics whose supporters are still to be told."""
    query = select(Proposal.id).where(Proposal.tenant == tenant, Proposal.told_at.is_(None))
    return (await session.scalars(query)).all()


async def due(session: AsyncSession) -> Sequence[tuple[str, UUID]]:
    """Topics of any municipality that are declined, or whose gathering has opened."""
    opened = exists().where(*_HERE, Gathering.state == GatheringState.OPEN)
    query = select(Proposal.tenant, Proposal.id).where(
        Proposal.told_at.is_(None), or_(Proposal.declined_at.is_not(None), opened)
    )
    found = await session.execute(crossing(query.limit(AT_ONCE)))
    return [(each.tenant, each.id) for each in found]


async def adoptable(session: AsyncSession) -> Sequence[tuple[str, UUID, str, int]]:
    """Counted topics of any municipality whose title is known and which are no proposal yet."""
    same = (
        SurveyTopic.tenant == CountedTopic.tenant,
        SurveyTopic.topic_id == CountedTopic.topic_id,
    )
    there = exists().where(
        Proposal.tenant == CountedTopic.tenant, Proposal.id == CountedTopic.topic_id
    )
    query = (
        select(CountedTopic.tenant, CountedTopic.topic_id, SurveyTopic.title, CountedTopic.people)
        .join(SurveyTopic, same[0] & same[1])
        .where(~there)
    )
    found = await session.execute(crossing(query.limit(AT_ONCE)))
    return [(each.tenant, each.topic_id, each.title, each.people) for each in found]


async def standing_in(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Who these people are now: merged ones are who they were merged into, erased ones nobody."""
    found: set[UUID] = set()
    wanted = set(ids)
    while wanted:
        query = select(Person.person_id, Person.merged_into).where(Person.person_id.in_(wanted))
        rows = (await session.execute(crossing(query))).all()
        found |= {each.person_id for each in rows if each.merged_into is None}
        wanted = {each.merged_into for each in rows if each.merged_into is not None} - found
    return found


async def _described(tenant: str, session: AsyncSession, rows: Sequence[Proposal]) -> list[Known]:
    if not rows:
        return []
    counts = await _counts(session, tenant, [each.id for each in rows])
    query = select(Gathering.id, Gathering.title, Gathering.state).where(
        Gathering.tenant == tenant,
        Gathering.id.in_({each.gathering_id for each in rows if each.gathering_id}),
    )
    found = {each.id: each for each in await session.execute(query)}
    return [_known(each, counts.get(each.id, 0), found.get(each.gathering_id)) for each in rows]


async def _counts(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> Mapping[UUID, int]:
    query = select(ProposalSupport.proposal_id, func.count().label("people")).where(
        ProposalSupport.tenant == tenant, ProposalSupport.proposal_id.in_(ids)
    )
    rows = await session.execute(query.group_by(ProposalSupport.proposal_id))
    return {each.proposal_id: each.people for each in rows}


def _known(row: Proposal, people: int, gathering: object | None) -> Known:
    state: GatheringState | None = getattr(gathering, "state", None)
    is_planned = rules.standing(row, state) is Standing.PLANNED
    return Known(
        id=row.id,
        title=row.title,
        about=row.about,
        kind=row.kind,
        origin=row.origin,
        standing=rules.standing(row, state),
        supported=in_steps(people) if row.told_at is None else row.supported,
        counted=row.counted,
        reason=row.reason,
        gathering_id=row.gathering_id if is_planned else None,
        gathering=getattr(gathering, "title", "") if is_planned else "",
        gathering_shown=is_planned and state is not GatheringState.DRAFT,
        answered=row.told_at is not None,
        version=row.version,
    )
