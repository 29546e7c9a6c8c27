"""What is needless by now, as far as this service's own copies say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.acting.queries import acting_in, left_among, serving_among
from services.notifications.announcements.queries import standings
from services.notifications.announcements.values import Standing
from services.notifications.deliveries.values import Hopeless, Needless, Occasion, Verdict
from services.notifications.mails.values import ANNOUNCEMENT_KINDS, every_kind
from services.notifications.recipients.queries import departed
from services.notifications.relevance.rules import is_over, serves_nobody
from services.notifications.undeliverable.values import FailureCause
from services.notifications.values import Candidate, Notice
from shared.contracts.accounts import AccessRole
from shared.contracts.notifications import LetterKind


async def judge_people(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """Nothing goes to who has left, nor to who was to be told in a role that is over."""
    notices = [each.owed for each in candidates if isinstance(each.owed, Notice)]
    if not notices:
        return {}
    gone = await departed(occasion.session, {each.person_id for each in notices}, occasion.today)
    acting = {kind: await _acting(occasion, notices, kind) for kind in {n.kind for n in notices}}
    found: dict[UUID, Verdict] = {}
    for each in notices:
        audience = acting[each.kind]
        told = each.person_id in audience if audience is not None else each.person_id not in gone
        if not told:
            found[each.id] = Needless()
    return found


async def judge_facts(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """Nobody is told of an employment that is over, nor of what can be used no more."""
    found: dict[UUID, Verdict] = {}
    for owed in (each.owed for each in candidates):
        if serves_nobody(owed, occasion.directory, occasion.today):
            found[owed.id] = Needless()
        elif owed.expires_on is not None and owed.expires_on < occasion.today:
            found[owed.id] = Hopeless(FailureCause.TOO_LATE)
    return found


async def judge_announcements(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """Nobody is told of what has ended, changed or been confirmed, or is not for them any more."""
    notices = [each.owed for each in candidates if isinstance(each.owed, Notice)]
    news = [each for each in notices if each.kind in ANNOUNCEMENT_KINDS]
    if not news:
        return {}
    known = await standings(occasion.session, {each.subject_id for each in news})
    excluded = await _excluded(occasion.session, occasion.today, known)
    return {
        each.id: Needless()
        for each in news
        if each.subject_id in excluded
        or (standing := known.get(each.subject_id)) is None
        or standing.told_anyway
        or is_over(each, standing)
    }


async def concerns(session: AsyncSession, recipient_id: UUID, today: date) -> bool:
    """Whether an announcement is still for one of its recipients."""
    known = await standings(session, [recipient_id])
    return recipient_id in known and not await _excluded(session, today, known)


async def _excluded(
    session: AsyncSession, today: date, known: Mapping[UUID, Standing]
) -> set[UUID]:
    """Those who act as none of those any more whom it is for; of a group, who has left."""
    by_roles: defaultdict[tuple[str, tuple[AccessRole, ...]], set[UUID]] = defaultdict(set)
    for each in known.values():
        by_roles[each.tenant, tuple(each.roles)].add(each.person_id)
    gone: set[tuple[str, tuple[AccessRole, ...], UUID]] = set()
    for (tenant, roles), people in by_roles.items():
        if roles:
            left = people - await serving_among(session, tenant, today, roles, people)
        else:
            left = await left_among(session, tenant, today, people)
        gone.update((tenant, roles, each) for each in left)
    return {
        key
        for key, each in known.items()
        if (each.tenant, tuple(each.roles), each.person_id) in gone
    }


async def _acting(
    occasion: Occasion, notices: Sequence[Notice], kind: LetterKind
) -> set[UUID] | None:
    """None where it does not matter as what somebody acts."""
    mail = every_kind().get(kind)
    if mail is None or mail.audience is None:
        return None
    tenant = next(each.tenant for each in notices if each.kind == kind)
    return {*await acting_in(occasion.session, tenant, occasion.today, mail.audience.roles)}
