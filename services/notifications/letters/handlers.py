"""What happened elsewhere that somebody has to be told, or need not be told any more."""

from collections.abc import Sequence

from services.notifications.letters import use_cases
from services.notifications.letters.rules import Draft, task_entry, tasks_by_reference
from shared.clock import local_date
from shared.contracts.directory import HireCancelled, Role, WorkerDeparted, WorkerHired
from shared.contracts.leaves import CoverAnnounced
from shared.contracts.notifications import LetterKind
from shared.contracts.surveys import InvitationIssued
from shared.contracts.trainings import ClosingReason, OnboardingClosed, OnboardingStarted
from shared.messaging.event import Cause
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

handlers = EventRouter()


@handlers.on(WorkerHired)
async def welcome_worker(events: Sequence[Received[WorkerHired]], uow: BulkUnitOfWork) -> None:
    owed = [
        (
            Draft(
                event.body.worker_id,
                event.body.employment_id,
                LetterKind.WELCOME,
                Role.WORKER,
                {},
            ),
            event.cause,
        )
        for event in events
    ]
    use_cases.queue(owed, uow)


@handlers.on(OnboardingStarted)
async def tell_role_holders(
    events: Sequence[Received[OnboardingStarted]], uow: BulkUnitOfWork
) -> None:
    owed = [(draft, event.cause) for event in events for draft in _drafts(event.body)]
    use_cases.queue(owed, uow)


@handlers.on(InvitationIssued)
async def invite_to_survey(
    events: Sequence[Received[InvitationIssued]], uow: BulkUnitOfWork
) -> None:
    owed: list[tuple[Draft, Cause]] = []
    for event in events:
        body = event.body
        payload = {
            "invitation_id": str(body.invitation_id),
            "occasion": body.occasion.value,
            "closes_on": body.closes_on.isoformat(),
        }
        kind = LetterKind.SURVEY_INVITATION
        draft = Draft(body.worker_id, body.employment_id, kind, Role.WORKER, payload)
        owed.append((draft, event.cause))
    use_cases.queue(owed, uow)


@handlers.on(CoverAnnounced)
async def tell_school_of_cover(
    events: Sequence[Received[CoverAnnounced]], uow: BulkUnitOfWork
) -> None:
    owed = []
    for event in events:
        body = event.body
        payload = body.model_dump(mode="json", include={"first_day", "last_day", "cover"})
        draft = Draft(
            body.worker_id,
            body.employment_id,
            LetterKind.COVER,
            Role.HEAD,
            payload,
            organization_id=body.school_id,
        )
        owed.append((draft, event.cause))
    use_cases.queue(owed, uow)


@handlers.on(WorkerDeparted)
async def withdraw_after_departure(
    events: Sequence[Received[WorkerDeparted]], uow: UnitOfWork
) -> None:
    """Only of those whose last day is over; the others are judged when a letter is to be sent."""
    last_days = {event.body.employment_id: event.body.last_day for event in events}
    today = local_date(uow.now)
    if over := [employment for employment, day in last_days.items() if day < today]:
        await use_cases.withdraw_employments(uow, over)


@handlers.on(HireCancelled)
async def withdraw_after_cancellation(
    events: Sequence[Received[HireCancelled]], uow: UnitOfWork
) -> None:
    await use_cases.withdraw_employments(uow, [event.body.employment_id for event in events])


@handlers.on(OnboardingClosed)
async def withdraw_after_closing(
    events: Sequence[Received[OnboardingClosed]], uow: UnitOfWork
) -> None:
    ended = [
        event.body.onboarding_id
        for event in events
        if event.body.reason is not ClosingReason.COMPLETED
    ]
    if ended:
        await use_cases.withdraw_onboardings(uow, ended)


def _drafts(started: OnboardingStarted) -> list[Draft]:
    """None to a role that only a later version knows: there are no words for it."""
    return [
        Draft(
            worker_id=started.worker_id,
            employment_id=started.employment_id,
            kind=LetterKind.TASKS,
            role=role,
            organization_id=organization_id,
            onboarding_id=started.onboarding_id,
            payload={
                "template_id": str(started.template_id),
                "tasks": [task_entry(task) for task in tasks],
            },
        )
        for (role, organization_id), tasks in tasks_by_reference(started.tasks).items()
        if role.is_listed
    ]
