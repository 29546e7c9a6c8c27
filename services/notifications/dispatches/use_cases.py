"""Notes what became of mails."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, select, update

from services.notifications.addresses import use_cases as addresses
from services.notifications.addresses.values import folded
from services.notifications.dispatches.models import Dispatch
from services.notifications.dispatches.models import dispatches as table
from services.notifications.dispatches.values import KEPT_FOR, LOST, Outcome
from services.notifications.values import Owed, OwedMail, Person, mail_id
from shared.database.tables import row_of
from shared.database.writes import upsert_rows
from shared.messaging.unit_of_work import UnitOfWork


async def note(
    uow: UnitOfWork, mails: Sequence[OwedMail], outcome: Outcome, reply: str = ""
) -> None:
    """What has become of these, and who was told by which that we write to them."""
    rows = [
        row_of(Dispatch)(
            mail_id=mail.id,
            tenant=mail.tenant,
            person_id=mail.to.person_id,
            address=folded(mail.to.email),
            kind=mail.kind.value,
            introduces=mail.introduces,
            outcome=outcome.value,
            reply=reply,
            message_ids=[str(each.id) for each in mail.owed],
            sent_at=uow.now,
        )
        for mail in mails
    ]
    if rows:
        await upsert_rows(uow.session, table, rows)


async def note_unsent(uow: UnitOfWork, unsent: Sequence[tuple[Owed, Person]]) -> None:
    """Nothing was offered to the mail server, because their address takes no mail."""
    rows = [
        row_of(Dispatch)(
            mail_id=mail_id([owed]),
            tenant=owed.tenant,
            person_id=to.person_id,
            address=folded(to.email),
            kind=owed.kind.value,
            introduces=False,
            outcome=Outcome.SUPPRESSED.value,
            reply="",
            message_ids=[str(owed.id)],
            sent_at=uow.now,
        )
        for owed, to in unsent
    ]
    if rows:
        await upsert_rows(uow.session, table, rows)


async def returned(uow: UnitOfWork, sent_id: UUID, outcome: Outcome, reply: str) -> bool:
    """It came back after it had been taken; False if that is known, whoever says so meanwhile."""
    mine = (table.c.mail_id == sent_id, table.c.outcome.not_in([each.value for each in LOST]))
    change = update(table).where(*mine).values(outcome=outcome.value, reply=reply)
    return (await uow.session.execute(change.returning(table.c.mail_id))).first() is not None


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> int:
    """Whoever was erased was sent nothing; nor is known how their addresses fared.

    Returns how many mails they were sent.
    """
    mine = table.c.person_id.in_(person_ids)
    known = (await uow.session.scalars(select(table.c.address).where(mine).distinct())).all()
    gone = await uow.session.execute(delete(table).where(mine).returning(table.c.mail_id))
    await addresses.forget(uow, known)
    return len(gone.all())


async def forget_older(uow: UnitOfWork) -> None:
    """After 90 days nobody remembers."""
    await uow.session.execute(delete(table).where(table.c.sent_at < uow.now - KEPT_FOR))
