"""In the sample one person's data is needed for a procedure, and another's was."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from services.directory.employments.models import employments
from services.directory.legal_holds.models import LegalHold, legal_holds
from services.directory.legal_holds.use_cases import place
from shared.clock import local_date
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork


async def hold_back(uow: UnitOfWork, municipality: str) -> None:
    """Once."""
    known = select(legal_holds.c.id).where(legal_holds.c.tenant == municipality).limit(1)
    if (await uow.session.execute(known)).first() is not None:
        return
    theirs = select(employments.c.worker_id).where(employments.c.tenant == municipality)
    person_id = await uow.session.scalar(theirs.order_by(employments.c.id).limit(1))
    if person_id is None:
        return
    running = LegalHold(
        id=new_id(),
        tenant=municipality,
        person_id=person_id,
        reason="Rückforderung von Lohnkosten, Aktenzeichen 51-12",
        last_day=local_date(uow.now) + timedelta(days=365),
        set_by=uuid4(),
        set_at=uow.now - timedelta(days=20),
    )
    over = LegalHold(
        id=new_id(),
        tenant=municipality,
        person_id=None,
        reason="Prüfung der Landesförderung durch die Bezirksregierung",
        last_day=local_date(uow.now) - timedelta(days=40),
        set_by=uuid4(),
        set_at=uow.now - timedelta(days=200),
        ended_at=uow.now - timedelta(days=60),
    )
    uow.session.add(over)
    await place(uow, running, Cause(municipality, new_id()))
