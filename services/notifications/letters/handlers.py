"""What happened elsewhere that somebody has to be told, or need not be told any more."""

from collections.abc import Sequence

from services.notifications.letters import use_cases
from services.notifications.letters.rules import Draft, task_entry, tasks_by_reference
from shared.contracts.directory import Role, WorkerDeparted, WorkerHired
from shared.contracts.notifications import LetterKind
from shared.contracts.surveys import InvitationIssued
from shared.contracts.trainings import ClosingReason, OnboardingClosed, OnboardingStarted
from shared.messaging.event import Cause
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(WorkerHired)
async def welcome_worker(events: Sequence[Received[WorkerHired]], uow: UnitOfWork) -> None:
    owed = [
        (Draft(event.body.worker_id, LetterKind.WELCOME, Role.WORKER, {}), event.cause)
        for event in events
    ]
    use_cases.queue(owed, uow)


@handlers.on(OnboardingStarted)
async def tell_role_holders(events: Sequence[Received[OnboardingStarted]], uow: UnitOfWork) -> None:
    owed = [(draft, event.cause) for event in events for draft in _drafts(event.body)]
    use_cases.queue(owed, uow)


@handlers.on(InvitationIssued)
async def invite_to_survey(events: Sequence[Received[InvitationIssued]], uow: UnitOfWork) -> None:
    owed: list[tuple[Draft, Cause]] = []
    for event in events:
        body = event.body
        payload = {
            "invitation_id": str(body.invitation_id),
            "occasion": body.occasion.value,
            "closes_on": body.closes_on.isoformat(),
        }
        kind = LetterKind.SURVEY_INVITATION
        owed.append((Draft(body.worker_id, kind, Role.WORKER, payload), event.cause))
    use_cases.queue(owed, uow)


@handlers.on(WorkerDeparted)
async def withdraw_after_departure(
    events: Sequence[Received[WorkerDeparted]], uow: UnitOfWork
) -> None:
    await use_cases.withdraw(uow, [event.body.worker_id for event in events])


@handlers.on(OnboardingClosed)
async def withdraw_after_closing(
    events: Sequence[Received[OnboardingClosed]], uow: UnitOfWork
) -> None:
    departed = [
        event.body.onboarding_id for event in events if event.body.reason is ClosingReason.DEPARTED
    ]
    if departed:
        await use_cases.withdraw_onboardings(uow, departed)


def _drafts(started: OnboardingStarted) -> list[Draft]:
    return [
        Draft(
            worker_id=started.worker_id,
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
    ]
