"""What happened elsewhere that the holders of a role are told of, or whoever has asked."""

from collections.abc import Sequence

from services.notifications.mails.values import (
    BARRIER,
    CONSULTATION_ANSWERED,
    CONSULTATION_RECEIVED,
    CONSULTATION_REQUESTED,
    CONSULTATION_WITHDRAWN,
)
from services.notifications.notices import use_cases
from services.notifications.notices.values import Occurrence
from shared.contracts.accounts import AccessRole
from shared.contracts.consultations import (
    ConsultationOutcome,
    ConsultationRequested,
    ConsultationScheduled,
    ConsultationSettled,
)
from shared.contracts.directory import BarrierReported
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()
OFFICE = (AccessRole.COORDINATOR,)
WATCH = (AccessRole.COORDINATOR, AccessRole.OPERATOR)


@handlers.on(BarrierReported)
async def tell_who_removes_barriers(
    events: Sequence[Received[BarrierReported]], uow: UnitOfWork
) -> None:
    for event in events:
        told_of = Occurrence(event.body.report_id, event.message.time)
        await use_cases.queue_for_roles(uow, BARRIER, event.tenant, told_of, WATCH)


@handlers.on(ConsultationRequested)
async def tell_office_of_consultation(
    events: Sequence[Received[ConsultationRequested]], uow: UnitOfWork
) -> None:
    for event in events:
        told_of = Occurrence(event.body.consultation_id, event.message.time)
        kind = CONSULTATION_REQUESTED
        await use_cases.queue_for_roles(uow, kind, event.tenant, told_of, OFFICE)


@handlers.on(ConsultationRequested)
async def confirm_consultation(
    events: Sequence[Received[ConsultationRequested]], uow: UnitOfWork
) -> None:
    """To whoever has not seen it signed in."""
    for event in events:
        if (asker := event.body.person_id) is not None:
            told_of = Occurrence(event.body.consultation_id, event.message.time)
            await use_cases.queue(uow, CONSULTATION_RECEIVED, event.tenant, told_of, [asker])


@handlers.on(ConsultationScheduled)
async def tell_asker_of_appointment(
    events: Sequence[Received[ConsultationScheduled]], uow: UnitOfWork
) -> None:
    for event in events:
        body = event.body
        told_of = Occurrence(body.consultation_id, event.message.time)
        await use_cases.queue(uow, CONSULTATION_ANSWERED, event.tenant, told_of, [body.person_id])


@handlers.on(ConsultationSettled)
async def tell_of_end_of_consultation(
    events: Sequence[Received[ConsultationSettled]], uow: UnitOfWork
) -> None:
    """The other side; nobody of one that was held, or that ended as a later version knows."""
    for event in events:
        body = event.body
        told_of = Occurrence(body.consultation_id, event.message.time)
        if body.outcome is ConsultationOutcome.WITHDRAWN:
            kind = CONSULTATION_WITHDRAWN
            await use_cases.queue_for_roles(uow, kind, event.tenant, told_of, OFFICE)
        elif body.outcome is ConsultationOutcome.CLOSED:
            kind = CONSULTATION_ANSWERED
            await use_cases.queue(uow, kind, event.tenant, told_of, [body.person_id])
