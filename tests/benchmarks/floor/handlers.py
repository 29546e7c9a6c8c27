"""What each service writes and announces because of a message."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from uuid_utils.compat import uuid7 as new_id

from services.trainings.onboarding.rules import due_date
from services.trainings.templates.rules import DEFAULT_TASKS, DEFAULT_TEMPLATE_ID
from shared.clock import local_date
from tests.benchmarks.floor.consumer import EVERY, Delivery, Handling
from tests.benchmarks.floor.outbox import Row, announced
from tests.benchmarks.floor.statements import (
    ADDRESSES,
    DELIVERIES,
    EMPLOYMENTS,
    MESSAGES,
    NAMES,
    ONBOARDINGS,
    PULSES,
    SEEN,
    TASKS,
    WORKPLACES,
)

PERSON, HIRED = "directory.person.v1", "directory.worker-hired.v1"
STARTED, QUEUED = "trainings.onboarding-started.v1", "notifications.letter-queued.v1"
PLANNED = "surveys.pulse-planned.v1"
_RULES = [(t.code, t.role.value, t.due_days, t.mandatory, t.stage.value) for t in DEFAULT_TASKS]


async def _write(connection: asyncpg.Connection, statement: str, rows: Sequence[Row]) -> None:
    await connection.execute(statement, *map(list, zip(*rows, strict=True)))


async def names(connection: asyncpg.Connection, new: Sequence[Delivery]) -> list[Row]:
    rows = [(*_person(each, body)[:3], *_names(body)) for each, body in _latest(new)]
    await _write(connection, NAMES, rows)
    return []


async def addresses(connection: asyncpg.Connection, new: Sequence[Delivery]) -> list[Row]:
    latest = _latest(new)
    rows = [(*_person(each, body), *_names(body), body["email"]) for each, body in latest]
    await _write(connection, ADDRESSES, rows)
    return []


def _latest(new: Sequence[Delivery]) -> list[tuple[Delivery, dict[str, Any]]]:
    last = {each.key: each for each in new}
    return [(each, orjson.loads(each.value)) for each in last.values()]


def _person(each: Delivery, body: dict[str, Any]) -> tuple[UUID, str, int]:
    return UUID(each.key), each.tenant, body["version"]


def _names(body: dict[str, Any]) -> tuple[str, str]:
    return body["given_name"], body["family_name"]


async def start(connection: asyncpg.Connection, new: Sequence[Delivery]) -> list[Row]:
    onboardings, tasks, out = [], [], []
    for each in new:
        body, tenant, onboarding = orjson.loads(each.value), each.tenant, new_id()
        mine = [(new_id(), tenant, onboarding, *planned) for planned in _plan(body)]
        shown = {
            "onboarding_id": onboarding,
            "worker_id": body["worker_id"],
            "employment_id": body["employment_id"],
            "carrier_id": body["carrier_id"],
            "template_id": DEFAULT_TEMPLATE_ID,
            "known_on": local_date(_time(each)),
            "start_date": body["start_date"],
            "tasks": [_task(row) for row in mine],
            "fixed_term_until": body["fixed_term_until"],
        }
        said = announced("trainings.events", STARTED, each.key, tenant, each.cause, shown)
        ids = (*_worker(body), UUID(body["carrier_id"]), DEFAULT_TEMPLATE_ID)
        story = (each.cause[0], said[0], date.fromisoformat(body["start_date"]))
        onboardings.append((onboarding, tenant, *ids, *story, _school_type(body)))
        tasks += mine
        out.append(said)
    await _write(connection, ONBOARDINGS, onboardings)
    await _write(connection, TASKS, tasks)
    return out


def _school_type(body: dict[str, Any]) -> str | None:
    hours = Counter[str]()
    for each in body["placements"]:
        hours[each["school_type"]] += float(each["weekly_hours"])  # type: ignore[assignment]
    return max(hours, key=lambda kind: hours[kind], default=None)


def _worker(body: dict[str, Any]) -> tuple[UUID, UUID]:
    """And the employment."""
    return UUID(body["worker_id"]), UUID(body["employment_id"])


def _time(each: Delivery) -> datetime:
    return datetime.fromisoformat(each.headers["ce_time"].decode())


def _plan(body: dict[str, Any]) -> Iterator[tuple[str, str, UUID | None, date, bool]]:
    start, carrier = date.fromisoformat(body["start_date"]), UUID(body["carrier_id"])
    placements = body["placements"]
    primary = {each["school_type"] == "primary" for each in placements}
    schools = [UUID(each["school_id"]) for each in placements]
    own_places: Mapping[str, Sequence[UUID | None]]
    own_places = {"carrier": [carrier], "head": schools, "worker": [None]}
    main = UUID(max(placements, key=lambda each: float(each["weekly_hours"]))["school_id"])
    for code, role, days, mandatory, stage in _RULES:
        if stage != "all" and (stage == "primary") not in primary:
            continue
        for place in own_places.get(role, [main]):
            yield code, role, place, due_date(start, days), mandatory


def _task(row: Row) -> dict[str, Any]:
    task, _, _, code, role, place, due, mandatory = row
    return {
        "task_id": task,
        "code": code,
        "role": role,
        "organization_id": place,
        "due_on": due,
        "mandatory": mandatory,
    }


async def employ(connection: asyncpg.Connection, new: Sequence[Delivery]) -> list[Row]:
    rows = []
    for each in new:
        body = orjson.loads(each.value)
        schools = orjson.dumps([place["school_id"] for place in body["placements"]]).decode()
        worker, employment = _worker(body)
        carrier, first_day = UUID(body["carrier_id"]), date.fromisoformat(body["start_date"])
        about = (employment, each.tenant, worker, carrier, first_day)
        rows.append((*about, schools, _time(each)))
    await _write(connection, EMPLOYMENTS, rows)
    return []


async def welcome(connection: asyncpg.Connection, new: Sequence[Delivery]) -> list[Row]:
    rows, out = [], []
    for each in new:
        letter, worker = new_id(), _worker(orjson.loads(each.value))
        row, said = _letter(each, letter, letter, (*worker, None), "welcome", "worker", None, [])
        rows.append(row)
        out.append(said)
    await _write_letters(connection, rows)
    return out


async def tell_nobody(_: asyncpg.Connection, __: Sequence[Delivery]) -> list[Row]:
    """There is no webhook."""
    return []


async def tell(connection: asyncpg.Connection, new: Sequence[Delivery]) -> list[Row]:
    rows, out = [], []
    for each in new:
        body, group = orjson.loads(each.value), None
        together: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
        for task in body["tasks"]:
            together.setdefault((task["role"], task["organization_id"]), []).append(task)
        for (role, place), tasks in together.items():
            letter = new_id()
            group = group or letter
            about = (*_worker(body), UUID(body["onboarding_id"]))
            row, said = _letter(each, letter, group, about, "tasks", role, place, tasks)
            rows.append(row)
            out.append(said)
    await _write_letters(connection, rows)
    return out


async def _write_letters(connection: asyncpg.Connection, rows: Sequence[tuple[Row, Row]]) -> None:
    messages, deliveries = zip(*rows, strict=True)
    await _write(connection, MESSAGES, messages)
    await _write(connection, DELIVERIES, deliveries)


def _letter(
    each: Delivery,
    letter: UUID,
    group: UUID,
    about: tuple[UUID, UUID, UUID | None],
    kind: str,
    role: str,
    place: str | None,
    tasks: list[dict[str, Any]],
) -> tuple[tuple[Row, Row], Row]:
    shown = {
        "letter_id": letter,
        "worker_id": each.key,
        "kind": kind,
        "role": role,
        "tasks": len(tasks),
    }
    said = announced("notifications.events", QUEUED, each.key, each.tenant, each.cause, shown)
    named = ("task_id", "code", "due_on", "mandatory")
    payload: dict[str, Any] = {}
    if tasks:
        entries = [{name: task[name] for name in named} for task in tasks]
        payload = {"template_id": DEFAULT_TEMPLATE_ID, "tasks": entries}
    to = (kind, role, UUID(place) if place else None)
    now, content = said[4], orjson.dumps(payload).decode()
    message = (letter, each.tenant, *about, *to, content, _time(each), each.cause[0], said[0], now)
    delivery = (letter, each.tenant, "mail", group, "queued", int(bool(tasks)), 0, now)
    return (message, delivery), said


async def plan(connection: asyncpg.Connection, new: Sequence[Delivery]) -> list[Row]:
    rows, out = [], []
    for each in new:
        body = orjson.loads(each.value)
        first_day = date.fromisoformat(body["start_date"])
        days = {f"day_{days}": first_day + timedelta(days=days) for days in (30, 100)}
        about = (UUID(body["onboarding_id"]), *_worker(body))
        for occasion, day in days.items():
            due = (occasion, day, "planned", *each.cause)
            rows.append((new_id(), each.tenant, *about, *due))
        shown: dict[str, Any] = {name: body[name] for name in ("onboarding_id", "worker_id")}
        shown["days"] = [{"occasion": name, "day": day} for name, day in days.items()]
        out.append(announced("surveys.events", PLANNED, each.key, each.tenant, each.cause, shown))
    await _write(connection, PULSES, rows)
    return out


async def place(connection: asyncpg.Connection, new: Sequence[Delivery]) -> list[Row]:
    rows = []
    for each in new:
        body = orjson.loads(each.value)
        (worker, employment), until = _worker(body), body["fixed_term_until"]
        kinds = sorted({placement["school_type"] for placement in body["placements"]})
        there = (worker, UUID(body["carrier_id"]), orjson.dumps(kinds).decode())
        days = (date.fromisoformat(body["start_date"]), until and date.fromisoformat(until))
        rows.append((each.tenant, employment, days[0], *there, days[1]))
    await _write(connection, WORKPLACES, rows)
    return []


async def record_event(connection: asyncpg.Connection, new: Sequence[Delivery]) -> list[Row]:
    now, rows = datetime.now(UTC), []
    for each in new:
        kind, before = each.headers["ce_type"].decode(), each.headers.get("ce_causationid")
        named = (each.id, kind, kind.partition(".")[0], each.topic, each.key, each.tenant)
        story = (each.cause[0], UUID(before.decode()) if before else None)
        rows.append((*named, *story, _time(each), now, each.value.decode()))
    await _write(connection, SEEN, rows)
    return []


TOPICS = {
    "trainings": ["directory.events", "directory.people", "directory.organizations"],
    "notifications": [
        *("directory.events", "directory.people", "directory.organizations"),
        *("trainings.events", "trainings.templates", "surveys.events"),
    ],
    "surveys": ["directory.events", "directory.people", "trainings.events"],
    "dashboard": [
        "directory.events",
        "trainings.events",
        "notifications.events",
        "surveys.events",
    ],
}
HANDLERS = {
    "trainings": {
        PERSON: [Handling(names, None)],
        HIRED: [Handling(start, "start_onboarding")],
    },
    "notifications": {
        PERSON: [Handling(addresses, None)],
        HIRED: [
            Handling(employ, "remember_employment"),
            Handling(welcome, "welcome_worker"),
            Handling(tell_nobody, "tell_endpoints"),
        ],
        STARTED: [Handling(tell, "tell_role_holders")],
    },
    "surveys": {
        PERSON: [Handling(names, None)],
        HIRED: [Handling(place, "note_workplace")],
        STARTED: [Handling(plan, "plan_pulses_of_onboarding")],
    },
    "dashboard": {EVERY: [Handling(record_event, "record_event")]},
}
