"""Tells people by mail what happened to how they sign in, and forgets it."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from services.directory.accounts.queries import people_and_addresses
from services.directory.accounts.values import Giver
from services.directory.notices.models import Notice
from services.directory.notices.queries import last_invitation
from shared.contracts.accounts import AccessRole, CodeRequestRecord, Invited, SecurityNotice
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Cause
from shared.messaging.unit_of_work import UnitOfWork

OF_USE = timedelta(days=1)
"""Until the mail is not worth sending any more."""
KEPT = timedelta(days=2)
INVITED_AGAIN_AFTER = timedelta(hours=1)
BATCH_SIZE = 100


async def tell(
    uow: UnitOfWork,
    person_id: UUID,
    notice: SecurityNotice,
    browser: str = "",
    invited: Invited | None = None,
) -> None:
    """Owe a mail to each address they sign in with; none to whoever has no such address.

    ``browser`` is where it was done, as in "Firefox, Windows"; empty if somebody else did it.
    """
    for _, address in sorted(await people_and_addresses(uow.session, [person_id])):
        notice_id = uuid4()
        row = Notice(
            id=notice_id,
            person_id=person_id,
            created_at=uow.now,
            invites=notice is SecurityNotice.INVITED,
        )
        uow.session.add(row)
        record = CodeRequestRecord(
            request_id=notice_id,
            version=1,
            person_id=person_id,
            address=address,
            sealed_code="",
            browser=browser,
            asked_at=uow.now,
            expires_at=uow.now + OF_USE,
            notice=notice,
            invited=invited,
        )
        uow.announce(record, Cause(EVERYONE, new_id()))


async def welcome(
    uow: UnitOfWork,
    me: Giver,
    person_id: UUID,
    role: AccessRole,
    municipality: str,
    at: UUID | None,
) -> None:
    """Say to somebody whom ``me`` lets in by whom, and as what; ``at`` is an organization.

    Once an hour at most, however often they are shut out and let in again; they are locked.
    """
    before = await last_invitation(uow.session, person_id)
    if before is not None and uow.now - before < INVITED_AGAIN_AFTER:
        return
    given = Invited(by=me.role, role=role, municipality=municipality, organization_id=at)
    await tell(uow, person_id, SecurityNotice.INVITED, invited=given)


async def forget(uow: UnitOfWork) -> bool:
    """Erase the old ones, here and in the copy; returns whether there may be more."""
    old = select(Notice.id).where(Notice.created_at < uow.now - KEPT).limit(BATCH_SIZE)
    ids = (await uow.session.scalars(old)).all()
    await uow.session.execute(delete(Notice).where(Notice.id.in_(ids)))
    for notice_id in ids:
        uow.erase(CodeRequestRecord, notice_id, Cause(EVERYONE, new_id()))
    return len(ids) == BATCH_SIZE


async def forget_people(uow: UnitOfWork, persons: Collection[UUID]) -> None:
    """Nothing is told to them, here or in the copy."""
    gone = delete(Notice).where(Notice.person_id.in_(persons)).returning(Notice.id)
    for notice_id in (await uow.session.scalars(gone)).all():
        uow.erase(CodeRequestRecord, notice_id, Cause(EVERYONE, new_id()))
