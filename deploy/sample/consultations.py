"""Consultations of the sample's people: some to be answered, one to come, and two quarters past."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import cycle
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import exists, select

from services.directory.consultations.models import ConsultationRow
from services.directory.consultations.values import Period, State, Topic, Way, period_before
from services.directory.organizations.models import contacts, organizations
from shared.clock import BERLIN, local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Role
from shared.messaging.unit_of_work import UnitOfWork

_FORMER = UUID("0197f000-0000-7000-8000-0000000000f0")
"""From which the ids of workers are made who have left since, and are known no more."""
_ASKED: Mapping[Topic, Mapping[AccessRole, int]] = {
    Topic.SCHOOL: {AccessRole.WORKER: 9, AccessRole.HEAD: 8, AccessRole.CARRIER: 5},
    Topic.MANDATE: {AccessRole.WORKER: 7, AccessRole.HEAD: 6, AccessRole.CARRIER: 5},
    Topic.FUNDING: {AccessRole.WORKER: 5, AccessRole.HEAD: 6, AccessRole.CARRIER: 8},
    Topic.LAW: {AccessRole.WORKER: 2, AccessRole.HEAD: 5, AccessRole.CARRIER: 6},
    Topic.START: {AccessRole.WORKER: 6},
    Topic.CHILD_PROTECTION: {AccessRole.WORKER: 1},
}
_PAST = [
    (topic, role)
    for topic, by_role in _ASKED.items()
    for role, times in by_role.items()
    for _ in range(times)
]
_BEFORE = _PAST[::2]
DAYS = 85
"""Of a quarter, in which somebody asked."""
ROOM = "Rathaus, Raum 2.14"


class _Asker(NamedTuple):
    person_id: UUID
    organization_id: UUID | None


_Askers = Mapping[AccessRole, Sequence[_Asker]]


async def ask_for_consultations(uow: UnitOfWork, municipality: str) -> None:
    """As if it had happened; nobody gets a mail. Doing it again changes nothing."""
    there = exists().where(ConsultationRow.tenant == municipality)
    if (await uow.session.execute(select(there))).scalar():
        return
    askers = await _askers(uow, municipality)
    if not all(askers.values()):
        return
    last = period_before(local_date(uow.now))
    before = period_before(last.begins.date())
    uow.session.add_all(
        ConsultationRow(tenant=municipality, **each)
        for each in (
            *_settled(_BEFORE, before, askers),
            *_settled(_PAST, last, askers),
            *_current(uow.now, askers),
        )
    )


async def _askers(uow: UnitOfWork, municipality: str) -> _Askers:
    query = (
        select(contacts.c.role, contacts.c.person_id, organizations.c.id)
        .join(organizations, organizations.c.id == contacts.c.organization_id)
        .where(organizations.c.tenant == municipality)
        .order_by(organizations.c.school_number, organizations.c.name_key)
    )
    rows = (await uow.session.execute(query)).all()
    acting = {
        AccessRole(role): [_Asker(*each) for known, *each in rows if known == role]
        for role in (Role.HEAD, Role.CARRIER)
    }
    former = [_Asker(uuid5(_FORMER, f"{municipality} {number}"), None) for number in range(6)]
    return {**acting, AccessRole.WORKER: former}


def _settled(
    asked: Sequence[tuple[Topic, AccessRole]], period: Period, askers: _Askers
) -> Iterator[dict[str, Any]]:
    """Spread over the quarter, each held after a week."""
    turns = {role: cycle(people) for role, people in askers.items()}
    for number, (topic, role) in enumerate(asked):
        days = number * DAYS // len(asked)
        asked_at = period.begins + timedelta(days=days, hours=9, minutes=7 * (number % 8))
        asker = next(turns[role])
        withdrawn = number % 9 == 8
        yield {
            "asker_id": asker.person_id,
            "organization_id": asker.organization_id,
            "asked_as": role,
            "asked_at": asked_at,
            "topic": topic,
            "note": "",
            "state": State.WITHDRAWN if withdrawn else State.CLOSED,
            "starts_at": None if withdrawn else asked_at + timedelta(days=7),
            "minutes": None if withdrawn else 60,
            "settled_at": asked_at + timedelta(days=3 if withdrawn else 8),
        }


def _current(now: datetime, askers: _Askers) -> Iterator[dict[str, Any]]:
    """Two wait, one is to come, one was held yesterday."""
    heads, carriers = askers[AccessRole.HEAD], askers[AccessRole.CARRIER]
    day = local_date(now)
    soon = datetime.combine(day + timedelta(days=6), time(14, 30), BERLIN)
    earlier = datetime.combine(day - timedelta(days=1), time(10), BERLIN)
    met = {"minutes": 60, "place": ROOM}
    asked = (
        (heads[0], AccessRole.HEAD, Topic.SCHOOL, 2, "Gern an einem Nachmittag.", State.REQUESTED),
        (carriers[0], AccessRole.CARRIER, Topic.FUNDING, 1, "Zum Verwendungsnachweis.",
         State.REQUESTED),
        (heads[1], AccessRole.HEAD, Topic.MANDATE, 5, "", State.SCHEDULED),
        (carriers[0], AccessRole.CARRIER, Topic.LAW, 9, "Telefonisch reicht.", State.HELD),
    )  # fmt: skip
    for asker, role, topic, days, note, state in asked:
        when = {State.SCHEDULED: soon, State.HELD: earlier}.get(state)
        yield {
            "asker_id": asker.person_id,
            "organization_id": asker.organization_id,
            "asked_as": role,
            "asked_at": now - timedelta(days=days, hours=2),
            "asked_by": Way.LINK if role is AccessRole.HEAD else Way.PAGE,
            "topic": topic,
            "note": note,
            "state": state,
            "starts_at": when,
            **(met if when else {}),
        }
