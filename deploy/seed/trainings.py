"""The rows of trainings."""

from deploy.seed import gatherings
from deploy.seed.ids import dice_for, id_at
from deploy.seed.town import Town
from services.trainings.models import onboardings, organizations, people, tasks
from services.trainings.templates.rules import DEFAULT_TEMPLATE_ID
from shared.database.writes import Row, Write


def rows(municipality: Town) -> list[Write]:
    """Copies, onboardings, tasks and gatherings."""
    of_town = {"tenant": municipality.key}
    return [
        Write(people, [{**of_town, **each} for each in _people(municipality)]),
        Write(organizations, [{**of_town, **each} for each in _organizations(municipality)]),
        Write(onboardings, [{**of_town, **each} for each in _onboardings(municipality)]),
        Write(tasks, [{**of_town, **each} for each in _tasks(municipality)]),
        *gatherings.rows(municipality),
    ]


def _people(municipality: Town) -> list[Row]:
    return [
        {
            "person_id": each.id,
            "version": 1,
            "given_name": each.given_name,
            "family_name": each.family_name,
        }
        for each in municipality.people
    ]


def _organizations(municipality: Town) -> list[Row]:
    return [
        {
            "organization_id": each.id,
            "version": 1,
            "name": each.name,
            "kind": each.kind.value,
            "contacts": [
                {"role": role.value, "person_id": str(person.id)}
                for role, person in each.contacts.items()
            ],
        }
        for each in municipality.organizations
    ]


def _onboardings(municipality: Town) -> list[Row]:
    dice = dice_for(municipality.key)
    return [
        {
            "id": each.onboarding_id,
            "worker_id": person.id,
            "employment_id": each.employment_id,
            "carrier_id": each.carrier_id,
            "template_id": DEFAULT_TEMPLATE_ID,
            "correlation_id": each.story,
            "causation_id": id_at(dice, each.hired_at),
            "start_date": each.start,
            "last_day": each.last_day,
            "end_correlation_id": None,
            "end_causation_id": None,
            "ready_at": each.ready_at,
            "closed_at": each.closed_at,
            "closing_reason": each.closing_reason.value if each.closing_reason else None,
        }
        for person, each in municipality.workers
    ]


def _tasks(municipality: Town) -> list[Row]:
    return [
        {
            "id": task.id,
            "onboarding_id": each.onboarding_id,
            "code": task.code,
            "role": task.role.value,
            "organization_id": task.organization_id,
            "due_on": task.due_on,
            "mandatory": task.mandatory,
            "done_at": task.done_at,
            "done_by": "link" if task.done_at else None,
        }
        for _, each in municipality.workers
        for task in each.tasks
    ]
