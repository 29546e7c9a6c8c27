"""Invites by name, and keeps one answer of each."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, select, update

from services.surveys.named.models import (
    NamedAnswer,
    NamedInvitation,
    NamedLink,
    named_answers,
    named_invitations,
    named_links,
)
from services.surveys.urns.values import FreshLink, Outcome, Sheet
from shared.database.reach import crossing
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork


async def invite(uow: UnitOfWork, tenant: str, survey_id: UUID, people: Sequence[UUID]) -> None:
    """Each once."""
    rows = [
        row_of(NamedInvitation)(id=new_id(), tenant=tenant, survey_id=survey_id, person_id=each)
        for each in people
    ]
    if rows:
        await insert_rows(uow.session, named_invitations, rows, ignore_conflicts=True)


async def fresh_links(uow: UnitOfWork, survey_id: UUID) -> list[FreshLink]:
    """One more link for everybody who has not answered; older ones stay valid."""
    waiting = select(NamedInvitation.id, NamedInvitation.person_id).where(
        NamedInvitation.survey_id == survey_id, NamedInvitation.answered_at.is_(None)
    )
    links, rows = [], []
    for invitation_id, person_id in (await uow.session.execute(crossing(waiting))).all():
        link = FreshLink(person_id, secrets.token_urlsafe(32))
        links.append(link)
        rows.append(row_of(NamedLink)(hash=hash_of(link.token), invitation_id=invitation_id))
    if rows:
        await insert_rows(uow.session, named_links, rows)
    return links


async def submit(uow: UnitOfWork, token: str, sheet: Sheet) -> Outcome:
    """Keep what somebody answered; whoever sends it twice has answered once."""
    find = (
        select(NamedInvitation)
        .join(NamedLink, NamedLink.invitation_id == NamedInvitation.id)
        .where(NamedLink.hash == hash_of(token))
    )
    row = (await uow.session.scalars(crossing(find).with_for_update())).one_or_none()
    if row is None:
        return Outcome.UNKNOWN
    if row.answered_at is not None:
        return Outcome.ALREADY
    row.answered_at = uow.now
    answer = row_of(NamedAnswer)(
        tenant=row.tenant,
        invitation_id=row.id,
        choices={key: {r: list(v) for r, v in of.items()} for key, of in sheet.choices.items()},
        texts=dict(sheet.texts),
    )
    await uow.session.flush()
    await insert_rows(uow.session, named_answers, [answer])
    return Outcome.TAKEN


async def ask_once(uow: UnitOfWork, tenant: str, ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Of one person with several ids, who may have been asked by each of them.

    What was answered stays; else one invitation is left, and every link leads to it. Returns how
    many went, by survey.
    """
    mine = (NamedInvitation.tenant == tenant, NamedInvitation.person_id.in_(ids))
    query = select(NamedInvitation).where(*mine).order_by(NamedInvitation.id).with_for_update()
    asked: dict[UUID, list[NamedInvitation]] = {}
    for row in await uow.session.scalars(query):
        asked.setdefault(row.survey_id, []).append(row)
    gone: dict[UUID, int] = {}
    for survey_id, rows in asked.items():
        kept = next((each for each in rows if each.answered_at is not None), rows[0])
        needless = [e.id for e in rows if e.answered_at is None and e is not kept]
        if needless:
            theirs = NamedLink.invitation_id.in_(needless)
            await uow.session.execute(update(NamedLink).where(theirs).values(invitation_id=kept.id))
            invited = (NamedInvitation.tenant == tenant, NamedInvitation.id.in_(needless))
            await uow.session.execute(delete(NamedInvitation).where(*invited))
            gone[survey_id] = len(needless)
    return gone


def hash_of(token: str) -> bytes:
    """What is stored of a link."""
    return sha256(token.encode()).digest()
