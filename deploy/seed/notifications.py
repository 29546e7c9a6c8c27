"""The rows of notifications."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from deploy.seed.ids import dice_for, id_at
from deploy.seed.letters import Letter, letters
from deploy.seed.making import Person
from deploy.seed.town import Town
from deploy.seed.worker import Worker
from services.notifications import models
from services.notifications.deliveries.values import Channel, State
from services.notifications.mailbox.models import kept_mails
from services.notifications.mails.values import Topic
from services.notifications.preferences.models import preferences
from services.notifications.preferences.values import Mode
from services.notifications.recipients.models import employments, organizations, people
from services.notifications.undeliverable.models import given_up
from services.trainings.templates.rules import DEFAULT_TEMPLATE_ID
from shared.database.writes import Row, Write

KEPT = timedelta(days=60)
"""Mails of that time lie in the mailbox."""
GIVEN_UP = 0.002
"""Share of the letters that reached nobody."""
UNASKED = 0.03
"""Share of those who want no more surveys by mail."""


def rows(municipality: Town) -> list[Write]:
    """Copies, letters, and what became of them."""
    dice = dice_for(municipality.key)
    sent = [
        (person, each, letter) for person, each in municipality.workers for letter in letters(each)
    ]
    recent = [one for one in sent if one[2].sent_at > municipality.now - KEPT]
    lost = [one for one in sent if dice.random() < GIVEN_UP]
    of_town = {"tenant": municipality.key}
    return [
        Write(people, [{**of_town, **_person(each)} for each in municipality.people]),
        Write(organizations, [{**of_town, **each} for each in _organizations(municipality)]),
        Write(employments, [{**of_town, **_employment(*each)} for each in municipality.workers]),
        Write(models.messages, [{**of_town, **_message(*each)} for each in sent]),
        Write(models.deliveries, [{**of_town, **_delivery(each[2])} for each in sent]),
        Write(kept_mails, [{**of_town, **_mail(dice, *each)} for each in recent]),
        Write(given_up, [{**of_town, **_given_up(*each)} for each in lost]),
        Write(preferences, list(_preferences(dice, municipality))),
    ]


def _person(each: Person) -> Row:
    return {
        "person_id": each.id,
        "version": 1,
        "given_name": each.given_name,
        "family_name": each.family_name,
        "email": each.email,
    }


def _organizations(municipality: Town) -> Iterator[Row]:
    for each in municipality.organizations:
        acting = [
            {"role": role.value, "person_id": str(person.id)}
            for role, person in each.contacts.items()
        ]
        yield {
            "organization_id": each.id,
            "version": 1,
            "kind": each.kind.value,
            "name": each.name,
            "school_number": each.school_number,
            "contacts": acting,
        }


def _employment(person: Person, each: Worker) -> Row:
    return {
        "employment_id": each.employment_id,
        "worker_id": person.id,
        "carrier_id": each.carrier_id,
        "start_date": each.start,
        "last_day": each.last_day,
        "school_ids": [str(fact.school_id) for fact in each.placements],
        "as_of": each.hired_at,
    }


def _message(person: Person, each: Worker, letter: Letter) -> Row:
    entries = [
        {
            "task_id": str(task.id),
            "code": task.code,
            "due_on": task.due_on.isoformat(),
            "mandatory": task.mandatory,
        }
        for task in letter.tasks
    ]
    payload = {"template_id": str(DEFAULT_TEMPLATE_ID), "tasks": entries} if entries else {}
    return {
        "id": letter.id,
        "person_id": None,
        "subject_id": None,
        "expires_on": None,
        "happened_at": letter.sent_at,
        "worker_id": person.id,
        "employment_id": each.employment_id,
        "onboarding_id": each.onboarding_id if entries else None,
        "kind": letter.kind.value,
        "role": letter.role.value,
        "organization_id": letter.organization_id,
        "payload": payload,
        "correlation_id": each.story,
        "causation_id": letter.caused_by,
        "created_at": letter.sent_at,
    }


def _delivery(letter: Letter) -> Row:
    return {
        "message_id": letter.id,
        "channel": Channel.MAIL.value,
        "group_key": letter.id,
        "state": State.SENT.value,
        "priority": 0,
        "attempts": 1,
        "not_before": letter.sent_at,
        "waits_for": None,
        "leased_until": None,
        "leased_by": None,
        "lease_id": None,
        "mail_id": None,
        "settled_at": letter.sent_at,
        "put_back_at": None,
    }


def _mail(dice: Random, person: Person, _: Worker, letter: Letter) -> Row:
    text = f"Guten Tag,\n\nes geht um {person.given_name} {person.family_name}.\n" * 20
    return {
        "id": id_at(dice, letter.sent_at),
        "worker_id": person.id,
        "kind": letter.kind.value,
        "role": letter.role.value,
        "recipient": person.email,
        "subject": "Neue Aufgaben" if letter.tasks else "Willkommen",
        "text": text,
        "html": f"<html><head></head><body><p>{text}</p></body></html>",
        "calendars": [],
        "links": [],
        "kept_at": letter.sent_at,
    }


def _preferences(dice: Random, municipality: Town) -> Iterator[Row]:
    """Some have had enough of surveys."""
    for person_id in dict.fromkeys(person.id for person, _ in municipality.workers):
        if dice.random() < UNASKED:
            yield {
                "person_id": person_id,
                "topic": Topic.SURVEYS.value,
                "channel": Channel.MAIL.value,
                "mode": Mode.OFF.value,
                "changed_at": municipality.now,
            }


def _given_up(_: Person, each: Worker, letter: Letter) -> Row:
    return {
        "letter_id": letter.id,
        "correlation_id": each.story,
        "kind": letter.kind.value,
        "role": letter.role.value,
        "cause": "recipient",
        "reply": "550",
        "attempts": 3,
        "given_up_at": letter.sent_at,
    }
