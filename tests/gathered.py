"""Gatherings of a municipality: its worker is registered for one, and was at another."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from services.trainings.actions.models import ActionItem
from services.trainings.agenda.models import AgendaItem
from services.trainings.agenda.values import ItemKind
from services.trainings.attendance.models import AttendanceMark
from services.trainings.attendance.values import Presence, Way
from services.trainings.certificates.models import Certificate
from services.trainings.certificates.values import CertifiedDate, Snapshot, new_certificate_code
from services.trainings.decisions.models import Decision
from services.trainings.externals.models import ExternalTraining
from services.trainings.models import Gathering, GatheringDate, Registration
from services.trainings.projects.models import Project
from services.trainings.qualification_kinds.models import QualificationKind
from services.trainings.qualifications.models import Qualification
from services.trainings.qualifications.values import Origin
from services.trainings.questions.models import Question
from services.trainings.questions.values import QuestionKind
from services.trainings.quotas.models import SeatQuota
from services.trainings.speakers.models import Speaker
from services.trainings.statements.models import Statement, StatementEdition
from services.trainings.statements.values import StatementState
from services.trainings.values import Audience
from services.trainings.workshops.models import Workshop, WorkshopSlot
from shared.clock import local_date
from shared.contracts.gatherings import (
    REGISTRATION_PAGE,
    Approval,
    GatheringKind,
    GatheringState,
    Place,
)
from shared.ids import new_id

if TYPE_CHECKING:
    from tests.house import House
    from tests.town import Town


async def note(house: House, town: Town) -> None:
    """Something to talk about, a decision, and what somebody took upon themselves."""
    tenant, key = town.municipality, UUID(town.values["gathering_id"])
    item = AgendaItem(tenant=tenant, gathering_id=key, id=new_id(), position=1)
    item.title, item.minutes, item.kind = "Fallzahlen", 30, ItemKind.INFO
    decision = Decision(tenant=tenant, gathering_id=key, id=new_id(), at=house.clock.now())
    decision.text = "Treffen im Mai"
    action = ActionItem(tenant=tenant, gathering_id=key, id=new_id())
    action.title, action.owner_id = "Flyer entwerfen", UUID(town.values["worker_id"])
    action.assignment_id = new_id()
    project = Project(tenant=tenant, id=new_id(), title=f"Projekt {tenant}", result="Fertig.")
    project.published_at = house.clock.now()
    statement = Statement(tenant=tenant, id=new_id(), title=f"Mehr Stellen {tenant}", edition=1)
    statement.state = StatementState.DISCUSSED
    text = StatementEdition(
        tenant=tenant,
        statement_id=statement.id,
        number=1,
        author_id=action.owner_id,
        at=house.clock.now(),
        text="Wir fordern",
    )
    speaker = Speaker(tenant=tenant, gathering_id=key, id=new_id(), person_id=action.owner_id)
    speaker.since = speaker.until = local_date(house.clock.now())
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add_all([item, decision, action, project, statement, speaker])
        await uow.session.flush()
        uow.session.add(text)
    await offer(house, town)
    town.values |= {
        "item_id": str(item.id),
        "decision_id": str(decision.id),
        "action_id": str(action.id),
        "project_id": str(project.id),
        "statement_id": str(statement.id),
        "speaker_id": str(speaker.id),
        "number": "1",
    }


async def hold(house: House, town: Town) -> None:
    """Another one, which is over: they were there, and have a certificate."""
    tenant, worker_id = town.municipality, UUID(town.values["worker_id"])
    begin = house.clock.now() - timedelta(days=7)
    row, day = _training(tenant, begin)
    entry = Registration(
        tenant=tenant,
        id=new_id(),
        gathering_id=row.id,
        person_id=worker_id,
        submitted_at=begin - timedelta(days=9),
        waiting_since=begin - timedelta(days=9),
        place=Place.CONFIRMED,
        approval=Approval.NOT_NEEDED,
    )
    row.title = f"Grundlagen {tenant}"
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add(row)
        await uow.session.flush()
        uow.session.add_all([day, entry])
        await uow.session.flush()
        uow.session.add_all([_mark(entry, day, begin), _certificate(entry, row.title, day)])
    town.values |= {"over_id": str(row.id), "over_date_id": str(day.id)}
    town.values["attended_id"] = str(entry.id)
    town.traces |= {str(row.id), row.title, str(entry.id)}


def _mark(entry: Registration, day: GatheringDate, at: datetime) -> AttendanceMark:
    return AttendanceMark(
        tenant=entry.tenant,
        id=new_id(),
        registration_id=entry.id,
        date_id=day.id,
        presence=Presence.PRESENT,
        way=Way.LIST,
        at=at,
        noted_at=at,
        nonce="liste",
    )


def _certificate(entry: Registration, title: str, day: GatheringDate) -> Certificate:
    """As it would be issued, but for the file."""
    date = CertifiedDate(day=day.day, times="9:00 bis 12:00 Uhr", attended="4", planned="4")
    said = Snapshot(
        name="Mara Lindenschmidt",
        title=title,
        kind="Fortbildung",
        place="Rathaus",
        dates=(date,),
        attended="4",
        planned="4",
        hours="3 Stunden",
        remark="",
        content=(),
        organiser="Koordinierungsstelle",
        contact="",
        issued_on=day.day,
        revision=1,
    )
    pdf = b"%PDF-1.7"
    return Certificate(
        tenant=entry.tenant,
        id=new_id(),
        gathering_id=entry.gathering_id,
        registration_id=entry.id,
        code=new_certificate_code(),
        revision=1,
        issued_at=day.ends_at,
        snapshot=said.model_dump(mode="json"),
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
    )


def certificate_pages(town: Town) -> list[str]:
    """What the office sees of gatherings that come or are over, and of one certificate."""
    coming = f"/trainings/veranstaltungen/{town.values['gathering_id']}"
    asks = f"{coming}/teilnehmende/{town.values['registration_id']}"
    office = f"/trainings/veranstaltungen/{town.values['over_id']}"
    date = f"{office}/termine/{town.values['over_date_id']}/anwesenheit"
    entry = town.values["attended_id"]
    over = [office, f"{office}/bescheinigungen/{entry}", date, f"{date}/{entry}"]
    return [coming, asks, *over]


async def offer(house: House, town: Town) -> None:
    """A workshop, and a quota of some carrier."""
    tenant, key = town.municipality, UUID(town.values["gathering_id"])
    quota = SeatQuota(tenant=tenant, gathering_id=key, id=new_id(), carrier_id=new_id(), size=2)
    slot = WorkshopSlot(tenant=tenant, gathering_id=key, id=new_id())
    slot.date_id, slot.starts, slot.ends = UUID(town.values["date_id"]), time(10), time(11)
    asked: dict[str, Any] = {"text": f"Essen {new_id()}", "choices": ["vegan"]}
    asked["kind"] = QuestionKind.MEALS
    question = Question(tenant=tenant, gathering_id=key, id=new_id(), **asked)
    common = {"title": "Recht", "speaker": "", "room": ""}
    workshop = Workshop(tenant=tenant, id=new_id(), slot_id=slot.id, size=12, **common)
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add_all([quota, slot, question])
        await uow.session.flush()
        uow.session.add(workshop)
    town.values |= {
        "quota_id": str(quota.id),
        "question_id": str(question.id),
        "slot_id": str(slot.id),
        "workshop_id": str(workshop.id),
    }


async def attend(house: House, town: Town) -> None:
    """A training elsewhere, about which the office has still to decide."""
    row = ExternalTraining(
        tenant=town.municipality,
        id=new_id(),
        person_id=UUID(town.values["worker_id"]),
        title="Gespräche führen",
        provider="Landesjugendamt",
        day=local_date(house.clock.now()),
        units=Decimal(8),
        proof="Urkunde",
        submitted_at=house.clock.now(),
    )
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add(row)
    town.values["external_id"] = str(row.id)


async def qualify(house: House, town: Town) -> None:
    """The worker for child protection, for two months still."""
    tenant, today = town.municipality, local_date(house.clock.now())
    kind = QualificationKind(tenant=tenant, id=new_id(), name="Kinderschutz", months=24)
    kind.units = kind.prolong_units = Decimal(8)
    row = Qualification(
        tenant=tenant,
        id=new_id(),
        kind_id=kind.id,
        person_id=UUID(town.values["worker_id"]),
        since=today - timedelta(days=670),
        until=today + timedelta(days=60),
        origin=Origin.EARNED,
        units=Decimal(8),
        noted_at=house.clock.now(),
    )
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add(kind)
        await uow.session.flush()
        uow.session.add(row)
    town.values |= {"kind_id": str(kind.id), "qualification_id": str(row.id)}
    await attend(house, town)


async def convene(house: House, town: Town) -> None:
    """In a month; the office has not agreed yet."""
    tenant, now = town.municipality, house.clock.now()
    row, day = _training(tenant, now + timedelta(days=30))
    entry = Registration(
        tenant=tenant,
        id=new_id(),
        gathering_id=row.id,
        person_id=UUID(town.values["worker_id"]),
        submitted_at=now,
        waiting_since=now,
        place=Place.WAITING,
        approval=Approval.PENDING,
    )
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add(row)
        await uow.session.flush()
        uow.session.add_all([day, entry])
    until = local_date(now) + timedelta(days=60)
    town.values |= {
        "gathering_id": str(row.id),
        "date_id": str(day.id),
        "registration_id": str(entry.id),
        "/registration": house.link(REGISTRATION_PAGE, entry.id, until).rpartition("/")[2],
    }
    town.traces |= {str(row.id), row.title, str(entry.id)}
    town.open |= {str(row.id), row.title}
    await note(house, town)
    await hold(house, town)
    await qualify(house, town)


def _training(tenant: str, begin: datetime) -> tuple[Gathering, GatheringDate]:
    end = begin + timedelta(hours=3)
    row = Gathering(
        tenant=tenant,
        id=new_id(),
        kind=GatheringKind.TRAINING,
        title=f"Kinderschutz {tenant}",
        state=GatheringState.OPEN,
        audience=Audience.PUBLIC,
        capacity=20,
        starts_at=begin,
        ends_at=end,
    )
    day = GatheringDate(
        tenant=tenant,
        id=new_id(),
        gathering_id=row.id,
        day=local_date(begin),
        starts=time(9),
        ends=time(12),
        starts_at=begin,
        ends_at=end,
        units=Decimal(4),
        original_day=local_date(begin),
    )
    return row, day


def registration_link(town: Town) -> str:
    """The page of their registration."""
    return f"/trainings/l/anmeldung/{town.values['/registration']}"
