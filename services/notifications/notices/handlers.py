"""What happened elsewhere that the holders of a role are told of."""

from collections.abc import Sequence

from services.notifications.mails.values import BARRIER
from services.notifications.notices import use_cases
from services.notifications.notices.values import Occurrence
from shared.contracts.directory import BarrierReported
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(BarrierReported)
async def tell_who_removes_barriers(
    events: Sequence[Received[BarrierReported]], uow: UnitOfWork
) -> None:
    for event in events:
        told_of = Occurrence(event.body.report_id, event.message.time)
        await use_cases.queue(uow, BARRIER, event.tenant, told_of)
