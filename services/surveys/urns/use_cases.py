"""Plans urns, invites to them, and takes sheets; none of it can read what was answered."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import SystemRandom
from uuid import UUID, uuid4

from sqlalchemy import ScalarSelect, and_, delete, func, or_, select, text, update

from services.surveys.slips.values import slip_size
from services.surveys.urns.models import (
    Slip,
    Urn,
    UrnInvitation,
    slips,
    urn_invitations,
    urn_tokens,
    urns,
)
from services.surveys.urns.models import UrnToken as Token
from services.surveys.urns.rules import (
    LONGEST_ROLLING,
    end_of_quarter,
    refuse_groups,
    token_hash,
)
from services.surveys.urns.values import (
    FINAL,
    STEP,
    FreshLink,
    Invited,
    OpenedSheet,
    Outcome,
    Seals,
    Sheet,
    UrnPlan,
    UrnState,
)
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork
from shared.small_numbers.sizes import LEAST
from shared.web.problem import Problem

CHANNEL = "urns"
"""Notified when an urn waits for its key."""
_MIXED = SystemRandom()


async def plan(uow: UnitOfWork, seals: Seals, plan: UrnPlan, people: Sequence[Invited]) -> UUID:
    """Fix an urn and who is asked; it takes sheets as soon as it has its key.

    Nobody can be added to an urn that has an end. To a rolling one, ``people`` are the first.
    """
    if reason := refuse_groups([each.groups for each in people]):
        raise Problem(422, "groups-too-small", reason)
    try:
        size = slip_size(plan.largest_sheet)
    except ValueError as error:
        raise Problem(422, "questionnaire-too-long", str(error)) from None
    urn = _planned(plan, uow.now, len(people), size)
    uow.session.add(urn)
    await uow.session.flush()
    await _invite(uow, seals, plan.survey_id, people)
    uow.notify(CHANNEL)
    return urn.id


def _planned(plan: UrnPlan, now: datetime, invited: int, size: int) -> Urn:
    return Urn(
        id=uuid4(),
        tenant=plan.tenant,
        survey_id=plan.survey_id,
        state=UrnState.PLANNED,
        rolling=plan.closes_at is None,
        begun_at=now,
        closes_at=plan.closes_at or end_of_quarter(now),
        questionnaire=plan.questionnaire,
        group_rule=plan.group_rule,
        invited=invited if plan.closes_at else 0,
        slip_size=size,
        progress=0,
        swept=False,
    )


async def invite(
    uow: UnitOfWork, seals: Seals, tenant: str, survey_id: UUID, people: Sequence[Invited]
) -> None:
    """Let more people come to a rolling urn; whoever is invited already stays so."""
    rolling = select(Urn.id).where(
        Urn.tenant == tenant,
        Urn.survey_id == survey_id,
        Urn.rolling.is_(True),
        Urn.state.in_([UrnState.PLANNED, UrnState.OPEN]),
    )
    if (await uow.session.execute(rolling)).first() is None:
        raise Problem(409, "invited-people-are-fixed", "Nobody can be added to this survey")
    await _invite(uow, seals, survey_id, people)


async def _invite(
    uow: UnitOfWork, seals: Seals, survey_id: UUID, people: Sequence[Invited]
) -> None:
    """In one statement and a random order, so that no place tells whose an invitation is."""
    rows = [
        row_of(UrnInvitation)(
            id=uuid4(),
            survey_id=survey_id,
            person_mac=seals.mac(survey_id, each.person_id),
            person_box=seals.box(survey_id, each.person_id, each.groups),
            done=False,
            reminded=0,
        )
        for each in people
    ]
    _MIXED.shuffle(rows)
    if rows:
        await insert_rows(uow.session, urn_invitations, rows, ignore_conflicts=True)


async def fresh_links(uow: UnitOfWork, seals: Seals, survey_id: UUID) -> list[FreshLink]:
    """One more link for everybody who has not answered, in a random order; older ones stay valid.

    It is asked by whoever sends the mails, and leaves no trace of who was told.
    """
    query = select(urn_invitations.c.id, urn_invitations.c.person_box).where(
        urn_invitations.c.survey_id == survey_id, urn_invitations.c.done.is_(False)
    )
    waiting = list((await uow.session.execute(query.with_for_update())).all())
    _MIXED.shuffle(waiting)
    links: list[FreshLink] = []
    rows = []
    for row in waiting:
        person_id, _ = seals.open_box(survey_id, row.person_box)
        link = FreshLink(person_id, secrets.token_urlsafe(32))
        links.append(link)
        rows.append(row_of(Token)(hash=token_hash(link.token), invitation_id=row.id))
    if rows:
        await insert_rows(uow.session, urn_tokens, sorted(rows, key=lambda row: row["hash"]))
        told = update(urn_invitations).where(
            urn_invitations.c.survey_id == survey_id, urn_invitations.c.done.is_(False)
        )
        await uow.session.execute(told.values(reminded=urn_invitations.c.reminded + 1))
    return links


async def give_links(
    uow: UnitOfWork, seals: Seals, survey_id: UUID, tokens: Mapping[UUID, str]
) -> None:
    """Links whose secrets are made elsewhere, for those who are asked."""
    wanted = {seals.mac(survey_id, person): token for person, token in tokens.items()}
    query = select(urn_invitations.c.id, urn_invitations.c.person_mac)
    mine = (urn_invitations.c.survey_id == survey_id, urn_invitations.c.person_mac.in_(wanted))
    found = await uow.session.execute(query.where(*mine))
    hashes = [(token_hash(wanted[each.person_mac]), each.id) for each in found]
    rows = [row_of(Token)(hash=each, invitation_id=id_) for each, id_ in sorted(hashes)]
    await insert_rows(uow.session, urn_tokens, rows, ignore_conflicts=True)


async def submit(uow: UnitOfWork, seals: Seals, token: str, sheet: Sheet) -> Outcome:
    """Use an invitation up and put the sealed sheet into its urn, both or neither.

    Raises ``Broken`` where the urn is not as it was sealed, and ``ValueError`` where the sheet is
    larger than its questionnaire allows.
    """
    find = (
        select(urn_invitations.c.id, urn_invitations.c.survey_id)
        .join(urn_tokens, urn_tokens.c.invitation_id == urn_invitations.c.id)
        .where(urn_tokens.c.hash == token_hash(token))
    )
    found = (await uow.session.execute(find)).one_or_none()
    if found is None:
        return Outcome.UNKNOWN
    open_urn = select(Urn).where(Urn.survey_id == found.survey_id, Urn.state == UrnState.OPEN)
    held = await uow.session.execute(open_urn.with_for_update(read=True))
    urn = held.scalar_one_or_none()
    mine = select(urn_invitations).where(urn_invitations.c.id == found.id)
    invitation = (await uow.session.execute(mine.with_for_update())).one_or_none()
    if invitation is not None and invitation.done:
        return Outcome.ALREADY
    if invitation is None or urn is None or (not urn.rolling and uow.now >= urn.closes_at):
        return Outcome.CLOSED
    _, groups = seals.open_box(urn.survey_id, invitation.person_box)
    box = seals.slip(urn, urn.public_key, urn.sealed_header, OpenedSheet(sheet, groups))
    used = update(urn_invitations).where(urn_invitations.c.id == found.id)
    await uow.session.execute(used.values(done=True, person_box=None, urn_id=urn.id))
    await insert_rows(uow.session, slips, [row_of(Slip)(urn_id=urn.id, id=uuid4(), box=box)])
    return Outcome.TAKEN


async def withdraw(uow: UnitOfWork, seals: Seals, survey_id: UUID, people: Sequence[UUID]) -> None:
    """Forget those who have not answered a survey that goes on: late, gone, or erased."""
    mine = select(urn_invitations.c.id).where(
        urn_invitations.c.survey_id == survey_id,
        urn_invitations.c.person_mac.in_([seals.mac(survey_id, each) for each in people]),
        urn_invitations.c.done.is_(False),
    )
    ids = (await uow.session.execute(mine.with_for_update())).scalars().all()
    await uow.session.execute(delete(urn_tokens).where(urn_tokens.c.invitation_id.in_(ids)))
    await uow.session.execute(delete(urn_invitations).where(urn_invitations.c.id.in_(ids)))


async def update_progress(uow: UnitOfWork) -> bool:
    """Count what lies in open urns, in full steps; once a day, or it would tell who answered."""
    steps = update(urns).where(urns.c.state == UrnState.OPEN)
    await uow.session.execute(steps.values(progress=_lying() // STEP * STEP))
    return False


def _lying() -> "ScalarSelect[int]":
    lying = select(func.count()).select_from(slips).where(slips.c.urn_id == urns.c.id)
    return lying.scalar_subquery()


async def give_key(uow: UnitOfWork, seals: Seals, urn_id: UUID, public_key: bytes) -> None:
    """Seal the header, and let the urn take sheets unless another of its survey still does."""
    waiting = select(Urn).where(Urn.id == urn_id, Urn.state == UrnState.PLANNED)
    urn = (await uow.session.execute(waiting.with_for_update())).scalar_one_or_none()
    if urn is None:
        return
    before = select(Urn.id).where(Urn.survey_id == urn.survey_id, Urn.state == UrnState.OPEN)
    first = (await uow.session.execute(before)).first() is None
    urn.public_key, urn.sealed_header = public_key, seals.header(urn, public_key)
    urn.state = UrnState.OPEN if first else UrnState.READY
    if uow.session.get_bind().dialect.name == "postgresql":
        await uow.session.execute(text("SELECT make_urn_room(:urn)"), {"urn": urn_id})


async def close_due(uow: UnitOfWork) -> None:
    """Take no more sheets where the time is over; a rolling urn hands over to the next one."""
    over = or_(
        urns.c.begun_at <= uow.now - LONGEST_ROLLING,
        and_(urns.c.closes_at <= uow.now, _lying() >= LEAST),
    )
    due = or_(and_(urns.c.rolling, over), and_(~urns.c.rolling, urns.c.closes_at <= uow.now))
    find = select(Urn).where(urns.c.state == UrnState.OPEN, due).order_by(Urn.id)
    for urn in (await uow.session.execute(find.with_for_update())).scalars().all():
        if urn.rolling and not await _hand_over(uow, urn):
            continue
        urn.state = UrnState.CLOSING
    await uow.session.flush()


async def _hand_over(uow: UnitOfWork, urn: Urn) -> bool:
    """To the next one, if it has its key already; else it is planned."""
    waiting = (UrnState.PLANNED, UrnState.READY)
    query = select(Urn).where(Urn.survey_id == urn.survey_id, Urn.state.in_(waiting))
    following = (await uow.session.execute(query)).scalar_one_or_none()
    if following is None:
        uow.session.add(_follower(urn, uow.now))
    elif following.state == UrnState.READY:
        following.state = UrnState.OPEN
        return True
    return False


def _follower(urn: Urn, now: datetime) -> Urn:
    return Urn(
        id=uuid4(),
        tenant=urn.tenant,
        survey_id=urn.survey_id,
        state=UrnState.PLANNED,
        rolling=True,
        begun_at=now,
        closes_at=end_of_quarter(now),
        questionnaire=urn.questionnaire,
        group_rule=urn.group_rule,
        invited=0,
        slip_size=urn.slip_size,
        progress=0,
        swept=False,
    )


async def settle(uow: UnitOfWork, urn_id: UUID, state: UrnState, answered: int | None) -> bool:
    """Empty a closed urn, and forget who was asked; False if somebody else has done it."""
    mine = select(Urn).where(Urn.id == urn_id, Urn.state == UrnState.CLOSING)
    urn = (await uow.session.execute(mine.with_for_update())).scalar_one_or_none()
    if urn is None:
        return False
    urn.state, urn.answered, urn.progress, urn.swept = state, answered, 0, False
    if state not in FINAL:
        return True
    theirs = urn_invitations.c.survey_id == urn.survey_id
    if urn.rolling:
        theirs = and_(theirs, urn_invitations.c.urn_id == urn_id)
    ids = select(urn_invitations.c.id).where(theirs)
    await uow.session.execute(delete(urn_tokens).where(urn_tokens.c.invitation_id.in_(ids)))
    await uow.session.execute(delete(urn_invitations).where(theirs))
    await uow.session.execute(delete(slips).where(slips.c.urn_id == urn_id))
    return True


async def clear_away(uow: UnitOfWork, urn_id: UUID) -> None:
    """Drop the room of an emptied urn, whose key is gone."""
    if uow.session.get_bind().dialect.name == "postgresql":
        await uow.session.execute(text("SELECT drop_urn_room(:urn)"), {"urn": urn_id})
    await uow.session.execute(update(urns).where(urns.c.id == urn_id).values(swept=True))
