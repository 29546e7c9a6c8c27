"""Opens votes, takes what people say, reminds them once, and counts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, insert

from services.surveys.ballots import queries, rules
from services.surveys.ballots.forms import OpenForm, VoteForm
from services.surveys.ballots.models import (
    FrameworkCount,
    framework_ballots,
    framework_voters,
    framework_votes,
)
from services.surveys.ballots.values import Choice
from services.surveys.framework import queries as framework
from services.surveys.framework import use_cases as versions
from services.surveys.framework.values import Chapter, Stage
from services.surveys.people import queries as people
from shared.clock import local_date
from shared.contracts.framework import ChapterVoteAsked, FrameworkVoted
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me

BATCH = 20


async def open_vote(uow: UnitOfWork, me: Me, version_id: UUID, given: OpenForm) -> None:
    """On each text as it is, by whoever belongs to the network now; raises ``Problem``."""
    texts = await versions.open_vote(uow, me.tenant, version_id, given.last_day)
    valid = await framework.valid(uow.session, me.tenant)
    unchanged = {each.key for each in texts if _is_same(each, valid.get(each.key))}
    if len(unchanged) == len(texts):
        raise Problem(409, "nothing-changed", "There is nothing to vote on")
    today = local_date(uow.now)
    entitled = sorted(await people.with_roles(uow.session, me.tenant, versions.VOTERS, today))
    if not entitled:
        raise Problem(409, "nobody-entitled", "There is nobody to vote")
    begun = [
        {
            "tenant": me.tenant,
            "version_id": version_id,
            "chapter_key": each.key,
            "sha256": each.sha256,
            "unchanged": each.key in unchanged,
            "entitled": len(entitled),
        }
        for each in texts
    ]
    await uow.session.execute(insert(framework_ballots), begun)
    of_vote = {"tenant": me.tenant, "version_id": version_id}
    theirs = [{**of_vote, "person_id": each} for each in entitled]
    await uow.session.execute(insert(framework_voters), theirs)
    await _ask(uow, me, version_id, entitled)


async def _ask(uow: UnitOfWork, me: Me, version_id: UUID, entitled: Sequence[UUID]) -> None:
    found = await framework.round_of(uow.session, me.tenant, version_id, uow.now)
    assert found.votes_until is not None
    assert found.vote_day is not None
    count = FrameworkCount(tenant=me.tenant, version_id=version_id, closes_at=found.votes_until)
    if found.votes_until - uow.now <= rules.REMINDED:
        count.reminded_at = uow.now
    uow.session.add(count)
    for each in entitled:
        asked = ChapterVoteAsked(
            version_id=version_id, number=found.number, person_id=each, closes_on=found.vote_day
        )
        uow.announce(asked, me.cause)


def _is_same(text: Chapter, valid: Chapter | None) -> bool:
    return valid is not None and valid.sha256 == text.sha256


async def vote(uow: UnitOfWork, me: Me, version_id: UUID, key: UUID, given: VoteForm) -> None:
    """In place of what they said before, until the end; raises ``Problem``."""
    found = await versions.hold_at(uow, me.tenant, version_id, *Stage)
    if found.stage is not Stage.VOTING:
        raise Problem(409, "vote-over", "There is no vote at this moment")
    if not await queries.is_entitled(uow.session, me, version_id):
        raise Problem(409, "not-entitled", "They may not vote")
    ballot = (await queries.ballots(uow.session, me.tenant, version_id)).get(key)
    if ballot is None or ballot.unchanged or ballot.sha256 != given.sha256:
        raise Problem(409, "other-text", "It is another text")
    same = await people.same_as(uow.session, me.tenant, me.person_id)
    theirs = (
        framework_votes.c.tenant == me.tenant,
        framework_votes.c.version_id == version_id,
        framework_votes.c.chapter_key == key,
        framework_votes.c.person_id.in_(same),
    )
    await uow.session.execute(delete(framework_votes).where(*theirs))
    said = {
        "tenant": me.tenant,
        "version_id": version_id,
        "chapter_key": key,
        "person_id": me.person_id,
        "sha256": ballot.sha256,
        "choice": given.choice,
        "reason": given.reason,
    }
    await uow.session.execute(insert(framework_votes).values(said))


async def tell(uow: UnitOfWork) -> bool:
    """Reminds of votes that close soon, and counts those that have closed; whether of more."""
    held = queries.due(uow.now).limit(BATCH).with_for_update(skip_locked=True)
    rows = (await uow.session.scalars(held)).all()
    for row in rows:
        cause = Cause(row.tenant, new_id())
        row.reminded_at = row.reminded_at or uow.now
        if row.closes_at <= uow.now:
            await _count(uow, row, cause)
        else:
            await _remind(uow, row, cause)
    return len(rows) == BATCH


async def _remind(uow: UnitOfWork, row: FrameworkCount, cause: Cause) -> None:
    found = await framework.round_of(uow.session, row.tenant, row.version_id, uow.now)
    assert found.vote_day is not None
    for each in sorted(await queries.to_remind(uow.session, row.tenant, row.version_id)):
        again = ChapterVoteAsked(
            version_id=row.version_id,
            number=found.number,
            person_id=each,
            closes_on=found.vote_day,
            again=True,
        )
        uow.announce(again, cause)


async def _count(uow: UnitOfWork, row: FrameworkCount, cause: Cause) -> None:
    """Once: what came of it stands from now on, and the accepted texts are valid.

    Whoever votes in the last second holds the version: it is counted after them.
    """
    row.counted_at = uow.now
    await versions.hold(uow, row.tenant, row.version_id)
    said = await queries.latest(uow.session, row.tenant, row.version_id)
    accepted, rejected = set(), 0
    for key, ballot in (await queries.ballots(uow.session, row.tenant, row.version_id)).items():
        counted = rules.counted(said.get(key, ()))
        ballot.yes, ballot.no = counted[Choice.YES], counted[Choice.NO]
        ballot.abstained = counted[Choice.ABSTAIN]
        ballot.accepted = ballot.unchanged or rules.is_accepted(counted, ballot.entitled)
        if ballot.accepted and not ballot.unchanged:
            accepted.add(key)
        rejected += not ballot.accepted
    closed = await versions.adopt(uow, row.tenant, row.version_id, accepted, row.closes_at)
    for each in sorted(await queries.voters(uow.session, row.tenant, row.version_id)):
        voted = FrameworkVoted(
            version_id=row.version_id,
            number=closed,
            person_id=each,
            accepted=len(accepted),
            rejected=rejected,
        )
        uow.announce(voted, cause)
