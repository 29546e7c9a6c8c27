"""What is needless by now, as far as this service's own copies say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.acting.queries import acting_in, left_among, serving_among
from services.notifications.announcements.queries import standings
from services.notifications.announcements.values import Standing
from services.notifications.deliveries.values import (
    Channel,
    Hopeless,
    Needless,
    Occasion,
    State,
    Verdict,
)
from services.notifications.mails.values import ANNOUNCEMENT_KINDS, every_kind
from services.notifications.models import deliveries, messages
from services.notifications.recipients.queries import departed
from services.notifications.relevance.rules import (
    ToldCover,
    is_outdated,
    is_over,
    serves_nobody,
)
from services.notifications.undeliverable.values import FailureCause
from services.notifications.values import Candidate, Letter, Notice
from shared.contracts.accounts import AccessRole
from shared.contracts.notifications import LetterKind
from shared.database.lists import in_list

_COVERS = (
    select(
        messages.c.id,
        messages.c.organization_id,
        messages.c.happened_at,
        messages.c.payload,
        deliveries.c.state,
        deliveries.c.mail_id,
    )
    .join(deliveries, deliveries.c.message_id == messages.c.id)
    .where(
        messages.c.tenant == bindparam("town"),
        in_list(messages.c.employment_id, "employments"),
        messages.c.kind == LetterKind.COVER.value,
        deliveries.c.channel == Channel.MAIL,
    )
)


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


async def judge_covers(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """A school is told how it is, not how it was to be before it was told."""
    covers = [each.owed for each in candidates if isinstance(each.owed, Letter)]
    covers = [each for each in covers if each.kind is LetterKind.COVER]
    if not covers:
        return {}
    known = await _covers(occasion, covers)
    outdated = {each.message_id for each in known if is_outdated(each, known)}
    return {each.id: Needless() for each in covers if each.id in outdated}


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


async def _covers(occasion: Occasion, mine: Sequence[Letter]) -> list[ToldCover]:
    """Whatever was told of the same employments."""
    about = list({each.employment_id for each in mine})
    given = {"employments": about, "town": mine[0].tenant}
    rows = await occasion.session.execute(_COVERS, given)
    return [
        ToldCover(
            message_id=row.id,
            leave=row.payload.get("leave_id"),
            school_id=row.organization_id,
            happened_at=row.happened_at,
            takes_place=row.payload["first_day"] is not None,
            out=row.state == State.SENT or row.mail_id is not None,
        )
        for row in rows
    ]


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
